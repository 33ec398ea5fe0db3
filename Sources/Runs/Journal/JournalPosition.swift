/// The length of a run's journal at one moment. A reader that reads the journal up to there, and then
/// receives every event from there on, receives each event once.
public struct JournalPosition: Hashable, Codable, Sendable {
  /// The name of the run.
  public var run: String
  /// The number of bytes from the beginning of the journal.
  public var bytes: Int

  /// Creates a position in the journal of a run.
  public init(run: String, bytes: Int) {
    self.run = run
    self.bytes = bytes
  }
}

extension Run {
  /// Reads the position of the run's next event while no process trains the run: the end of the journal
  /// without an incomplete last line, which a trainer removes.
  /// - Throws: `RunsError.fileFailed`.
  public func journalPosition() throws(RunsError) -> JournalPosition {
    JournalPosition(run: name, bytes: try journalBytes().completeCount)
  }
}
