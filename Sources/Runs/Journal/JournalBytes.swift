import Foundation

/// A journal's bytes as they lie on the disk, and its lines.
struct JournalBytes {
  private let data: Data

  init(_ data: Data = Data()) { self.data = data }

  var count: Int { data.count }

  /// What stands between two places, as far as there is anything.
  subscript(places: ClosedRange<Int>) -> JournalBytes {
    let end = min(places.upperBound, data.count)
    return JournalBytes(Data(data[min(places.lowerBound, end)..<end]))
  }

  /// Calls for every whole line, which comes without its newline; that stands behind it.
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

  /// Whether it ends in the middle of a line.
  var hasTornTail: Bool { data.last.map { $0 != UInt8(ascii: "\n") } ?? false }

  /// Whether there is a whole line.
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
