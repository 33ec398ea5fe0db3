import Glibc

/// The beginning of a file that is being fetched, and what the server calls the version it is of. Held
/// by one process at a time.
final class Part {
  let path: String
  private(set) var length: Int
  /// For HTTP's If-Range: the version's entity tag, or else its date.
  private(set) var validator: String?
  private let descriptor: Int32
  private var validatorPath: String { "\(path).version" }

  /// Opens the part for the file at `place`, or begins one.
  init(path place: String) throws(DownloadError) {
    path = "\(place).part"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .unwritable(path: path, code: errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw .busy(path: place)
    }
    length = Int(max(lseek(descriptor, 0, SEEK_END), 0))
    validator = length > 0 ? Self.line(in: "\(path).version") : nil
  }

  /// A part of nothing is not left behind.
  deinit {
    if length == 0 { remove() }
    close(descriptor)
  }

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

  /// Drops what there is.
  func restart() throws(DownloadError) {
    guard ftruncate(descriptor, 0) == 0 else { throw .unwritable(path: path, code: errno) }
    length = 0
    remember(nil)
  }

  /// Notes which version the part is of. Without the note the checksum finds out.
  func remember(_ validator: String?) {
    self.validator = validator
    unlink(validatorPath)
    guard let validator else { return }
    let file = open(validatorPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard file >= 0 else { return }
    let bytes = Array(validator.utf8)
    if write(file, bytes, bytes.count) != bytes.count { unlink(validatorPath) }
    close(file)
  }

  /// All of it is on the disk when this returns.
  func save() throws(DownloadError) {
    guard fsync(descriptor) == 0 else { throw .unwritable(path: path, code: errno) }
  }

  func remove() {
    unlink(path)
    unlink(validatorPath)
  }

  func place(at place: String) throws(DownloadError) {
    guard rename(path, place) == 0 else { throw .unwritable(path: place, code: errno) }
    unlink(validatorPath)
  }

  private static func line(in path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = read(file, &bytes, bytes.count)
    // What is too long, or would be a header of its own, is not a validator.
    guard count > 0, count < bytes.count, bytes[..<count].allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
    else { return nil }
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}
