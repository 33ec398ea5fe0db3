import CZlib

/// The checksum CRC-32 of zlib, gzip and PNG (IEEE 802.3; Python's `zlib.crc32`), of bytes that are added
/// in pieces. It detects every change that is confined to 32 successive bits.
public struct CRC32 {
  /// The checksum of the bytes so far.
  public private(set) var value: UInt32 = 0

  /// Creates the checksum of no bytes, which is 0.
  public init() {}

  /// Returns the checksum of all of the bytes.
  public static func checksum(of bytes: [UInt8]) -> UInt32 {
    var checksum = CRC32()
    bytes.withUnsafeBytes { checksum.update($0) }
    return checksum.value
  }

  /// Adds bytes at the end.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    // zlib resets the checksum if there is no address.
    guard let start = bytes.baseAddress else { return }
    value = UInt32(
      truncatingIfNeeded: crc32_z(
        UInt(value), start.assumingMemoryBound(to: UInt8.self), bytes.count))
  }

  /// The number of hexadecimal digits of a checksum.
  public static let digitCount = 8

  /// The value as eight hexadecimal digits in lower case, the highest first.
  public var digits: String { String(decoding: (0..<Self.digitCount).map(digit), as: UTF8.self) }

  /// Returns one of the digits as an ASCII character.
  /// - Parameter index: 0 for the highest digit, 7 for the lowest.
  public func digit(_ index: Int) -> UInt8 {
    let digit = UInt8(truncatingIfNeeded: value >> (28 - 4 * index)) & 15
    return digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
  }
}
