import CZlib

/// Compression in the format of zlib (RFC 1950).
enum Deflate {
  /// The level at which a sheet of kernels takes less than a millisecond.
  private static let level = Z_BEST_SPEED

  /// Returns compressed bytes.
  static func compressed(_ bytes: [UInt8]) -> [UInt8] {
    Array(unsafeUninitializedCapacity: Int(compressBound(uLong(bytes.count)))) { buffer, count in
      var length = uLongf(buffer.count)
      let status = compress2(
        buffer.baseAddress, &length, bytes, uLong(bytes.count), Int32(level))
      precondition(status == Z_OK, "the buffer has the size that zlib requires")
      count = Int(length)
    }
  }
}

/// The base 64 encoding (RFC 4648, section 4).
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Returns the encoded bytes, with padding.
  static func encoded(_ bytes: [UInt8]) -> [UInt8] {
    Array(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { text, count in
      alphabet.withUnsafeBufferPointer { alphabet in
        for start in stride(from: 0, to: bytes.count, by: 3) {
          let left = min(3, bytes.count - start)
          var group = Int(bytes[start]) << 16
          if left > 1 { group |= Int(bytes[start + 1]) << 8 }
          if left > 2 { group |= Int(bytes[start + 2]) }
          for digit in 0..<4 {
            text[count + digit] =
              digit <= left ? alphabet[group >> (18 - 6 * digit) & 63] : UInt8(ascii: "=")
          }
          count += 4
        }
      }
    }
  }
}
