import Checksums
import Glibc

/// A file on the web whose length and checksum are known.
public struct RemoteFile: Equatable, Sendable {
  /// The address, with `http:` or `https:`.
  public var url: String
  /// The length in bytes.
  public var bytes: Int
  /// The SHA-256, 64 hexadecimal digits in lower case.
  public var checksum: String

  /// Creates the description of a file.
  public init(url: String, bytes: Int, checksum: String) {
    self.url = url
    self.bytes = bytes
    self.checksum = checksum
  }

  /// Compares the length and the checksum of a file on disk.
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - shouldStop: Called for each MiB that is read; the check stops when it returns `true`.
  /// - Throws: `.wrongLength` or `.wrongChecksum` for another file, `.unreadable`, and `.stopped`.
  public func check(
    fileAt path: String, shouldStop: () -> Bool = { false }
  ) throws(DownloadError) {
    guard let length = FileLength.of(path) else {
      throw .unreadable(path: path, code: errno)
    }
    guard length == bytes else {
      throw .wrongLength(source: path, bytes: length, expected: bytes)
    }
    let found = try digest(ofFileAt: path, shouldStop: shouldStop)
    guard found == checksum else {
      throw .wrongChecksum(source: path, found: found, expected: checksum)
    }
  }

  /// Returns the SHA-256 of a file as hexadecimal digits.
  private func digest(
    ofFileAt path: String, shouldStop: () -> Bool
  ) throws(DownloadError) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .unreadable(path: path, code: errno) }
    defer { close(file) }
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { piece.deallocate() }
    var digest = SHA256()
    while true {
      guard !shouldStop() else { throw .stopped(bytes: bytes, total: bytes) }
      let count = read(file, piece.baseAddress, piece.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(path: path, code: errno) }
      guard count > 0 else { return digest.digits() }
      digest.update(UnsafeRawBufferPointer(rebasing: piece[..<count]))
    }
  }
}
