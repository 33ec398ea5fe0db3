import Checksums
import Testing

@Suite struct CRC32CChecksumTests {
  /// The examples of RFC 3720, appendix B.4, and the check value of CRC catalogues.
  @Test func theChecksumEqualsThePublishedValues() {
    #expect(CRC32C.checksum(of: [UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(CRC32C.checksum(of: [UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(CRC32C.checksum(of: [UInt8](0..<32)) == 0x46DD_794E)
    #expect(CRC32C.checksum(of: [UInt8]((0..<32).reversed())) == 0x113F_DB5C)
    #expect(CRC32C.checksum(of: Self.readCommand) == 0xD996_3A56)
    #expect(CRC32C.checksum(of: Array("123456789".utf8)) == 0xE306_9283)
  }

  @Test func theChecksumInPiecesEqualsTheChecksumOfTheWhole() {
    let bytes = [UInt8](0..<100)
    for cut in 0...100 {
      let first = CRC32C.checksum(of: Array(bytes[..<cut]))
      let both = bytes[cut...].withUnsafeBytes { CRC32C.checksum(of: $0, after: first) }
      #expect(both == CRC32C.checksum(of: bytes))
    }
  }

  /// "An iSCSI - SCSI Read (10) Command PDU" of RFC 3720, appendix B.4.
  private static let readCommand: [UInt8] = [
    0x01, 0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x14, 0x00, 0x00, 0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00, 0x00, 0x14, 0x00, 0x00, 0x00, 0x18,
    0x28, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
  ]
}
