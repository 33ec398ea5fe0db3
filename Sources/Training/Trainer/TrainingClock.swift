/// The training time of a session, and its limit. The time is that of the turns of a trainer: of the steps and
/// validations of all lanes together. Pauses do not count.
final class TrainingClock {
  /// The limit; `nil` without one.
  private let limit: Duration?
  /// The time of the turns that are complete.
  private var elapsed = Duration.zero
  /// The start of the current turn; `nil` between two turns.
  private var turnStart: ContinuousClock.Instant?

  init(limit: Duration?) { self.limit = limit }

  /// Measures a turn.
  func measureTurn(_ turn: () throws -> Void) rethrows {
    let start = ContinuousClock.now
    turnStart = start
    defer {
      elapsed += start.duration(to: .now)
      turnStart = nil
    }
    try turn()
  }

  /// The time until the limit in seconds, at least 0; `nil` without a limit.
  var secondsLeft: Double? {
    guard let limit else { return nil }
    let turn = turnStart.map { $0.duration(to: .now) } ?? .zero
    return max(0, (limit - elapsed - turn) / .seconds(1))
  }

  /// True once the limit has passed.
  var isOver: Bool { secondsLeft == 0 }
}
