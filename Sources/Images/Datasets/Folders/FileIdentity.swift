import Glibc

/// A file or folder itself, under whichever of its names it was found.
struct FileIdentity: Hashable, Sendable {
  var device: UInt64
  var inode: UInt64

  init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
  }

  /// Follows links; nil where there is nothing.
  init?(_ path: [UInt8]) {
    var status = stat()
    guard path.withCString({ stat($0, &status) }) == 0 else { return nil }
    self.init(status)
  }

  /// A folder and all folders that it is in, up to the root of the file system.
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
  /// The bytes with a zero behind them, as the system takes paths.
  func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    (self + [0]).withUnsafeBytes { body($0.assumingMemoryBound(to: CChar.self).baseAddress!) }
  }
}
