import Testing

@testable import Runs

@Suite struct CRC32s {
  /// The checksum by polynomial division, bit by bit.
  private func naive(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var register = UInt32.max
    for byte in bytes {
      for bit in 0..<8 {
        let isOdd = (register ^ UInt32(byte) >> bit) & 1 == 1
        register = register >> 1 ^ (isOdd ? 0xEDB8_8320 : 0)
      }
    }
    return ~register
  }

  private func sum(_ parts: ArraySlice<UInt8>...) -> CRC32 {
    var checksum = CRC32()
    for part in parts { part.withUnsafeBytes { checksum.add($0) } }
    return checksum
  }

  @Test func theChecksumEqualsTheDivisionInAnyParts() {
    var random = SystemRandomNumberGenerator()
    for length in 0..<200 {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      let cut = Int.random(in: 0...length, using: &random)
      #expect(sum(bytes[...]).value == naive(bytes))
      #expect(sum(bytes[..<cut], bytes[cut...]).value == naive(bytes))
    }
  }

  /// The check value of the catalogues, and Python's `zlib.crc32(b"")`.
  @Test func theChecksumIsTheOneOfZlib() {
    #expect(sum(Array("123456789".utf8)[...]).digits == "cbf43926")
    #expect(sum([]).digits == "00000000")
  }
}
