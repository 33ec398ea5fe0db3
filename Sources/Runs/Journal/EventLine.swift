import FoundationEssentials

/// An event as one line of JSON, as `train --json` prints it and trainers send it to their clients. A line
/// of a journal has a checksum in addition; see `JournalLine`.
///
/// The field `event` is first, `run` second. NaN and the infinities, which JSON cannot express, are the
/// strings "nan", "inf" and "-inf". The numbers of a step are in single precision, like the network's, so
/// that the line is short. `TrainingEvent+Encoding.swift` has the fields of each event.
public struct EventLine: Equatable, Sendable {
  /// The name of the run that reported the event.
  public var run: String
  /// The event.
  public var event: TrainingEvent

  /// Creates the line of an event.
  public init(run: String, event: TrainingEvent) {
    self.run = run
    self.event = event
  }

  /// The line without its newline.
  public var text: String { FlatJSON(event, of: run).text }
}

extension EventLine {
  /// A parser for event lines. One parser can read any number of lines.
  public struct Parser {
    private let decoder = JSONDecoder.tolerant

    /// Creates a parser.
    public init() {}

    /// Returns the event of a line and the name of its run; `nil` for an event of a later version of
    /// the program.
    /// - Throws: `RunsError.damagedLine`.
    public func parse(_ text: some StringProtocol) throws(RunsError) -> EventLine? {
      let parsed = try parsed(text)
      guard let run = parsed.run else { throw .damagedLine(reason: "its run is missing") }
      return parsed.event.map { EventLine(run: run, event: $0) }
    }

    /// Returns the event of a line that can lack the name of its run; `nil` for an unknown event.
    func event(_ text: some StringProtocol) throws(RunsError) -> TrainingEvent? {
      try parsed(text).event
    }

    private func parsed(_ text: some StringProtocol) throws(RunsError) -> DecodedEvent {
      do {
        return try decoder.decode(DecodedEvent.self, from: Data(text.utf8))
      } catch {
        throw .damagedLine(reason: "\(error)")
      }
    }
  }
}
