/// The checksum CRC-32C (Castagnoli's polynomial, as in iSCSI, RFC 3720 appendix B.4), eight bytes at a
/// time (Kounavis and Berry 2005).
package enum CRC32C {
  /// Row r, column b: what byte b does to the checksum when r bytes follow it.
  private static let table: [UInt32] = {
    var table = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var value = UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1 }
      table[byte] = value
    }
    for place in 256..<table.count {
      let before = table[place - 256]
      table[place] = before >> 8 ^ table[Int(before & 0xFF)]
    }
    return table
  }()

  /// - Parameter before: the checksum of the bytes before these.
  package static func sum(_ bytes: UnsafeRawBufferPointer, after before: UInt32 = 0) -> UInt32 {
    table.withUnsafeBufferPointer { table in
      var value = ~before
      var place = 0
      while place + 8 <= bytes.count {
        let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian
        let low = UInt32(truncatingIfNeeded: word) ^ value
        let high = UInt32(truncatingIfNeeded: word >> 32)
        value = row(table, 7, low) ^ row(table, 6, low >> 8) ^ row(table, 5, low >> 16)
        value ^= row(table, 4, low >> 24) ^ row(table, 3, high) ^ row(table, 2, high >> 8)
        value ^= row(table, 1, high >> 16) ^ row(table, 0, high >> 24)
        place += 8
      }
      for byte in bytes[place...] { value = value >> 8 ^ row(table, 0, value ^ UInt32(byte)) }
      return ~value
    }
  }

  package static func sum(_ bytes: [UInt8]) -> UInt32 { bytes.withUnsafeBytes { sum($0) } }

  @inline(__always)
  private static func row(_ table: UnsafeBufferPointer<UInt32>, _ row: Int, _ byte: UInt32)
    -> UInt32
  {
    table[row << 8 | Int(byte & 0xFF)]
  }
}
