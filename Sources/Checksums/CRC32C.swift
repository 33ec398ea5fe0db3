/// The checksum CRC-32C (Castagnoli's polynomial; RFC 3720, appendix B.4, for iSCSI), computed eight bytes
/// at a time ("slicing-by-8", Kounavis and Berry 2005).
public enum CRC32C {
  /// Returns the checksum of bytes, including those before them.
  /// - Parameters:
  ///   - bytes: The bytes to add.
  ///   - checksum: The checksum of all bytes before them; 0 if there are none.
  public static func checksum(
    of bytes: UnsafeRawBufferPointer, after checksum: UInt32 = 0
  ) -> UInt32 {
    table.withUnsafeBufferPointer { table in
      var value = ~checksum
      var offset = 0
      while offset + 8 <= bytes.count {
        let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
        let low = UInt32(truncatingIfNeeded: word) ^ value
        let high = UInt32(truncatingIfNeeded: word >> 32)
        value = entry(table, 7, low) ^ entry(table, 6, low >> 8) ^ entry(table, 5, low >> 16)
        value ^= entry(table, 4, low >> 24) ^ entry(table, 3, high) ^ entry(table, 2, high >> 8)
        value ^= entry(table, 1, high >> 16) ^ entry(table, 0, high >> 24)
        offset += 8
      }
      for byte in bytes[offset...] { value = value >> 8 ^ entry(table, 0, value ^ UInt32(byte)) }
      return ~value
    }
  }

  /// Returns the checksum of all of the bytes.
  public static func checksum(of bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBytes { checksum(of: $0) }
  }

  /// The contribution of one byte to the checksum of eight, `[8, 256]`: by the number of bytes
  /// that follow it in its group of eight, then by its value.
  private static let table: [UInt32] = {
    var table = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var value = UInt32(byte)
      // The constant is Castagnoli's polynomial with its bits in reverse order.
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1 }
      table[byte] = value
    }
    for index in 256..<table.count {
      let before = table[index - 256]
      table[index] = before >> 8 ^ table[Int(before & 0xFF)]
    }
    return table
  }()

  @inline(__always)
  private static func entry(_ table: UnsafeBufferPointer<UInt32>, _ row: Int, _ byte: UInt32)
    -> UInt32
  {
    table[row << 8 | Int(byte & 0xFF)]
  }
}
