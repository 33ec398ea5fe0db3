import Blueprint
import Glibc
import Runs

/// Notices a loss that stays at ln(classes): the network then tells no class from another. Biases of 1
/// over small weights cause it, as in the paper's text; that cause is seen before the first step.
struct FlatLoss {
  /// So many steps in a row make a warning.
  static let patience = 200
  /// How near to ln(classes) the smoothed loss counts as being there.
  private static let nearness = 0.01
  private static let keep = 0.95

  private let chance: Double
  var flatness = TrainingState.Flatness()

  /// True if the initial values are known to cause it.
  private let isExpected: Bool

  init(_ network: NetworkSpec) {
    chance = log(Double(network.classes))
    isExpected = network.biasesDrownImages
  }

  /// The warning before the first step; nil when the initial values are not known to cause it.
  var warning: String? {
    guard isExpected else { return nil }
    return """
      The loss can stay at \(Self.rounded(chance)) = ln(classes) for long: the initial biases are so \
      large, and the weights so small, that the network answers all images alike. Start with \
      --network alexnet, or with --initial caffe.
      """
  }

  /// True once: when the loss has been flat for so long, and there was no warning before the first step.
  mutating func add(_ loss: Double) -> Bool {
    flatness.average = Self.keep * flatness.average + (1 - Self.keep) * loss
    flatness.weight = Self.keep * flatness.weight + (1 - Self.keep)
    let average = flatness.average / flatness.weight
    let isFlat = abs(average - chance) <= Self.nearness * chance
    flatness.steps = isFlat ? flatness.steps + 1 : 0
    return flatness.steps == Self.patience && !isExpected
  }

  var message: String {
    """
    The loss has stayed at \(Self.rounded(chance)) = ln(classes) for \(Self.patience) steps: the \
    network tells no class from another yet. Wait, or start a run with other initial values \
    (--initial) or another learning rate (--rate).
    """
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
