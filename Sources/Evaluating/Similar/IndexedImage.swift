import Channels
import Foundation

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
      let images = paths[first..<min(first + perBlock, paths.count)].map(IndexedImage.init(file:))
      found.update { $0[block] = images }
    }
    return found.update { $0 }.flatMap(\.self)
  }

  /// Reads the size and the time of a file. A file that does not exist any more has the size −1.
  init(file path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      self.init(name: path, size: -1)
      return
    }
    self.init(
      name: path, size: Int64(status.st_size),
      modified: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec))
  }
}
