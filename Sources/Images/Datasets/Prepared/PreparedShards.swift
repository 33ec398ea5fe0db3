import Channels
import Checksums
import Glibc

/// The open shards of a prepared folder. They are read by position and not mapped into memory, so that a
/// file that is cut short while it is open causes an error for one image and not a crash.
final class PreparedShards: Sendable {
  private struct OpenShard {
    var name: String
    var descriptor: Int32
    var length: Int
  }
  private let shards: [OpenShard]

  /// Opens the shards.
  /// - Throws: `.damagedPreparation` if a shard is missing, `.unreadable` if it cannot be opened.
  init(folder: String, names: [String]) throws(ImagesError) {
    var shards: [OpenShard] = []
    do throws(ImagesError) {
      for name in names { shards.append(try Self.openShard(folder, name)) }
    } catch {
      for shard in shards { close(shard.descriptor) }
      throw error
    }
    self.shards = shards
  }

  deinit { for shard in shards { close(shard.descriptor) } }

  private static func openShard(_ folder: String, _ name: String) throws(ImagesError) -> OpenShard {
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
    // Images are read in a random order, so the kernel's readahead would be wasted.
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_RANDOM)
    return OpenShard(
      name: name, descriptor: descriptor, length: Int(lseek(descriptor, 0, SEEK_END)))
  }

  /// Returns the name of the shard of an image.
  func name(of record: PreparedRecord) -> String { shards[Int(record.shard)].name }

  /// Checks that every image is within its shard.
  /// - Returns: The length of the longest JPEG in bytes.
  func checkedLongest(
    of records: Buffer<PreparedRecord>, classes: Int, in folder: String
  ) throws(ImagesError) -> Int {
    var longest = 0
    for record in records.elements {
      guard Int(record.shard) < shards.count, Int(record.label) < classes else {
        throw .damagedPreparation(
          path: "\(folder)/\(PreparedFiles.index)",
          reason: "it has the number of a shard or class that does not exist")
      }
      let shard = shards[Int(record.shard)]
      guard Int(record.offset) + Int(record.length) <= shard.length else {
        throw .damagedPreparation(path: "\(folder)/\(shard.name)", reason: "it ends too early")
      }
      longest = max(longest, Int(record.length))
    }
    return longest
  }

  /// Reads the JPEG of an image into `memory` and returns its bytes there.
  /// - Throws: `.truncated` if the shard is too short, `.malformed` if the checksum differs.
  func read(
    _ record: PreparedRecord, into memory: UnsafeMutableBufferPointer<UInt8>
  ) throws(ImageDamage) -> UnsafeRawBufferPointer {
    let bytes = UnsafeMutableRawBufferPointer(memory)[..<Int(record.length)]
    let target = UnsafeMutableRawBufferPointer(rebasing: bytes)
    let descriptor = shards[Int(record.shard)].descriptor
    var done = 0
    while done < target.count {
      let count = pread(
        descriptor, target.baseAddress! + done, target.count - done, Int(record.offset) + done)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(String(cString: strerror(errno))) }
      guard count > 0 else { throw .truncated }
      done += count
    }
    guard CRC32C.checksum(of: UnsafeRawBufferPointer(target)) == record.checksum else {
      throw .malformed("its checksum is not that of the prepared image")
    }
    return UnsafeRawBufferPointer(target)
  }
}
