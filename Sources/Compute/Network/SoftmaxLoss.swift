import COneDNN

/// The loss and the errors of a batch, or of several added up.
public struct Score: Equatable, Sendable {
  /// Σ −log p(label), in nats.
  public var loss = 0.0
  /// The number of images whose label is not the most probable class.
  public var top1Errors = 0
  /// The number of images whose label is not among the five most probable classes.
  public var top5Errors = 0
  /// The number of images with a label.
  public var images = 0

  /// Creates the score of no images.
  public init() {}

  /// The mean loss of an image, in nats.
  public var meanLoss: Double { loss / Double(images) }
  /// The top-1 error, between 0 and 1.
  public var top1: Double { Double(top1Errors) / Double(images) }
  /// The top-5 error, between 0 and 1.
  public var top5: Double { Double(top5Errors) / Double(images) }

  /// Adds the images of another score.
  public static func += (sum: inout Score, other: Score) {
    sum.loss += other.loss
    sum.top1Errors += other.top1Errors
    sum.top5Errors += other.top5Errors
    sum.images += other.images
  }
}

/// The end of a network: from logits, `[batch, classes]`, to the loss and its gradient. The loss is
/// the mean over the images with a label, in training those of all ranks.
final class SoftmaxLoss {
  /// ∂L/∂logits.
  let gradient: Tensor
  let logits: Tensor
  let classes: Int
  /// The class of each image. Only the first ``labelled`` are used.
  var labels: [Int32]
  /// The number of images with a label.
  var labelled: Int
  private(set) var score = Score()
  /// The number of images with a label in a training step of all ranks; `nil` if this process trains alone.
  private let imagesOfAllRanks: Int?

  init(
    logits: Tensor, classes: Int, batch: Int, share: NetworkShare?, on engine: Engine
  ) throws(ComputeError) {
    self.logits = logits
    self.classes = classes
    labels = Array(repeating: 0, count: batch)
    labelled = share?.images.count ?? batch
    imagesOfAllRanks = share?.batch
    gradient = try Tensor(logits.layout, on: engine)
  }

  func run(withGradient: Bool) {
    let sums = od_softmax_loss(
      logits.floats, labels, labels.count, labelled, imagesOfAllRanks ?? labelled, classes,
      withGradient ? gradient.floats : nil)
    score.loss = sums.loss
    score.top1Errors = Int(sums.top1)
    score.top5Errors = Int(sums.top5)
    score.images = labelled
  }

  /// Replaces the score of this rank by that of all ranks.
  func replaceScore(by score: Score) { self.score = score }
}
