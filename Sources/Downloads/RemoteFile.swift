/// A file on the web that is known beforehand: whatever comes is it only if it has this checksum.
public struct RemoteFile: Equatable, Sendable {
  public var url: String
  public var bytes: Int
  /// SHA-256, 64 hexadecimal digits in lower case.
  public var checksum: String

  public init(url: String, bytes: Int, checksum: String) {
    self.url = url
    self.bytes = bytes
    self.checksum = checksum
  }

  /// Checks a file that is there.
  /// - Throws: that it is another file, or that it cannot be read.
  public func check(
    fileAt path: String, shouldStop: () -> Bool = { false }
  ) throws(DownloadError) {
    guard let found = FileFacts.length(of: path) else {
      throw .unreadable(path: path, code: FileFacts.lastCode)
    }
    guard found == bytes else {
      throw .wrongLength(source: path, bytes: found, expected: bytes)
    }
    guard let sum = SHA256.digits(ofFile: path, shouldStop: shouldStop) else {
      guard !shouldStop() else { throw .stopped(bytes: bytes, total: bytes) }
      throw .unreadable(path: path, code: FileFacts.lastCode)
    }
    guard sum == checksum else {
      throw .wrongChecksum(source: path, found: sum, expected: checksum)
    }
  }
}
