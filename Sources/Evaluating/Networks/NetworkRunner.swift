import Blueprint
import Compute
import Images

/// A trained network in executable form, with the conversion of images to its inputs. It must be used on the
/// thread that created its engine.
final class NetworkRunner {
  /// The default number of inputs in a pass: the batch of the paper. Larger ones are not faster.
  static let standardInputsPerPass = 128

  let network: TrainedNetwork
  let executable: EvaluatingNetwork
  private let views: EvaluationViews
  private let imagesPerBatch: Int

  /// Reads the weights of a network and creates its operations.
  /// - Parameters:
  ///   - network: The network.
  ///   - views: The views of each image.
  ///   - inputsPerPass: The largest number of views in a pass.
  ///   - engine: The engine of this thread.
  /// - Throws: `ComputeError` if memory is missing, and `RunsError` if the weights cannot be read.
  init(
    _ network: TrainedNetwork, views: EvaluationViews, inputsPerPass: Int, on engine: Engine
  ) throws {
    self.network = network
    self.views = views
    imagesPerBatch = max(1, inputsPerPass / views.count)
    let inputs = imagesPerBatch * views.count
    let layout = try network.spec.layout()
    let precision = network.usablePrecision
    try EvaluatingNetwork.check(
      layout, batch: inputs, precision: precision, batchesAhead: engine.threads + 1)
    executable = try EvaluatingNetwork(
      network.spec, layout: layout, batch: inputs, precision: precision, on: engine)
    try executable.setParameters { name, shape in try network.numbers(name, shape: shape) }
  }

  /// The knobs with which images are evaluated: LRN is on or off as at the step of the weights.
  private var lrn: Bool { network.knobs.lrn }

  /// Evaluates images in batches, in order.
  /// - Parameters:
  ///   - images: The images.
  ///   - threads: The number of threads that read and decode images.
  ///   - isCancelled: Called before each batch.
  ///   - body: Called after the pass of each batch. A batch of damaged images alone has no pass.
  /// - Throws: `EvaluatingError.cancelled`, `ImagesError` if the images cannot be read, and the errors of
  ///   `body`.
  func evaluate(
    _ images: EvaluationImages, threads: Int, isCancelled: () -> Bool,
    _ body: (borrowing EvaluationBatch) throws -> Void
  ) throws {
    let loader = try EvaluationLoader(
      images, input: InputFormat(of: network.spec, mean: network.mean), views: views,
      imagesPerBatch: imagesPerBatch, threads: threads)
    while true {
      guard !isCancelled() else { throw EvaluatingError.cancelled }
      guard let batch = try loader.next() else { return }
      if !batch.numbers.isEmpty {
        batch.withInputs { inputs in
          _ = executable.input.elements.update(fromContentsOf: inputs)
        }
        executable.evaluate(images: batch.numbers.count * views.count, lrn: lrn)
      }
      try body(batch)
    }
  }

  /// The probabilities of the classes for the images of the last batch, `[images, classes]`: the mean of the
  /// softmax of all views.
  var probabilities: [Double] {
    let all = executable.probabilities
    guard views.count > 1 else { return all }
    let classes = executable.classes
    let images = executable.images / views.count
    var means = [Double](repeating: 0, count: images * classes)
    for image in 0..<images {
      for view in 0..<views.count {
        let row = (image * views.count + view) * classes
        for label in 0..<classes { means[image * classes + label] += all[row + label] }
      }
      for label in 0..<classes { means[image * classes + label] /= Double(views.count) }
    }
    return means
  }
}

extension TrainedNetwork {
  /// The precision of the training, or single precision on a processor without instructions for it.
  public var usablePrecision: Precision { usablePrecision(hasBFloat16: Engine.hasBFloat16) }

  func usablePrecision(hasBFloat16: Bool) -> Precision {
    plan.precision == .bf16 && !hasBFloat16 ? .fp32 : plan.precision
  }
}
