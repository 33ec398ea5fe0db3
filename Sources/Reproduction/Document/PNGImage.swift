import Checksums
import FoundationEssentials

/// A small picture with transparency, which is written as a PNG file without compression (ISO/IEC 15948).
struct PNGImage: Hashable {
  /// The width in cells.
  let width: Int
  /// The height in cells.
  let height: Int
  /// Red, green, blue and opacity of each cell, row by row. All cells are transparent at first.
  private(set) var cells: [UInt8]

  /// Creates a transparent picture.
  init(width: Int, height: Int) {
    precondition(width > 0 && height > 0, "a picture has cells")
    self.width = width
    self.height = height
    cells = Array(repeating: 0, count: width * height * 4)
  }

  /// Sets a cell to an opaque colour.
  mutating func set(_ x: Int, _ y: Int, red: UInt8, green: UInt8, blue: UInt8) {
    let start = (y * width + x) * 4
    cells.replaceSubrange(start..<start + 4, with: [red, green, blue, 255])
  }

  /// The file as an address that contains it (RFC 2397).
  var address: String { "data:image/png;base64," + Data(file).base64EncodedString() }

  /// The bytes of the file.
  var file: [UInt8] {
    var rows: [UInt8] = []
    for row in 0..<height {
      // Each row begins with the number of its filter; 0 is none.
      rows.append(0)
      rows += cells.dropFirst(row * width * 4).prefix(width * 4)
    }
    let size = [width, height].flatMap { Self.bigEndian(UInt32($0)) }
    let header: [UInt8] = size + [8, 6, 0, 0, 0]
    let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
    let chunks = [("IHDR", header), ("IDAT", Self.zlib(rows)), ("IEND", [])]
    return chunks.reduce(into: signature) { $0 += Self.chunk($1.0, $1.1) }
  }

  private static func chunk(_ kind: String, _ contents: [UInt8]) -> [UInt8] {
    let checked = Array(kind.utf8) + contents
    return bigEndian(UInt32(contents.count)) + checked + bigEndian(CRC32.checksum(of: checked))
  }

  /// Returns bytes as a zlib stream of stored blocks (RFC 1950, RFC 1951 section 3.2.4).
  private static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    var start = 0
    repeat {
      let end = min(start + 0xffff, bytes.count)
      let count = UInt16(end - start)
      stream.append(end == bytes.count ? 1 : 0)
      for value in [count, ~count] { stream += [UInt8(value & 0xff), UInt8(value >> 8)] }
      stream += bytes[start..<end]
      start = end
    } while start < bytes.count
    return stream + bigEndian(adler32(bytes))
  }

  private static func adler32(_ bytes: [UInt8]) -> UInt32 {
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      a = (a + UInt32(byte)) % 65521
      b = (b + a) % 65521
    }
    return b << 16 | a
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
