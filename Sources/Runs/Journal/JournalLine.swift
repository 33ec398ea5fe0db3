/// A line of a journal: an event's JSON with a checksum as its last field, `,"crc":"1a2b3c4d"}`. It is the
/// CRC-32 (zlib's) of all that stands before that comma. Which run it is of goes without saying; only
/// the line of its beginning tells.
///
/// Journals of older programs have no checksums, and every line names the run. Lines without a checksum
/// are believed as long as none before has had one: from there on they are damaged.
enum JournalLine {
  static let key: StaticString = #","crc":""#

  static func text(of event: TrainingEvent) -> String {
    var run: String?
    if case .started(let started) = event { run = started.run }
    var line = FlatJSON(event, of: run)
    line.addChecksum()
    return line.text
  }

  enum Condition {
    case sound, damaged
    /// It has no checksum.
    case unsigned
  }

  static func condition(of line: UnsafeBufferPointer<UInt8>) -> Condition {
    // The digits, a quotation mark and a brace are behind the key.
    let length = line.count - key.utf8CodeUnitCount - CRC32.digitCount - 2
    guard length > 0, line[length...].starts(with: key) else { return .unsigned }
    var checksum = CRC32()
    checksum.add(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: line[..<length])))
    let digits = length + key.utf8CodeUnitCount
    return (0..<CRC32.digitCount).allSatisfy { line[digits + $0] == checksum.digit($0) }
      ? .sound : .damaged
  }
}

extension EventLine {
  /// Returns the number of bytes by which the event extends its run's journal, with the newline.
  ///
  /// The trainer's text is measured instead of encoding the event again, because an older trainer can
  /// encode it differently.
  /// - Parameter textByteCount: the number of bytes of ``text`` as the trainer wrote it.
  public func journalByteCount(textByteCount: Int) -> Int {
    let checksum = JournalLine.key.utf8CodeUnitCount + CRC32.digitCount + 1
    var run = #""run":,"#.utf8.count + FlatJSON.quoted(self.run).utf8.count
    if case .started = event { run = 0 }
    return textByteCount - run + checksum + 1
  }
}
