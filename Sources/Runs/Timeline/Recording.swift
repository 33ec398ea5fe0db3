import Foundation

/// What a journal holds: the same stream that a live run sends. A damaged line costs that line alone,
/// and is counted.
public struct Recording: Equatable, Sendable {
  public var events: [TrainingEvent] = []
  /// The journal ends in the middle of a line, as after a crash; that line is dropped.
  public var hasTornTail = false
  /// Lines that are no events, counted from 1.
  public var damagedLines: [Int] = []
  /// Events that this program does not know, which is no fault.
  public var unknownEvents = 0

  public init() {}

  /// Reads a journal. `wanted` may decline a line by its bytes, before it is parsed.
  init(
    _ journal: JournalBytes, where wanted: (UnsafeBufferPointer<UInt8>) -> Bool = { _ in true }
  ) {
    let parser = EventLine.Parser()
    var number = 0
    var hasChecksums = false
    journal.forEachLine { line in
      number += 1
      guard wanted(line) else { return }
      switch JournalLine.condition(of: line) {
      case .unsigned where !hasChecksums: break
      case .sound: hasChecksums = true
      case .damaged, .unsigned:
        damagedLines.append(number)
        return
      }
      if let step = StepLine.step(line) {
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

  /// Reads a journal that is in memory.
  public init(bytes: [UInt8]) { self.init(JournalBytes(Data(bytes))) }

  /// What to tell a reader about a journal that is not whole; nil when it is.
  public var complaint: String? {
    var parts: [String] = []
    if !damagedLines.isEmpty {
      let lines = damagedLines.prefix(3).map(String.init).joined(separator: ", ")
      parts.append(
        damagedLines.count == 1
          ? "line \(lines) is damaged and was left out"
          : "\(damagedLines.count) lines are damaged and were left out (\(lines)"
            + (damagedLines.count > 3 ? ", …)" : ")"))
    }
    if hasTornTail { parts.append("the last line is torn and was left out") }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}
