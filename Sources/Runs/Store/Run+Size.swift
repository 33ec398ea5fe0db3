import Foundation

extension Run {
  /// The size of all files in the run's folder, in bytes: the plan, the journal, the checkpoints, the
  /// timeline, pictures of kernels and the note. 0 if the folder cannot be read.
  public var diskBytes: Int {
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
    return paths.reduce(0) { total, path in
      var status = stat()
      guard lstat("\(folder)/\(path)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        return total
      }
      return total + Int(status.st_size)
    }
  }
}
