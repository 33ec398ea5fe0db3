import Glibc
import Machine

/// The beginning of a file that is being fetched, and the server's identifier of the file's version. A lock
/// excludes other processes.
final class PartialFile {
  /// The path of the partial file.
  let path: String
  /// The number of bytes in the file.
  private(set) var length: Int
  /// The entity tag of the version, or else its date, for the header `If-Range` of HTTP.
  private(set) var validator: String?
  private let descriptor: Int32
  private var validatorPath: String { "\(path).version" }

  /// Opens or creates the partial file of `target`.
  /// - Throws: `.busy` if another process has locked it, and `.unwritable`.
  init(for target: String) throws(DownloadError) {
    path = "\(target).part"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .unwritable(path: path, code: errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw .busy(path: target)
    }
    length = Int(max(lseek(descriptor, 0, SEEK_END), 0))
    validator = length > 0 ? Self.validator(in: "\(path).version") : nil
  }

  /// Releases the file. It is deleted if it is empty.
  deinit {
    if length == 0 { remove() }
    FileLock.releaseAndClose(descriptor)
  }

  /// Writes bytes at the end.
  func append(_ bytes: UnsafeRawBufferPointer) throws(DownloadError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = pwrite(
        descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count, length)
      guard count >= 0 || errno == EINTR else { throw .unwritable(path: path, code: errno) }
      rest = rest.dropFirst(max(count, 0))
      length += max(count, 0)
    }
  }

  /// Deletes all bytes and the version.
  func restart() throws(DownloadError) {
    guard ftruncate(descriptor, 0) == 0 else { throw .unwritable(path: path, code: errno) }
    length = 0
    setValidator(nil)
  }

  /// Stores the version that the bytes belong to. If it cannot be written, only the checksum detects
  /// bytes of two versions.
  func setValidator(_ validator: String?) {
    self.validator = validator
    unlink(validatorPath)
    guard let validator else { return }
    let file = open(validatorPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard file >= 0 else { return }
    let bytes = Array(validator.utf8)
    if write(file, bytes, bytes.count) != bytes.count { unlink(validatorPath) }
    close(file)
  }

  /// Writes all bytes to the disk.
  func save() throws(DownloadError) {
    guard fsync(descriptor) == 0 else { throw .unwritable(path: path, code: errno) }
  }

  /// Deletes the file and its version.
  func remove() {
    unlink(path)
    unlink(validatorPath)
  }

  /// Gives the complete file its name.
  func move(to target: String) throws(DownloadError) {
    guard rename(path, target) == 0 else { throw .unwritable(path: target, code: errno) }
    unlink(validatorPath)
  }

  /// Reads a version; `nil` if there is none.
  private static func validator(in path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = read(file, &bytes, bytes.count)
    // A longer text, or one with a line break, is not the value of one header.
    guard count > 0, count < bytes.count, bytes[..<count].allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
    else { return nil }
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}
