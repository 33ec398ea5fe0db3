import Glibc

/// The use that a process can make of a folder, which need not exist yet.
public struct FolderAccess: Hashable, Sendable {
  /// The absolute path of the folder.
  public var path: String
  /// True if the process can create files in the folder, or create the folder.
  public var isWritable: Bool
  /// The bytes that the process can still write on the disk of the folder; `nil` if they are unknown.
  public var freeBytes: Int?

  /// Creates a description.
  public init(path: String, isWritable: Bool, freeBytes: Int?) {
    self.path = path
    self.isWritable = isWritable
    self.freeBytes = freeBytes
  }

  /// Examines a folder. Nothing is created: if the folder does not exist, the nearest existing folder
  /// above it decides.
  /// - Parameter path: The absolute path of the folder.
  public init(of path: String) {
    var existing = path
    while access(existing, F_OK) != 0, errno == ENOENT, let slash = existing.lastIndex(of: "/"),
      existing != "/"
    {
      existing = slash == existing.startIndex ? "/" : String(existing[..<slash])
    }
    var status = stat()
    let isFolder = stat(existing, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    self.init(
      path: path, isWritable: isFolder && access(existing, W_OK | X_OK) == 0,
      freeBytes: Self.freeBytes(in: existing))
  }

  /// Returns the bytes that an ordinary user can still write on the disk of a file or folder; `nil` if it
  /// does not exist or cannot be read.
  public static func freeBytes(in path: String) -> Int? {
    var disk = statvfs()
    guard statvfs(path, &disk) == 0 else { return nil }
    return Int(disk.f_bavail) * Int(disk.f_frsize)
  }
}
