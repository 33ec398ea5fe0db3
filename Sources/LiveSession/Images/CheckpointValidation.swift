import Compute
import Dashboard
import Images
import Observing
import Training

/// The evaluation of a run's validation images with the network of a checkpoint, a batch at a time. It can be
/// left for other work and continued later.
final class CheckpointValidation {
  /// The most probable class of each image that has been evaluated.
  private(set) var outcome: ValidationOutcome
  private let network: EvaluatingNetwork
  private let loader: EvaluationLoader
  private let labels: [Int]
  private let lrn: Bool
  private let total: Int
  private var done = 0
  /// The time of all batches so far.
  private var duration = Duration.zero
  private(set) var isComplete = false

  /// Prepares an evaluation.
  /// - Parameters:
  ///   - network: The network with its weights.
  ///   - source: The images.
  ///   - input: The input that the network needs.
  ///   - labels: The network's label for each label of the images.
  ///   - lrn: True if response normalisation is on.
  ///   - step: The step of the weights.
  ///   - threads: The number of threads that read images.
  init(
    _ network: EvaluatingNetwork, of source: any DataSource, input: InputFormat, labels: [Int],
    lrn: Bool, step: Int, threads: Int
  ) throws(ImagesError) {
    let images = EvaluationImages(.validation, of: source)
    self.network = network
    self.labels = labels
    self.lrn = lrn
    total = images.count
    outcome = ValidationOutcome(step: step, images: images.count, classes: network.classes)
    loader = try EvaluationLoader(
      images, input: input, imagesPerBatch: network.batch, threads: threads)
  }

  /// The number of evaluated images, and the time left; `nil` when all are evaluated.
  var progress: ImageAnswer.Progress? {
    guard !isComplete else { return nil }
    let perImage = done > 0 ? duration / .seconds(1) / Double(done) : nil
    return .init(
      done: done, total: total, secondsLeft: perImage.map { $0 * Double(total - done) })
  }

  /// Evaluates the next batch. A damaged image has no guess, and belongs to no class.
  func evaluateNextBatch() throws(ImagesError) {
    let start = ContinuousClock.now
    guard let batch = try loader.next() else {
      isComplete = true
      return
    }
    if !batch.numbers.isEmpty {
      batch.withInputs { _ = network.input.elements.update(fromContentsOf: $0) }
      network.evaluate(images: batch.count, lrn: lrn)
      outcome.add(
        batch.numbers, labels: (batch.labels ?? []).map { Int32(labels[$0]) }, guesses: guesses)
    }
    done += batch.numbers.count + batch.damaged.count
    duration += ContinuousClock.now - start
    isComplete = done >= total
  }

  /// The most probable class of each image of the last pass.
  private var guesses: [Int] {
    let probabilities = network.probabilities
    let classes = network.classes
    return (0..<network.images).map { image in
      let row = image * classes
      return (1..<max(1, classes)).reduce(0) {
        probabilities[row + $1] > probabilities[row + $0] ? $1 : $0
      }
    }
  }
}
