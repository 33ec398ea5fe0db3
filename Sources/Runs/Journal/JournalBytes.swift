import FoundationEssentials
import Glibc

/// The bytes of a journal, and access to its lines.
struct JournalBytes {
  private let data: Data

  init(_ data: Data = Data()) { self.data = data }

  var count: Int { data.count }

  /// The bytes between two offsets, as far as the journal has them.
  subscript(offsets: ClosedRange<Int>) -> JournalBytes {
    let end = min(offsets.upperBound, data.count)
    return JournalBytes(Data(data[min(offsets.lowerBound, end)..<end]))
  }

  /// Calls a function with each complete line. The line does not include its newline, which is the byte
  /// after it in memory.
  func forEachLine(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    data.withUnsafeBytes { bytes in
      let all = bytes.assumingMemoryBound(to: UInt8.self)
      var start = 0
      while let end = Self.newline(in: all, from: start) {
        body(UnsafeBufferPointer(rebasing: all[start..<end]))
        start = end + 1
      }
    }
  }

  /// The number of bytes of complete lines.
  var completeCount: Int {
    data.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 - data.startIndex } ?? 0
  }

  /// True if the journal ends in the middle of a line.
  var hasTornTail: Bool { data.last.map { $0 != UInt8(ascii: "\n") } ?? false }

  /// True if there is at least one complete line.
  var hasLine: Bool {
    data.withUnsafeBytes { Self.newline(in: $0.assumingMemoryBound(to: UInt8.self), from: 0) }
      != nil
  }

  private static func newline(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard start < bytes.count, let base = bytes.baseAddress,
      let found = memchr(base + start, Int32(UInt8(ascii: "\n")), bytes.count - start)
    else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }
}
