import Checksums
import Glibc
import Images

/// Writes one shard under a name for the time being; it gets its own when all of it is on the disk, and
/// until then nothing takes it for a shard.
final class ShardWriter {
  private let folder: String
  private let path: String
  private let number: Int
  private let descriptor: Int32
  private var place = 0
  private var shard = Shard()
  private var temporaryPath: String { "\(path).part" }

  /// - Parameter side: of the images; nil when their sum is not wanted.
  init(folder: String, name: String, number: Int, summing side: Int?) throws(PreparingError) {
    self.folder = folder
    self.number = number
    path = "\(folder)/\(name)"
    descriptor = open("\(path).part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .writing("\(path).part", in: folder, errno) }
    if let side { shard.sums = [UInt32](repeating: 0, count: 3 * side * side) }
    try write(Shard.header(number: number))
  }

  /// What was not finished is gone.
  deinit {
    close(descriptor)
    unlink(temporaryPath)
  }

  var inputs: Int { shard.summary.inputs }

  /// Adds an image.
  /// - Parameters:
  ///   - planes: `[3, side, side]`, and
  ///   - colors: its colours, where they count.
  func add(
    _ jpeg: [UInt8], of picture: Prepared, planes: UnsafeBufferPointer<UInt8>?
  ) throws(PreparingError) {
    ContainerRun.append(picture.container, to: &shard.summary.runs)
    shard.records.append(
      PreparedRecord(
        offset: UInt32(place), length: UInt32(jpeg.count), checksum: CRC32C.checksum(of: jpeg),
        shard: 0, label: UInt16(picture.label)))
    try write(jpeg)
    guard let planes else { return }
    shard.summary.colors += picture.colors
    shard.sums.withUnsafeMutableBufferPointer { sums in
      for pixel in 0..<sums.count { sums[pixel] &+= UInt32(planes[pixel]) }
    }
  }

  /// Notes an image that cannot be read.
  func pass(_ picture: Prepared, reason: String) {
    ContainerRun.append(picture.container, to: &shard.summary.runs)
    shard.summary.damaged.append(.init(path: picture.name, reason: reason))
  }

  /// Writes the end, and gives the shard its name.
  func finish() throws(PreparingError) {
    let tail: [UInt8]
    do {
      tail = try shard.tail(at: place)
    } catch {
      throw .damagedShard(path: path, reason: "\(error)")
    }
    try write(tail)
    guard fsync(descriptor) == 0 else { throw .writing(temporaryPath, in: folder, errno) }
    guard rename(temporaryPath, path) == 0 else { throw .writing(path, in: folder, errno) }
    WholeFile.synchronize(folder: folder)
  }

  private func write(_ bytes: [UInt8]) throws(PreparingError) {
    if let code = WholeFile.write(bytes, to: descriptor) {
      throw .writing(temporaryPath, in: folder, code)
    }
    place += bytes.count
  }
}

/// Files that are there either whole or not at all.
enum WholeFile {
  /// Writes everything; the `errno` when it could not.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    bytes.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let count = Glibc.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
        guard count >= 0 || errno == EINTR else { return errno }
        done += max(count, 0)
      }
      return nil
    }
  }

  /// Puts a file that holds just this in the place of what may be there.
  static func put(_ bytes: [UInt8], at path: String, in folder: String) throws(PreparingError) {
    let temporary = "\(path).part"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .writing(temporary, in: folder, errno) }
    let code = write(bytes, to: descriptor) ?? (fsync(descriptor) == 0 ? nil : errno)
    close(descriptor)
    guard code == nil, rename(temporary, path) == 0 else {
      let code = code ?? errno
      unlink(temporary)
      throw .writing(path, in: folder, code)
    }
    synchronize(folder: folder)
  }

  /// Names, too, are to be on the disk.
  static func synchronize(folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
