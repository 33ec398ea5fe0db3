import Glibc

/// Whole writes to files, with the `errno` of what went wrong, which Foundation hides.
public enum FileBytes {
  /// Writes everything; the `errno` when it could not.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    bytes.withUnsafeBytes { write($0, to: descriptor) }
  }

  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Glibc.write(
        descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        return errno
      }
    }
    return nil
  }

  /// Reads so many bytes from a place; nil when there are fewer, or none can be read.
  static func read(_ count: Int, at place: Int, of descriptor: Int32) -> [UInt8]? {
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let more = pread(
          descriptor, buffer.baseAddress! + filled, count - filled, off_t(place + filled))
        if more < 0, errno == EINTR { continue }
        guard more > 0 else { return }
        filled += more
      }
    }
    return bytes.count == count ? bytes : nil
  }

  /// Puts on the disk what the folder of `path` holds, names included.
  static func synchronizeFolder(of path: String) -> Int32? {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    return fsync(descriptor) == 0 ? nil : errno
  }

  /// Makes a new file that holds just this, and is on the disk when this returns; the `errno` when it
  /// could not, and then there is no such file.
  static func create(_ path: String, _ bytes: [UInt8]) -> Int32? {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return errno }
    let code = write(bytes, to: descriptor) ?? (fsync(descriptor) == 0 ? nil : errno)
    close(descriptor)
    if code != nil { unlink(path) }
    return code
  }

  /// Makes a file that holds just this, or leaves what was there.
  public static func replace(_ path: String, _ bytes: [UInt8]) throws(RunsError) {
    let part = "\(path).\(getpid()).part"
    unlink(part)
    if let code = create(part, bytes) { throw .fileFailed(action: "write", path: path, code: code) }
    guard rename(part, path) == 0 else {
      let code = errno
      unlink(part)
      throw .fileFailed(action: "write", path: path, code: code)
    }
  }
}
