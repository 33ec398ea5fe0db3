import Glibc
import Images

/// The images of a split of a folder, in the order in which the folder numbers them.
struct FolderImageStream: ImageStream {
  private let folder: ImageFolder
  private let split: Split
  private(set) var position = 0

  init(_ folder: ImageFolder, _ split: Split) {
    self.folder = folder
    self.split = split
  }

  var total: Int { folder.count(split) }
  var count: Int? { total }

  mutating func next() -> SourceImage? {
    guard position < total else { return nil }
    defer { position += 1 }
    return SourceImage(
      name: folder.path(of: position, in: split), label: folder.label(of: position, in: split),
      container: "", contents: Self.contents(of: folder.pathBytes(of: position, in: split)))
  }

  mutating func skip(_ containers: [ContainerCount]) throws(PreparingError) {
    position += containers.reduce(0) { $0 + $1.count }
    guard position <= total else { throw .inputChanged(path: folder.path) }
  }

  /// Reads a file.
  /// - Parameter path: The bytes of the path, with a zero at the end.
  private static func contents(of path: [UInt8]) -> SourceImage.Contents {
    let file = path.withUnsafeBytes {
      open($0.assumingMemoryBound(to: CChar.self).baseAddress!, O_RDONLY | O_CLOEXEC)
    }
    guard file >= 0 else { return .damaged(systemError()) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { return .damaged(systemError()) }
    guard status.st_mode & S_IFMT == S_IFREG else { return .damaged("it is not a regular file") }
    let size = Int(status.st_size)
    guard size <= ImageFileLimits.maximumBytes else {
      return .damaged("it has more than \(ImageFileLimits.maximumBytes) bytes")
    }
    var bytes = [UInt8](repeating: 0, count: size)
    var done = 0
    while done < size {
      let count = bytes.withUnsafeMutableBytes {
        read(file, $0.baseAddress! + done, size - done)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { return .damaged(systemError()) }
      guard count > 0 else { return .damaged("it was shortened during the reading") }
      done += count
    }
    return .bytes(bytes)
  }

  /// The text of the last error of the C library.
  private static func systemError() -> String { String(cString: strerror(errno)) }
}
