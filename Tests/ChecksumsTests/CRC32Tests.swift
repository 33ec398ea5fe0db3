import Checksums
import Testing

@Suite struct CRC32ChecksumTests {
  /// Computes the checksum by polynomial division, bit by bit.
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

  private func checksum(_ pieces: ArraySlice<UInt8>...) -> CRC32 {
    var checksum = CRC32()
    for piece in pieces { piece.withUnsafeBytes { checksum.update($0) } }
    return checksum
  }

  @Test func theChecksumInPiecesEqualsTheDivision() {
    var random = SystemRandomNumberGenerator()
    for length in 0..<200 {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      let cut = Int.random(in: 0...length, using: &random)
      #expect(CRC32.checksum(of: bytes) == naive(bytes))
      #expect(checksum(bytes[..<cut], bytes[cut...]).value == naive(bytes))
    }
  }

  /// The check value of CRC catalogues, and Python's `zlib.crc32(b"")`.
  @Test func theChecksumEqualsThePublishedValues() {
    #expect(checksum(Array("123456789".utf8)[...]).digits == "cbf43926")
    #expect(checksum([]).digits == "00000000")
    #expect(CRC32.checksum(of: Array("123456789".utf8)) == 0xCBF4_3926)
  }

  @Test func addingNoBytesLeavesTheChecksumUnchanged() {
    var checksum = checksum([1, 2, 3])
    let value = checksum.value
    checksum.update(UnsafeRawBufferPointer(start: nil, count: 0))
    checksum.update(UnsafeRawBufferPointer(UnsafeBufferPointer<UInt8>(start: nil, count: 0)))
    #expect(checksum.value == value)
  }

  @Test func eachDigitIsAnAsciiCharacter() {
    let checksum = checksum(Array("123456789".utf8)[...])
    #expect((0..<CRC32.digitCount).map(checksum.digit) == Array("cbf43926".utf8))
  }
}
