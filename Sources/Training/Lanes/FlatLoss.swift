import Blueprint
import DisplayText
import Glibc
import Runs
import Statistics

/// Detects a flat loss, which stays at ln(classes): the network then predicts all classes with the same
/// probability. Biases of 1 with small weights, as in the text of the paper, cause a flat loss; this cause is
/// detected before the first step.
struct FlatLoss {
  /// The number of consecutive flat steps that causes a warning.
  static let patience = 200
  /// The largest distance from ln(classes), as a share of it, at which the smoothed loss is flat.
  private static let tolerance = 0.01
  /// The memory of the smoothed loss.
  private static let memory = 0.95

  /// ln(classes), the loss of a guess.
  private let guessLoss: Double
  var flatness = TrainingState.Flatness()

  /// True if the initial values cause a flat loss.
  private let isExpected: Bool

  init(_ network: NetworkSpec) {
    guessLoss = log(Double(network.classes))
    isExpected = network.biasesOutweighImages
  }

  /// The warning before the first step; `nil` unless the initial values cause a flat loss.
  var warning: String? {
    guard isExpected else { return nil }
    return """
      The loss can stay at \(NumberText.loss(guessLoss)) = ln(classes) for a long time: the initial biases are \
      so large, and the weights so small, that the network gives the same answer for all images. Start \
      with --network alexnet, or with --initial caffe.
      """
  }

  /// Adds the loss of a step.
  /// - Returns: True at the step that completes `patience` flat steps, unless there was a warning before the
  ///   first step.
  mutating func add(_ loss: Double) -> Bool {
    var average = MovingAverage(
      memory: Self.memory, sum: flatness.average, weight: flatness.weight)
    average.add(loss)
    (flatness.average, flatness.weight) = (average.sum, average.weight)
    let isFlat = abs(average.value - guessLoss) <= Self.tolerance * guessLoss
    flatness.steps = isFlat ? flatness.steps + 1 : 0
    return flatness.steps == Self.patience && !isExpected
  }

  /// The warning after `patience` flat steps.
  var message: String {
    """
    The loss has stayed at \(NumberText.loss(guessLoss)) = ln(classes) for \(NumberText.grouped(Self.patience)) steps: the \
    network does not distinguish the classes yet. Wait, or start a run with other initial values \
    (--initial) or another learning rate (--rate).
    """
  }

}
