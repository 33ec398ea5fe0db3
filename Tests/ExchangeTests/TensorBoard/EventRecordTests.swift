import Foundation
import Testing

@testable import Exchange

/// The form of the records. The expected bytes are those that the class `RecordWriter` of the package
/// tensorboard 2.21.0 writes.
@Suite struct EventRecordTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ bytes: [UInt8]) throws -> [[UInt8]] {
    let path = folder.path("events")
    try Data(bytes).write(to: URL(filePath: path))
    let reader = try EventRecordReader(path: path)
    var records: [[UInt8]] = []
    while let data = reader.next() { records.append(data) }
    return records
  }

  @Test func aRecordIsThatOfAnotherProgram() {
    #expect(
      EventRecord.bytes(of: Array("alexnet".utf8)) == [
        0x07, 0, 0, 0, 0, 0, 0, 0, 0xBB, 0xD7, 0x9F, 0x11, 0x61, 0x6C, 0x65, 0x78, 0x6E, 0x65, 0x74,
        0x2F, 0xE8, 0xC0, 0xD9,
      ])
    let zeros = [UInt8](repeating: 0, count: 24)
    #expect(
      EventRecord.bytes(of: zeros)
        == [0x18, 0, 0, 0, 0, 0, 0, 0, 0xA3, 0x7F, 0x4B, 0x22] + zeros + [0xCF, 0xF4, 0x5F, 0x7C])
  }

  /// RFC 3720, appendix B.4: the CRC-32C of 32 zeros is 0x8A9136AA. It is rotated by 15 bits to the right,
  /// which is 0x6D551522, and the constant 0xA282EAD8 is added.
  @Test func checksumsAreMasked() {
    #expect(EventRecord.maskedChecksum(of: [UInt8](repeating: 0, count: 32)) == 0x0FD7_FFFA)
  }

  @Test func recordsAreReadInOrder() throws {
    let contents: [[UInt8]] = [[1], [], [2, 3], [UInt8](repeating: 9, count: 100_000)]
    #expect(try read(contents.flatMap(EventRecord.bytes)) == contents)
  }

  @Test func aTornRecordEndsTheFile() throws {
    let complete = EventRecord.bytes(of: [1, 2, 3])
    for count in 0..<complete.count {
      #expect(try read(complete + complete.prefix(count)) == [[1, 2, 3]])
    }
  }

  @Test func noChangedBitIsAccepted() throws {
    let record = EventRecord.bytes(of: [1, 2, 3])
    for index in record.indices {
      for bit in 0..<8 {
        var damaged = record
        damaged[index] ^= 1 << bit
        #expect(try read(damaged).isEmpty)
      }
    }
  }

  @Test func aMissingFileIsNamed() {
    let path = folder.path("none")
    // 2 is ENOENT.
    #expect(throws: ExchangeError.fileFailed(action: "read", path: path, code: 2)) {
      try EventRecordReader(path: path)
    }
  }
}
