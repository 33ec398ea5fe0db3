import Checksums
import Foundation
import Testing

@Suite struct SHA256DigestTests {
  /// The examples of NIST for FIPS 180-4 (first published as FIPS 180-2, appendix B).
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func theDigestEqualsThePublishedValue(text: String, expected: String) {
    #expect(SHA256.digits(of: Array(text.utf8)) == expected)
  }

  /// The third example of NIST: one million times "a".
  @Test func aMillionLettersInPiecesHaveThePublishedDigest() {
    var digest = SHA256()
    var left = 1_000_000
    var size = 1
    while left > 0 {
      let piece = [UInt8](repeating: UInt8(ascii: "a"), count: min(size, left))
      piece.withUnsafeBytes { digest.update($0) }
      left -= piece.count
      size = size * 7 % 1_009
    }
    let digits = digest.digits()
    #expect(digits == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func addingNoBytesLeavesTheDigestUnchanged() {
    var digest = SHA256()
    [UInt8]("abc".utf8).withUnsafeBytes { digest.update($0) }
    digest.update(UnsafeRawBufferPointer(start: nil, count: 0))
    let digits = digest.digits()
    #expect(digits == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}
