import DisplayText
import FoundationEssentials

/// The events of a journal, in the order in which the run reported them. A damaged line is left out and
/// counted; the other lines are read.
public struct Recording: Equatable, Sendable {
  /// The events in order.
  public var events: [TrainingEvent] = []
  /// True if the journal ends in the middle of a line, as after a crash. That line is left out.
  public var hasTornTail = false
  /// The numbers of the lines that are not events, counted from 1.
  public var damagedLines: [Int] = []
  /// The number of events of later versions of the program. They are not errors.
  public var unknownEvents = 0

  /// Creates a recording without events.
  public init() {}

  /// Reads a journal.
  /// - Parameter isWanted: Returns true for the bytes of a line that is to be parsed.
  init(
    _ journal: JournalBytes, where isWanted: (UnsafeBufferPointer<UInt8>) -> Bool = { _ in true }
  ) {
    let parser = EventLine.Parser()
    var number = 0
    var hasChecksums = false
    journal.forEachLine { line in
      number += 1
      guard isWanted(line) else { return }
      switch JournalLine.condition(of: line) {
      case .withoutChecksum where !hasChecksums: break
      case .valid: hasChecksums = true
      case .damaged, .withoutChecksum:
        damagedLines.append(number)
        return
      }
      if let step = StepLineParser.step(line) {
        events.append(.step(step))
        return
      }
      do {
        if let event = try parser.event(String(decoding: line, as: UTF8.self)) {
          events.append(event)
        } else {
          unknownEvents += 1
        }
      } catch {
        damagedLines.append(number)
      }
    }
    hasTornTail = journal.hasTornTail
  }

  /// Reads the bytes of a journal.
  public init(bytes: [UInt8]) { self.init(JournalBytes(Data(bytes))) }

  /// A description of the damage to the journal; `nil` when every line was read.
  public var damage: String? {
    var parts: [String] = []
    if !damagedLines.isEmpty {
      let lines = damagedLines.prefix(3).map(String.init).joined(separator: ", ")
      parts.append(
        damagedLines.count == 1
          ? "line \(lines) is damaged and was left out"
          : "\(NumberText.grouped(damagedLines.count)) lines are damaged and were left out (\(lines)"
            + (damagedLines.count > 3 ? ", …)" : ")"))
    }
    if hasTornTail { parts.append("the last line is incomplete and was left out") }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}
