import Checksums

/// A line of a journal: the JSON of an event with a checksum as its last field, `,"crc":"1a2b3c4d"}`. The
/// checksum is the CRC-32 (zlib's) of all bytes before this comma. Only the line of `started` contains the
/// name of the run.
///
/// Lines in journals of older programs have no checksum and contain the name of the run. Lines without a
/// checksum are accepted until the first line with one; later ones count as damaged.
enum JournalLine {
  static let checksumKey: StaticString = #","crc":""#

  /// Returns the line of an event, without the newline.
  static func text(of event: TrainingEvent) -> String {
    var run: String?
    if case .started(let started) = event { run = started.run }
    var line = FlatJSON(event, of: run)
    line.addChecksum()
    return line.text
  }

  /// The result of comparing a line with its checksum.
  enum Condition {
    case valid, damaged
    /// The line has no checksum.
    case withoutChecksum
  }

  /// Compares a line, without its newline, with its checksum.
  static func condition(of line: UnsafeBufferPointer<UInt8>) -> Condition {
    // After the key come the digits, a quotation mark and a brace.
    let length = line.count - checksumKey.utf8CodeUnitCount - CRC32.digitCount - 2
    guard length > 0, line[length...].starts(with: checksumKey) else { return .withoutChecksum }
    var checksum = CRC32()
    checksum.update(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: line[..<length])))
    let digits = length + checksumKey.utf8CodeUnitCount
    return (0..<CRC32.digitCount).allSatisfy { line[digits + $0] == checksum.digit($0) }
      ? .valid : .damaged
  }
}

extension EventLine {
  /// Returns the number of bytes by which the event extends its run's journal, with the newline.
  ///
  /// The trainer's text is measured instead of encoding the event again, because an older trainer can
  /// encode it differently.
  /// - Parameter textByteCount: The number of bytes of ``text`` as the trainer wrote it.
  public func journalByteCount(textByteCount: Int) -> Int {
    let checksum = JournalLine.checksumKey.utf8CodeUnitCount + CRC32.digitCount + 1
    var run = #""run":,"#.utf8.count + FlatJSON.quoted(self.run).utf8.count
    if case .started = event { run = 0 }
    return textByteCount - run + checksum + 1
  }
}
