/// A writer of tar archives (POSIX.1-1988, "ustar"), which can also write archives that programs do not
/// write.
struct Tar {
  private(set) var bytes: [UInt8] = []

  /// Adds a member.
  /// - Parameter size: The size in the header; `nil` for the size of the contents.
  mutating func add(
    _ path: String, type: Character = "0", link: String = "", size: Int? = nil,
    _ contents: [UInt8] = []
  ) {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at position: Int) {
      for (offset, byte) in text.utf8.enumerated() { header[position + offset] = byte }
    }
    func octal(_ value: Int, digits: Int) -> String {
      let text = String(value, radix: 8)
      return String(repeating: "0", count: digits - text.count) + text
    }
    put(path, at: 0)
    put("0000644", at: 100)
    put("0000000", at: 108)
    put("0000000", at: 116)
    put(octal(size ?? contents.count, digits: 11), at: 124)
    put("00000000000", at: 136)
    put("        ", at: 148)
    put(String(type), at: 156)
    put(link, at: 157)
    put("ustar", at: 257)
    put("00", at: 263)
    put(octal(header.reduce(0) { $0 + Int($1) }, digits: 6) + "\0 ", at: 148)
    bytes += header + contents
    bytes += [UInt8](repeating: 0, count: (512 - contents.count % 512) % 512)
  }

  /// The archive with two blocks of zeros at its end.
  var ended: [UInt8] { bytes + [UInt8](repeating: 0, count: 1024) }
}
