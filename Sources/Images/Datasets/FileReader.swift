import Glibc

/// Reads whole files for one thread, into memory that each file reuses.
final class FileReader {
  private let memory = ScratchMemory()
  /// The largest length of a file in bytes. Every image within `ImageHeader.maximumPixels` is shorter.
  private static let maximumBytes = 1 << 30

  /// Reads a file or its beginning.
  /// - Parameters:
  ///   - path: The bytes of the path, with a zero at the end.
  ///   - limit: The largest number of bytes to read.
  /// - Returns: The bytes, valid until the next call.
  func read(_ path: [UInt8], limit: Int = .max) throws(ImageDamage) -> UnsafeRawBufferPointer {
    let descriptor = path.withUnsafeBytes {
      open($0.assumingMemoryBound(to: CChar.self).baseAddress!, O_RDONLY | O_CLOEXEC)
    }
    guard descriptor >= 0 else { throw Self.unreadable }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.unreadable }
    guard status.st_size <= Self.maximumBytes else {
      throw .malformed("it has \(status.st_size) bytes, more than \(Self.maximumBytes)")
    }
    let count = min(limit, Int(status.st_size))
    let bytes = memory.bytes(count)
    var done = 0
    while done < count {
      let got = Glibc.read(descriptor, bytes + done, count - done)
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw Self.unreadable }
      if got == 0 { break }
      done += got
    }
    return UnsafeRawBufferPointer(start: bytes, count: done)
  }

  private static var unreadable: ImageDamage {
    .unreadable(String(cString: strerror(errno)))
  }
}
