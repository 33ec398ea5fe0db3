import Foundation
import Testing

@testable import Downloads

/// Against the examples of NIST (FIPS 180-2, appendix B; the million letters are its B.3).
@Suite struct SHA256Sums {
  private func sum(_ bytes: [UInt8]) -> String {
    var sum = SHA256()
    bytes.withUnsafeBytes { sum.add($0) }
    return sum.digits()
  }

  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func areThoseOfTheStandard(text: String, expected: String) {
    #expect(sum(Array(text.utf8)) == expected)
  }

  @Test func aMillionLettersInUnevenPieces() {
    var sum = SHA256()
    var left = 1_000_000
    var size = 1
    while left > 0 {
      let piece = [UInt8](repeating: UInt8(ascii: "a"), count: min(size, left))
      piece.withUnsafeBytes { sum.add($0) }
      left -= piece.count
      size = size * 7 % 1_009
    }
    #expect(
      sum.digits() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  /// Around the ends of blocks and of their padding, against the system's own program.
  @Test func everyLengthAgreesWithSha256sum() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "sums-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let lengths = Array(50...70) + Array(115...130)
    for length in lengths {
      try Data((0..<length).map { UInt8(truncatingIfNeeded: $0 * 31) })
        .write(to: folder.appending(path: "\(length)"))
    }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["sha256sum"] + lengths.map { "\($0)" }
    process.currentDirectoryURL = folder
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let expected = text.split(separator: "\n").map { String($0.prefix(64)) }
    #expect(expected.count == lengths.count)
    for (length, expected) in zip(lengths, expected) {
      #expect(SHA256.digits(ofFile: folder.appending(path: "\(length)").path()) == expected)
    }
  }
}
