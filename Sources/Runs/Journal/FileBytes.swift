import Glibc

/// Complete reads and writes of files. Failures are reported as `errno`, which Foundation hides.
public enum FileBytes {
  /// Writes all bytes.
  /// - Returns: The `errno` of a failure; `nil` on success.
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

  /// Waits until the folder of `path` is on the disk, with the names of its files.
  /// - Returns: The `errno` of a failure; `nil` on success.
  static func synchronizeFolder(of path: String) -> Int32? {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    return fsync(descriptor) == 0 ? nil : errno
  }

  /// Creates a file and waits until it is on the disk.
  /// - Returns: The `errno` of a failure, after which the file does not exist; `nil` on success.
  static func create(_ path: String, _ bytes: [UInt8]) -> Int32? {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return errno }
    let code = write(bytes, to: descriptor) ?? (fsync(descriptor) == 0 ? nil : errno)
    close(descriptor)
    if code != nil { unlink(path) }
    return code
  }

  /// Replaces a file as a whole, or creates it. After a failure the file is unchanged.
  /// - Throws: `RunsError.fileFailed`.
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
