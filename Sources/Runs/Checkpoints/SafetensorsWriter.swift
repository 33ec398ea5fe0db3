import Checksums
import Glibc

/// A safetensors file that is being written, part by part.
///
/// It has a temporary name until it is complete and on the disk, so a file with the final name is always complete.
/// The temporary file is removed if the writer is released before.
final class SafetensorsWriter {
  private let path: String
  private var descriptor: Int32
  private var checksum = CRC32()
  /// The number of bytes that have not been appended.
  private var missing: Int
  /// The `errno` of the first failure; `nil` without one.
  private var code: Int32?

  private var part: String { path + Safetensors.partSuffix }

  /// Creates the file and writes its header.
  /// - Parameters:
  ///   - tensors: The tensors in the order of their elements.
  ///   - metadata: Texts with their keys.
  ///   - path: The final path.
  /// - Throws: `RunsError.fileFailed` if the file cannot be created.
  init(
    _ tensors: [Safetensors.Tensor], metadata: [(key: String, value: String)], to path: String
  ) throws(RunsError) {
    self.path = path
    let part = path + Safetensors.partSuffix
    descriptor = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .fileFailed(action: "create", path: part, code: errno) }
    let header = Safetensors.header(tensors, metadata)
    missing = header.count + tensors.reduce(0) { $0 + ($1.byteCount ?? 0) }
    header.withUnsafeBytes { append($0) }
  }

  deinit { cancel() }

  /// Appends elements of the tensors, which need not begin or end where a tensor does. After a failure nothing is
  /// written, and `complete` throws it.
  func append(_ bytes: UnsafeRawBufferPointer) {
    precondition(bytes.count <= missing, "the tensors must have room for the elements")
    missing -= bytes.count
    // The blocks are small enough to be still in the processor's cache when they are written.
    let blockSize = 1 << 20
    for start in stride(from: 0, to: bytes.count, by: blockSize) where code == nil {
      let block = UnsafeRawBufferPointer(
        rebasing: bytes[start..<min(start + blockSize, bytes.count)])
      checksum.update(block)
      code = FileBytes.write(block, to: descriptor)
    }
  }

  /// Writes the checksum, waits until the file is on the disk, and renames it.
  /// - Parameter beforeRename: Called when the file is on the disk, before it gets its final name.
  /// - Throws: `RunsError.fileFailed`, after which there is no temporary file.
  func complete(beforeRename: () -> Void = {}) throws(RunsError) {
    precondition(missing == 0, "all elements of the tensors must be written")
    code = code ?? writeChecksum() ?? (fsync(descriptor) == 0 ? nil : errno)
    if close(descriptor) != 0 { code = code ?? errno }
    descriptor = -1
    if code == nil {
      beforeRename()
      if rename(part, path) != 0 { code = errno }
    }
    if let code {
      unlink(part)
      throw .fileFailed(action: "write", path: path, code: code)
    }
    if let code = FileBytes.synchronizeFolder(of: path) {
      throw .fileFailed(action: "write", path: path, code: code)
    }
  }

  /// Removes a file that is not complete.
  func cancel() {
    guard descriptor >= 0 else { return }
    close(descriptor)
    descriptor = -1
    unlink(part)
  }

  /// - Returns: The `errno` of a failure; `nil` on success.
  private func writeChecksum() -> Int32? {
    guard lseek(descriptor, off_t(Safetensors.checksumOffset), SEEK_SET) >= 0 else { return errno }
    return FileBytes.write(Array(checksum.digits.utf8), to: descriptor)
  }
}
