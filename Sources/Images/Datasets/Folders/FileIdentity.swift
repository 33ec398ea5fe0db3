import Glibc

/// The identity of a file or folder, the same under all of its names.
struct FileIdentity: Hashable, Sendable {
  var device: UInt64
  var inode: UInt64

  init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
  }

  /// Reads the identity of the file at a path and follows links; `nil` if there is no such file.
  init?(_ path: [UInt8]) {
    var status = stat()
    guard path.withCString({ stat($0, &status) }) == 0 else { return nil }
    self.init(status)
  }

  /// Returns the identities of a folder and of all folders above it, up to the root of the file system.
  static func ancestry(of path: [UInt8]) -> Set<FileIdentity> {
    var found: Set<FileIdentity> = []
    var path = path
    // The root is its own parent.
    while let identity = FileIdentity(path), found.insert(identity).inserted {
      path += Array("/..".utf8)
    }
    return found
  }
}

extension [UInt8] {
  /// Calls a closure with the bytes as a path for a system call: a zero is appended.
  func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    (self + [0]).withUnsafeBytes { body($0.assumingMemoryBound(to: CChar.self).baseAddress!) }
  }
}
