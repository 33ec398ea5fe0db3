import Blueprint
import Runs

/// The state of a plan's schedule, which determines the automatic changes of the learning rate.
struct RateSchedule {
  /// An automatic change of the learning rate.
  enum Decision: Equatable {
    /// The learning rate does not change.
    case keep
    /// The learning rate is multiplied by a factor.
    case multiply(Double)
    /// The run ends, because the validation error is on a plateau after the last drop.
    case finish
  }

  private let schedule: Schedule
  /// The rates by epochs on the images of the run; `nil` for other schedules.
  let table: RateTable?
  var plateau = TrainingState.Plateau()

  init(_ schedule: Schedule) {
    self.schedule = schedule
    table = nil
  }

  /// Creates the state for a plan.
  /// - Parameter imagesPerEpoch: The number of training images of an epoch.
  init(_ plan: RunPlan, imagesPerEpoch: Int) {
    schedule = plan.schedule
    table = RateTable(plan, imagesPerEpoch: imagesPerEpoch)
  }

  /// Returns the change of the learning rate before a step, counted from 1.
  func decision(beforeStep step: Int) -> Decision {
    switch schedule {
    case .constant, .plateau: return .keep
    case .table(let changes):
      let factor = changes.filter { $0.step == step }.reduce(1) { $0 * $1.factor }
      return factor == 1 ? .keep : .multiply(factor)
    case .epochs:
      guard let table, table.begins(atStep: step) else { return .keep }
      let (new, old) = (table.commonFactor(atStep: step), table.commonFactor(atStep: step - 1))
      return new == old ? .keep : .multiply(new / old)
    }
  }

  /// Returns the change of the learning rate after a validation.
  /// - Parameter error: The top-1 error of the validation, from 0 to 1.
  mutating func decision(afterValidationError error: Double) -> Decision {
    switch schedule {
    case .constant, .table, .epochs: .keep
    case .plateau(let rule): decision(afterValidationError: error, rule)
    }
  }

  private mutating func decision(
    afterValidationError error: Double, _ rule: Schedule.Plateau
  ) -> Decision {
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
