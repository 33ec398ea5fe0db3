import Channels
import Dispatch
import Glibc

/// An image of an index, with the values by which a change of its file is noticed.
struct IndexedImage: Hashable, Sendable {
  /// The path of the file, or the name of an image in a data source.
  var name: String
  /// The size of the file in bytes; 0 for an image of a data source.
  var size: Int64 = 0
  /// The time of the last change, in nanoseconds since 1970; 0 for an image of a data source.
  var modified: Int64 = 0

  init(name: String, size: Int64 = 0, modified: Int64 = 0) {
    self.name = name
    self.size = size
    self.modified = modified
  }

  /// Reads the sizes and the times of files, on all processors: each is a system call.
  static func files(_ paths: [String]) -> [IndexedImage] {
    let perBlock = 2048
    let blocks = (paths.count + perBlock - 1) / perBlock
    let found = Monitor([[IndexedImage]](repeating: [], count: blocks))
    DispatchQueue.concurrentPerform(iterations: blocks) { block in
      let first = block * perBlock
      let folder = OpenFolder()
      let images = paths[first..<min(first + perBlock, paths.count)].map { path in
        IndexedImage(file: path, in: folder)
      }
      found.update { $0[block] = images }
    }
    return found.update { $0 }.flatMap(\.self)
  }

  /// Reads the size and the time of a file. A file that does not exist any more has the size −1.
  private init(file path: String, in folder: OpenFolder) {
    guard let status = folder.status(of: path) else {
      self.init(name: path, size: -1)
      return
    }
    self.init(
      name: path, size: Int64(status.st_size),
      modified: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec))
  }
}

/// The folder of the last file that was asked for. The system finds a file in an open folder in less than half
/// the time in which it finds a long path.
private final class OpenFolder {
  private var path: [CChar] = []
  private var descriptor: Int32 = -1

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Returns the status of a file; `nil` if it cannot be read.
  func status(of file: String) -> stat? {
    file.withCString { file in
      var status = stat()
      guard let slash = strrchr(file, Int32(UInt8(ascii: "/"))) else {
        return stat(file, &status) == 0 ? status : nil
      }
      let name = UnsafePointer(slash) + 1
      open(UnsafeBufferPointer(start: file, count: name - file))
      return fstatat(descriptor, name, &status, 0) == 0 ? status : nil
    }
  }

  /// Opens a folder, unless it is open.
  /// - Parameter folder: The path with a slash at the end.
  private func open(_ folder: UnsafeBufferPointer<CChar>) {
    guard !folder.elementsEqual(path) else { return }
    if descriptor >= 0 { close(descriptor) }
    path = Array(folder)
    descriptor = Glibc.open(path + [0], O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  }
}
