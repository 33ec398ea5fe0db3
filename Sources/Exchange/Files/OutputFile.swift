import Glibc

/// A file that is written piece by piece under a temporary name and gets its own name when it is complete.
/// Without ``finish()`` the temporary file is removed, and a file of the same name is unchanged.
final class OutputFile {
  /// The bytes that are collected before they are written.
  private static let bufferSize = 1 << 20

  private let path: String
  private let temporaryPath: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var isFinished = false
  /// The number of bytes so far.
  private(set) var count = 0

  /// Creates the temporary file.
  /// - Parameters:
  ///   - path: The path of the complete file.
  ///   - temporaryPath: The path until then, in the same folder; `nil` for the path with an ending.
  /// - Throws: `ExchangeError.fileFailed`.
  init(path: String, temporaryPath: String? = nil) throws(ExchangeError) {
    self.path = path
    self.temporaryPath = temporaryPath ?? "\(path).\(getpid()).part"
    unlink(self.temporaryPath)
    descriptor = open(self.temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .fileFailed(action: "create", path: path, code: errno) }
  }

  deinit {
    guard descriptor >= 0, !isFinished else { return }
    close(descriptor)
    unlink(temporaryPath)
  }

  /// Appends bytes.
  /// - Throws: `ExchangeError.fileFailed`.
  func write(_ bytes: some Collection<UInt8>) throws(ExchangeError) {
    buffer.append(contentsOf: bytes)
    count += bytes.count
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Appends numbers in little-endian order.
  /// - Throws: `ExchangeError.fileFailed`.
  func write(_ numbers: ArraySlice<Float>) throws(ExchangeError) {
    try flush()
    count += 4 * numbers.count
    let code = numbers.withUnsafeBytes { Self.write($0, to: descriptor) }
    if let code { throw failure(code) }
  }

  /// Replaces bytes that were written.
  /// - Throws: `ExchangeError.fileFailed`.
  func overwrite(_ bytes: [UInt8], at offset: Int) throws(ExchangeError) {
    try flush()
    guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else { throw failure(errno) }
    if let code = bytes.withUnsafeBytes({ Self.write($0, to: descriptor) }) { throw failure(code) }
    guard lseek(descriptor, 0, SEEK_END) >= 0 else { throw failure(errno) }
  }

  /// Waits until the file is on the disk, and gives it its name.
  /// - Throws: `ExchangeError.fileFailed`.
  func finish() throws(ExchangeError) {
    try flush()
    guard fsync(descriptor) == 0 else { throw failure(errno) }
    guard rename(temporaryPath, path) == 0 else { throw failure(errno) }
    isFinished = true
    close(descriptor)
  }

  private func flush() throws(ExchangeError) {
    let code = buffer.withUnsafeBytes { Self.write($0, to: descriptor) }
    buffer.removeAll(keepingCapacity: true)
    if let code { throw failure(code) }
  }

  private func failure(_ code: Int32) -> ExchangeError {
    .fileFailed(action: "write", path: path, code: code)
  }

  /// Writes all bytes.
  /// - Returns: The `errno` of a failure; `nil` on success.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      let count = Glibc.write(descriptor, part.baseAddress, part.count)
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        return errno
      }
    }
    return nil
  }
}
