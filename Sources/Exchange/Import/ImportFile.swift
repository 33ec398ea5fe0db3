import Checksums
import Glibc
import Runs

/// A file that is to be imported: its tensors, or the reason why there are none.
struct ImportFile {
  let file: SafetensorsFile
  /// The absolute path.
  let path: String

  /// Opens a file and checks its header.
  /// - Throws: `ImportError.otherFormat` or `.unreadable`.
  init(path: String) throws(ImportError) {
    self.path = path
    do throws(RunsError) {
      file = try SafetensorsFile(path: path)
    } catch {
      if let format = Self.otherFormat(path) { throw .otherFormat(path: path, format) }
      throw ImportError(error, path: path)
    }
  }

  /// Returns the format of a file by its first bytes, or the extension of its name; `nil` for an unknown one.
  private static func otherFormat(_ path: String) -> OtherFormat? {
    guard let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 8)
    bytes.removeLast(8 - fread(&bytes, 1, 8, file))
    // A ZIP archive, or the opcode PROTO of a pickle with its version.
    if bytes.starts(with: [0x50, 0x4B, 3, 4]) { return .pickle }
    if bytes.count > 1, bytes[0] == 0x80, (2...5).contains(bytes[1]) { return .pickle }
    if bytes.starts(with: [0x89, 0x48, 0x44, 0x46]) { return .hdf5 }
    let name = path.lowercased()
    return [".caffemodel", ".onnx", ".pb"].contains { name.hasSuffix($0) } ? .protocolBuffer : nil
  }

  /// Returns the SHA-256 of the file in hexadecimal digits.
  /// - Parameter onBlock: Called after each block with the number of its bytes.
  func sha256(onBlock: (Int) throws -> Void) throws -> String {
    guard let stream = fopen(path, "re") else {
      throw ImportError.unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    defer { fclose(stream) }
    var hash = SHA256()
    var block = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = fread(&block, 1, block.count, stream)
      if count == 0 { break }
      block.withUnsafeBytes { hash.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      try onBlock(count)
    }
    guard ferror(stream) == 0 else {
      throw ImportError.unreadable(path: path, reason: String(cString: strerror(EIO)))
    }
    return hash.digits()
  }
}
