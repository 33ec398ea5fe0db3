import Channels
import Glibc

/// The files that a prepared folder's images are in, open as long as this lives. They are read by place
/// rather than mapped: a file that somebody cuts short is then an error of one image, and no crash.
final class PreparedShards: Sendable {
  private struct File {
    var name: String
    var descriptor: Int32
    var length: Int
  }
  private let files: [File]

  init(folder: String, names: [String]) throws(ImagesError) {
    var files: [File] = []
    do throws(ImagesError) {
      for name in names { files.append(try Self.file(folder, name)) }
    } catch {
      for file in files { close(file.descriptor) }
      throw error
    }
    self.files = files
  }

  deinit { for file in files { close(file.descriptor) } }

  private static func file(_ folder: String, _ name: String) throws(ImagesError) -> File {
    let path = "\(folder)/\(name)"
    guard !name.contains("/") else {
      throw .damagedPreparation(path: path, reason: "it is not in the folder")
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ENOENT
        ? .damagedPreparation(path: path, reason: "it is missing")
        : .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    // The order is another in every epoch: reading ahead would read what is not wanted.
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_RANDOM)
    return File(name: name, descriptor: descriptor, length: Int(lseek(descriptor, 0, SEEK_END)))
  }

  func name(of record: PreparedRecord) -> String { files[Int(record.shard)].name }

  /// Checks that every image lies in its shard, and returns the length of the longest.
  func checkedLongest(
    of records: Buffer<PreparedRecord>, classes: Int, in folder: String
  ) throws(ImagesError) -> Int {
    var longest = 0
    for record in records.elements {
      guard Int(record.shard) < files.count, Int(record.label) < classes else {
        throw .damagedPreparation(
          path: "\(folder)/\(PreparedFiles.index)", reason: "it has a class or a file too many")
      }
      let file = files[Int(record.shard)]
      guard Int(record.offset) + Int(record.length) <= file.length else {
        throw .damagedPreparation(path: "\(folder)/\(file.name)", reason: "it ends too early")
      }
      longest = max(longest, Int(record.length))
    }
    return longest
  }

  /// The JPEG's bytes, in `memory`.
  func read(
    _ record: PreparedRecord, into memory: UnsafeMutableBufferPointer<UInt8>
  ) throws(ImageDamage) -> UnsafeRawBufferPointer {
    let bytes = UnsafeMutableRawBufferPointer(memory)[..<Int(record.length)]
    let target = UnsafeMutableRawBufferPointer(rebasing: bytes)
    let descriptor = files[Int(record.shard)].descriptor
    var done = 0
    while done < target.count {
      let count = pread(
        descriptor, target.baseAddress! + done, target.count - done, Int(record.offset) + done)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(String(cString: strerror(errno))) }
      guard count > 0 else { throw .truncated }
      done += count
    }
    guard CRC32C.sum(UnsafeRawBufferPointer(target)) == record.checksum else {
      throw .malformed("it has another checksum than when it was prepared")
    }
    return UnsafeRawBufferPointer(target)
  }
}
