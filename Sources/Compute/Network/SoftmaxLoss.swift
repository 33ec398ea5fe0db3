import COneDNN

/// Softmax and log loss over a batch of scores, with the count of errors.
public struct Score: Equatable, Sendable {
  /// Σ −log p(label), in nats.
  public var loss = 0.0
  /// Images whose label is not the best class; not among the best five.
  public var top1Errors = 0
  public var top5Errors = 0
  public var images = 0

  public init() {}

  public var meanLoss: Double { loss / Double(images) }
  public var top1: Double { Double(top1Errors) / Double(images) }
  public var top5: Double { Double(top5Errors) / Double(images) }

  public static func += (sum: inout Score, other: Score) {
    sum.loss += other.loss
    sum.top1Errors += other.top1Errors
    sum.top5Errors += other.top5Errors
    sum.images += other.images
  }
}

/// The end of a network: scores `[batch, classes]` in, loss and ∂L/∂scores out. L is the mean over
/// the images that count.
final class SoftmaxLoss {
  let gradient: Tensor
  let scores: Tensor
  let classes: Int
  /// The class of each image; those from `valid` on are not looked at.
  var labels: [Int32]
  var valid: Int
  private(set) var score = Score()

  init(scores: Tensor, classes: Int, batch: Int, on engine: Engine) throws(ComputeError) {
    self.scores = scores
    self.classes = classes
    labels = Array(repeating: 0, count: batch)
    valid = batch
    gradient = try Tensor(scores.layout, on: engine)
  }

  func run(withGradient: Bool) {
    let sums = od_softmax_loss(
      scores.floats, labels, labels.count, valid, classes,
      withGradient ? gradient.floats : nil)
    score.loss = sums.loss
    score.top1Errors = Int(sums.top1)
    score.top5Errors = Int(sums.top5)
    score.images = valid
  }
}
