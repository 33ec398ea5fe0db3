import Blueprint
import Runs

/// A plan's schedule as it goes along: says when the learning rate moves.
struct RateSchedule {
  enum Advice: Equatable {
    case keep
    case multiply(Double)
    /// The plateau after the last drop.
    case finish
  }

  private let schedule: Schedule
  var plateau = TrainingState.Plateau()

  init(_ schedule: Schedule) { self.schedule = schedule }

  /// Before step number `step`.
  func before(step: Int) -> Advice {
    guard case .table(let changes) = schedule else { return .keep }
    let factor = changes.filter { $0.step == step }.reduce(1) { $0 * $1.factor }
    return factor == 1 ? .keep : .multiply(factor)
  }

  /// After a validation with this top-1 error.
  mutating func after(validationError error: Double) -> Advice {
    guard case .plateau(let rule) = schedule else { return .keep }
    if error < (plateau.best ?? .infinity) - rule.threshold {
      plateau.best = error
      plateau.waited = 0
      return .keep
    }
    plateau.waited += 1
    guard plateau.waited >= rule.patience else { return .keep }
    plateau.waited = 0
    plateau.drops += 1
    return plateau.drops > rule.drops ? .finish : .multiply(1 / rule.divisor)
  }
}
