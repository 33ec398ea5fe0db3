/// A request to a trainer. Commands are applied between two steps, in the order in which they arrive; a
/// training event reports the result, also of a command that changes nothing.
public enum TrainerCommand: Hashable, Codable, Sendable {
  /// Pauses after the current step.
  case pause
  /// Continues after a pause.
  case resume
  /// Trains one batch, then pauses.
  case step
  /// Writes a checkpoint after the current step.
  case checkpoint
  /// Ends the run after the current step.
  case stop
  /// Multiplies the learning rate by a factor.
  case scaleRate(by: Double)
  /// Sets the learning rate to a value above 0.
  case setRate(Double)
  /// Switches dropout on or off.
  case dropout(on: Bool)
  /// Switches local response normalisation on or off.
  case lrn(on: Bool)
  /// Copies the lane in its present state into a new lane with changes. With `nil` as name, the new lane is
  /// named after its parent and the changes.
  case fork(name: String?, [PlanChange])
  /// Sends a snapshot after the current step, because the interest of a client has changed.
  case sendSnapshot
  /// Gives the run another name while it trains.
  case rename(String)

  /// The names of the commands in messages between processes.
  private enum CodingKeys: String, CodingKey {
    case pause, resume, step, checkpoint, stop, scaleRate, setRate, dropout, lrn, fork
    case sendSnapshot = "look"
    case rename
  }
}
