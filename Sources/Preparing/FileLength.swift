import Glibc

/// The length of files on disk.
enum FileLength {
  /// Returns the length of a file in bytes; 0 if there is no such file.
  static func of(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }
}
