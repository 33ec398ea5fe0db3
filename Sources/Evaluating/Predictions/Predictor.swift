import Blueprint
import Compute
import Images

/// Predicts the classes of single images. It must be used on the thread that created it.
public final class Predictor {
  private let runner: NetworkRunner
  private let threads: Int

  /// Reads the weights of a network.
  /// - Parameters:
  ///   - network: The network.
  ///   - views: The views of each image whose predictions are averaged.
  ///   - images: The number of images that will be predicted, as far as it is known. Few images need less
  ///     memory.
  ///   - threads: The number of threads that compute, and of threads that decode images.
  /// - Throws: `EvaluatingError.otherImages` for a network whose images are not squares in colour,
  ///   `ComputeError`, and `RunsError`.
  public init(
    _ network: TrainedNetwork, views: EvaluationViews = .one, images: Int = .max, threads: Int
  ) throws {
    try network.checkReadsFiles()
    self.threads = threads
    let few = images > NetworkRunner.standardInputsPerPass ? .max : images * views.count
    runner = try NetworkRunner(
      network, views: views, inputsPerPass: max(1, min(NetworkRunner.standardInputsPerPass, few)),
      on: Engine(threads: threads))
  }

  /// Predicts the classes of images, in order.
  /// - Parameters:
  ///   - files: The images.
  ///   - top: The number of classes of each image.
  ///   - isCancelled: Called before each batch.
  ///   - report: Called for each image, in order, with its prediction, or with the error of a damaged
  ///     image.
  /// - Throws: `EvaluatingError.cancelled`, `ImagesError`, and the errors of `report`.
  public func predict(
    _ files: [ImageFile], top: Int = 5, isCancelled: () -> Bool = { false },
    report: (_ number: Int, Result<Prediction, ImagesError>) throws -> Void
  ) throws {
    guard !files.isEmpty else { return }
    let network = runner.network
    let classes = network.classes.count
    let images = EvaluationImages(files, imageShape: network.imageShape)
    try runner.evaluate(images, threads: threads, isCancelled: isCancelled) { batch in
      let probabilities = batch.numbers.isEmpty ? [] : runner.probabilities
      var results = batch.damaged.map {
        ($0.number, Result<Prediction, ImagesError>.failure($0.error))
      }
      for (position, number) in batch.numbers.enumerated() {
        let row = probabilities[position * classes..<(position + 1) * classes]
        results.append(
          (
            number,
            .success(
              Prediction(files[number].name, row, names: network.classNames, top: top))
          ))
      }
      for (number, result) in results.sorted(by: { $0.0 < $1.0 }) { try report(number, result) }
    }
  }
}

extension TrainedNetwork {
  /// Checks that image files can become inputs of the network.
  /// - Throws: `EvaluatingError.otherImages`.
  public func checkReadsFiles() throws(EvaluatingError) {
    let square = Shape(channels: 3, height: imageShape.height, width: imageShape.height)
    guard imageShape == square else {
      throw .otherImages(
        run: run.name, trained: imageShape, data: "image files", found: square)
    }
  }
}
