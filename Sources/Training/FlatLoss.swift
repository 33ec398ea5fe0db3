import Glibc
import Runs

/// Notices a loss that stays at ln(classes), what a network has that tells nothing apart: the trap
/// that biases of 1 with small weights set (the paper's text against its released code).
struct FlatLoss {
  /// So many steps in a row make a warning.
  static let patience = 200
  /// How near to ln(classes) the smoothed loss counts as being there.
  private static let nearness = 0.01
  private static let keep = 0.95

  private let chance: Double
  var flatness = TrainingState.Flatness()

  init(classes: Int) { chance = log(Double(classes)) }

  /// True once: when the loss has been flat for so long.
  mutating func add(_ loss: Double) -> Bool {
    flatness.average = Self.keep * flatness.average + (1 - Self.keep) * loss
    flatness.weight = Self.keep * flatness.weight + (1 - Self.keep)
    let average = flatness.average / flatness.weight
    let isFlat = abs(average - chance) <= Self.nearness * chance
    flatness.steps = isFlat ? flatness.steps + 1 : 0
    return flatness.steps == Self.patience
  }

  var message: String {
    """
    The loss has stayed at \(Self.rounded(chance)) = ln(classes) for \(Self.patience) steps: the \
    network tells no class from another yet. Small initial weights under biases of 1 do that; \
    wait, or try larger weights, smaller biases or another rate.
    """
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
