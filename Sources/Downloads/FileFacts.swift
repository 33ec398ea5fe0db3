import Glibc

/// What the system says of a file.
enum FileFacts {
  /// In bytes; nil, with `errno`, when there is no such file.
  static func length(of path: String) -> Int? {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : nil
  }

  static var lastCode: Int32 { errno }
}
