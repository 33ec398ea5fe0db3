import Glibc

/// An open file or socket, which is closed when the last reference to it is released.
public final class OpenFile: Sendable {
  /// The descriptor.
  public let descriptor: Int32

  /// Takes over a descriptor. An invalid one reads as an empty file.
  public init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Opens a file for reading; `nil` if it cannot be opened.
  public convenience init?(readingAt path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    self.init(descriptor)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The size in bytes; `nil` if it is unknown.
  public var size: Int? {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : nil
  }

  /// Reads `count` bytes at an offset; `nil` if the file is shorter or cannot be read.
  public func bytes(_ count: Int, at offset: Int) -> [UInt8]? {
    Self.bytes(count, at: offset, of: descriptor)
  }

  /// Reads `count` bytes at an offset of a file that is open; `nil` if it is shorter or cannot be read.
  public static func bytes(_ count: Int, at offset: Int, of descriptor: Int32) -> [UInt8]? {
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let more = pread(
          descriptor, buffer.baseAddress! + filled, count - filled, off_t(offset + filled))
        if more < 0, errno == EINTR { continue }
        guard more > 0 else { return }
        filled += more
      }
    }
    return bytes.count == count ? bytes : nil
  }

  /// Reads until the end of a file, or until the other end of a socket is closed.
  /// - Returns: The bytes; `nil` after an error.
  public static func rest(of descriptor: Int32) -> [UInt8]? {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &block, block.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return bytes }
      bytes += block[..<count]
    }
  }
}
