/// How far a run's journal had come at some moment. Who reads it up to there, and then hears what has
/// happened since, hears everything once.
public struct JournalPlace: Hashable, Codable, Sendable {
  public var run: String
  /// From the journal's beginning.
  public var bytes: Int

  public init(run: String, bytes: Int) {
    self.run = run
    self.bytes = bytes
  }
}
