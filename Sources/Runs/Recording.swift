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

  /// Reads journal text. `wanted` may decline a line by its beginning, before it is parsed.
  init(text: some StringProtocol, where wanted: (Substring) -> Bool = { _ in true }) {
    let parser = EventLine.Parser()
    var rest = Substring(text)
    var number = 0
    while let end = rest.utf8.firstIndex(of: UInt8(ascii: "\n")) {
      let line = rest[..<end]
      rest = rest[rest.utf8.index(after: end)...]
      number += 1
      if wanted(line) { add(number) { () throws(RunsError) in try parser.parse(line) } }
    }
    hasTornTail = !rest.isEmpty
  }

  /// Reads a journal, or a part of one that begins with a line.
  public init(bytes: UnsafeBufferPointer<UInt8>) {
    let parser = EventLine.Parser()
    var rest = bytes[...]
    var number = 0
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let line = UnsafeBufferPointer(rebasing: rest[..<end])
      rest = rest[(end + 1)...]
      number += 1
      add(number) { () throws(RunsError) in try parser.parse(line) }
    }
    hasTornTail = !rest.isEmpty
  }

  private mutating func add(_ number: Int, _ parse: () throws(RunsError) -> EventLine?) {
    do {
      if let parsed = try parse() {
        events.append(parsed.event)
      } else {
        unknownEvents += 1
      }
    } catch {
      damagedLines.append(number)
    }
  }

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
