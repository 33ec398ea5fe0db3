import Glibc
import Machine

/// An event file that grows. A lock shows other processes that it is being written.
final class EventFile {
  /// The path. It changes when the run is renamed.
  var path: String
  private let descriptor: Int32
  /// The length of the complete records, in bytes.
  private var length = 0

  /// Creates a file.
  /// - Throws: `ExchangeError.fileFailed`.
  init(path: String) throws(ExchangeError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .fileFailed(action: "create", path: path, code: errno) }
    flock(descriptor, LOCK_EX | LOCK_NB)
  }

  deinit { if descriptor >= 0 { FileLock.releaseAndClose(descriptor) } }

  /// Appends complete records, all of them or none.
  /// - Throws: `ExchangeError.fileFailed`, also if the file was removed.
  func append(_ bytes: [UInt8]) throws(ExchangeError) {
    // Writing to a removed file succeeds, but no program can read it.
    var status = stat()
    guard fstat(descriptor, &status) != 0 || status.st_nlink > 0 else {
      throw .fileFailed(action: "write", path: path, code: ENOENT)
    }
    if let code = bytes.withUnsafeBytes({ OutputFile.write($0, to: descriptor) }) {
      // Readers stop at an incomplete record, so a later one would not be found.
      ftruncate(descriptor, off_t(length))
      lseek(descriptor, off_t(length), SEEK_SET)
      throw .fileFailed(action: "write", path: path, code: code)
    }
    length += bytes.count
  }

  /// Returns true if another writer has the file open.
  static func isBeingWritten(_ path: String) -> Bool {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { FileLock.releaseAndClose(file) }
    return flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }
}
