import Glibc

/// The entries of one folder, sorted by the bytes of their names, so that their order depends neither on
/// the file system nor on the language. Symbolic links are followed, which costs one `stat` for each;
/// other entries cost none.
struct FolderListing {
  /// The identity of the folder itself.
  let identity: FileIdentity
  let entries: [FolderEntry]

  init(_ path: String) throws(ImagesError) { try self.init(Array(path.utf8)) }

  /// Reads a folder.
  /// - Parameter path: The bytes of the path, without a zero at the end.
  /// - Throws: `.folderMissing`, `.notAFolder` or `.unreadable`.
  init(_ path: [UInt8]) throws(ImagesError) {
    guard let folder = path.withCString({ opendir($0) }) else { throw Self.failure(errno, path) }
    defer { closedir(folder) }
    var status = stat()
    guard fstat(dirfd(folder), &status) == 0 else { throw Self.failure(errno, path) }
    identity = FileIdentity(status)
    var entries: [FolderEntry] = []
    errno = 0
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { [UInt8]($0.prefix { $0 != 0 }) }
      if name == [UInt8(ascii: ".")] || name == [UInt8(ascii: "."), UInt8(ascii: ".")] { continue }
      entries.append(Self.entry(entry.pointee, name, in: dirfd(folder)))
      errno = 0
    }
    // An incomplete listing must not pass for the whole folder.
    guard errno == 0 else { throw Self.failure(errno, path) }
    entries.sort { $0.name.lexicographicallyPrecedes($1.name) }
    self.entries = entries
  }

  /// The folders that can contain images: neither hidden nor made by an operating system.
  var folders: [FolderEntry] {
    entries.filter {
      $0.kind == .folder && !$0.isHidden && !ImageFileName.isSystemFolder($0.name)
    }
  }

  /// The names of the files that are not hidden.
  var files: [[UInt8]] {
    entries.filter { $0.kind == .file && !$0.isHidden }.map(\.name)
  }

  private static func failure(_ code: Int32, _ path: [UInt8]) -> ImagesError {
    let path = String(decoding: path, as: UTF8.self)
    return switch code {
    case ENOENT: .folderMissing(path: path)
    case ENOTDIR: .notAFolder(path: path)
    default: .unreadable(path: path, reason: String(cString: strerror(code)))
    }
  }

  private static func entry(
    _ entry: dirent, _ name: [UInt8], in folder: Int32
  ) -> FolderEntry {
    var found = FolderEntry(name: name, kind: .special, target: nil, inode: UInt64(entry.d_ino))
    switch Int(entry.d_type) {
    case DT_DIR: found.kind = .folder
    case DT_REG: found.kind = .file
    case DT_LNK: follow(&found, in: folder)
    case DT_UNKNOWN:
      // Some file systems do not report the kind.
      guard let status = status(of: name, in: folder, AT_SYMLINK_NOFOLLOW) else { break }
      if status.st_mode & S_IFMT == S_IFLNK {
        follow(&found, in: folder)
      } else {
        found.kind = kind(status)
      }
    default: break
    }
    return found
  }

  /// Replaces the kind and the inode number of a link by those of its target.
  private static func follow(_ entry: inout FolderEntry, in folder: Int32) {
    guard let status = status(of: entry.name, in: folder, 0) else {
      entry.kind = .brokenLink
      return
    }
    entry.kind = kind(status)
    let target = FileIdentity(status)
    entry.target = target
    entry.inode = target.inode
  }

  private static func status(of name: [UInt8], in folder: Int32, _ flags: Int32) -> stat? {
    var status = stat()
    return name.withCString { fstatat(folder, $0, &status, flags) } == 0 ? status : nil
  }

  private static func kind(_ status: stat) -> FolderEntry.Kind {
    switch status.st_mode & S_IFMT {
    case S_IFDIR: .folder
    case S_IFREG: .file
    default: .special
    }
  }
}
