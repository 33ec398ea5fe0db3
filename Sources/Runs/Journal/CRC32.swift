/// The checksum of zlib, gzip and PNG (IEEE 802.3; Python's `zlib.crc32`): it finds every change of up
/// to 32 bits in a row. Eight bytes at a turn, by eight tables ("slicing-by-8", Kounavis and Berry
/// 2005).
public struct CRC32 {
  private var register: UInt32 = .max

  public init() {}

  public var value: UInt32 { ~register }

  /// The value as files have it: eight hexadecimal digits, the highest first.
  var digits: String { String(decoding: (0..<Self.digitCount).map(digit), as: UTF8.self) }

  static let digitCount = 8

  /// One of the digits, as ASCII.
  func digit(_ place: Int) -> UInt8 {
    let digit = UInt8(truncatingIfNeeded: value >> (28 - 4 * place)) & 15
    return digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
  }

  public mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var register = register
    Self.tables.withUnsafeBufferPointer { tables in
      var place = 0
      while place + 8 <= bytes.count {
        let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian
        let mixed = word ^ UInt64(register)
        register = 0
        for byte in 0..<8 {
          register ^= tables[(7 - byte) << 8 | Int(truncatingIfNeeded: mixed >> (8 * byte)) & 0xFF]
        }
        place += 8
      }
      for byte in bytes[place...] {
        register = tables[Int(UInt8(truncatingIfNeeded: register) ^ byte)] ^ register >> 8
      }
    }
    self.register = register
  }

  /// Table k has what a byte does to the register k bytes later.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var value = UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
      tables[byte] = value
    }
    for place in 256..<tables.count {
      let before = tables[place - 256]
      tables[place] = tables[Int(before & 0xFF)] ^ before >> 8
    }
    return tables
  }()
}
