/// A command with the run that it is for.
public struct AddressedCommand: Hashable, Codable, Sendable {
  /// The request.
  public var command: TrainerCommand
  /// The name of a run. `nil` addresses all lanes for `pause`, `resume`, `step`, `checkpoint` and `stop`, and
  /// the first lane for the commands that change one.
  public var run: String?

  /// Addresses a command to one run, or to all.
  public init(_ command: TrainerCommand, run: String? = nil) {
    self.command = command
    self.run = run
  }
}
