import Glibc

/// What a folder holds: its folders and files, but not what is hidden, a symbolic link or anything else.
struct FolderListing {
  var folders: [String] = []
  var files: [[UInt8]] = []
  /// Hidden things, links and the like.
  var passedOver = 0

  /// Sorted by their bytes, so that no file system and no language decides the order.
  init(_ path: String) throws(ImagesError) {
    guard let folder = opendir(path) else {
      let code = errno
      throw code == ENOENT
        ? .folderMissing(path: path)
        : code == ENOTDIR
          ? .notAFolder(path: path)
          : .unreadable(path: path, reason: String(cString: strerror(code)))
    }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { [UInt8]($0.prefix { $0 != 0 }) }
      if name == [UInt8(ascii: ".")] || name == [UInt8(ascii: "."), UInt8(ascii: ".")] { continue }
      switch Self.kind(entry.pointee, name, in: dirfd(folder)) {
      case _ where name.first == UInt8(ascii: "."): passedOver += 1
      case DT_DIR: folders.append(String(decoding: name, as: UTF8.self))
      case DT_REG: files.append(name)
      default: passedOver += 1
      }
    }
    folders.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    files.sort { $0.lexicographicallyPrecedes($1) }
  }

  private static func kind(_ entry: dirent, _ name: [UInt8], in folder: Int32) -> Int {
    guard entry.d_type == DT_UNKNOWN else { return Int(entry.d_type) }
    // Some file systems do not tell.
    var status = stat()
    let code = (name + [0]).withUnsafeBytes {
      fstatat(
        folder, $0.assumingMemoryBound(to: CChar.self).baseAddress!, &status, AT_SYMLINK_NOFOLLOW)
    }
    guard code == 0 else { return DT_UNKNOWN }
    return switch status.st_mode & S_IFMT {
    case S_IFDIR: DT_DIR
    case S_IFREG: DT_REG
    default: DT_UNKNOWN
    }
  }
}
