import Blueprint

/// A plan's schedule as it goes along: says when the learning rate moves.
struct RateSchedule {
  enum Advice: Equatable {
    case keep
    case multiply(Double)
    /// The plateau after the last drop.
    case finish
  }

  private let schedule: Schedule
  private var best = Double.infinity
  private var waited = 0
  private var drops = 0

  init(_ schedule: Schedule) { self.schedule = schedule }

  /// Before step number `step`.
  func before(step: Int) -> Advice {
    guard case .table(let changes) = schedule else { return .keep }
    let factor = changes.filter { $0.step == step }.reduce(1) { $0 * $1.factor }
    return factor == 1 ? .keep : .multiply(factor)
  }

  /// After a validation with this top-1 error.
  mutating func after(validationError error: Double) -> Advice {
    guard case .plateau(let plateau) = schedule else { return .keep }
    if error < best - plateau.threshold {
      best = error
      waited = 0
      return .keep
    }
    waited += 1
    guard waited >= plateau.patience else { return .keep }
    waited = 0
    drops += 1
    return drops > plateau.drops ? .finish : .multiply(1 / plateau.divisor)
  }
}
