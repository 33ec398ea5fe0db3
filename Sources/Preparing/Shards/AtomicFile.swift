import Glibc

/// The writing of files that never exist incomplete under their names.
enum AtomicFile {
  /// Writes all bytes to an open file.
  /// - Returns: The `errno` of a failure; `nil` on success.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    bytes.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let count = Glibc.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
        guard count >= 0 || errno == EINTR else { return errno }
        done += max(count, 0)
      }
      return nil
    }
  }

  /// Writes a file under a temporary name and renames it. An existing file is replaced.
  static func write(
    _ bytes: [UInt8], to path: String, in folder: String
  ) throws(PreparingError) {
    let temporary = "\(path).part"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .writing(temporary, in: folder, errno) }
    let code = write(bytes, to: descriptor) ?? (fsync(descriptor) == 0 ? nil : errno)
    close(descriptor)
    guard code == nil, rename(temporary, path) == 0 else {
      let code = code ?? errno
      unlink(temporary)
      throw .writing(path, in: folder, code)
    }
    synchronize(folder: folder)
  }

  /// Writes a folder's list of names to the disk (`fsync`).
  static func synchronize(folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
