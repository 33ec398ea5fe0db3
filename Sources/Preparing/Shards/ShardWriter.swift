import Checksums
import Glibc
import Images

/// A writer of one shard. The shard has a temporary name until it is complete on the disk.
final class ShardWriter {
  private let folder: String
  private let path: String
  private let number: Int
  private let descriptor: Int32
  /// The number of bytes that have been written.
  private var offset = 0
  private var shard = Shard()
  private var temporaryPath: String { "\(path).part" }

  /// Creates the file.
  /// - Parameters:
  ///   - folder: The prepared folder.
  ///   - name: The name of the shard.
  ///   - number: The number of the shard in its split, from 0.
  ///   - side: The width and height of the images whose pixels are added up; `nil` for no sums.
  init(folder: String, name: String, number: Int, summing side: Int?) throws(PreparingError) {
    self.folder = folder
    self.number = number
    path = "\(folder)/\(name)"
    descriptor = open("\(path).part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .writing("\(path).part", in: folder, errno) }
    if let side { shard.sums = [UInt32](repeating: 0, count: 3 * side * side) }
    try write(Shard.header(number: number))
  }

  /// Closes the file. A shard that is not complete is deleted.
  deinit {
    close(descriptor)
    unlink(temporaryPath)
  }

  /// The number of images so far, damaged ones included.
  var inputCount: Int { shard.summary.inputCount }

  /// Adds an image.
  /// - Parameters:
  ///   - jpeg: The encoded image.
  ///   - image: The image that was encoded.
  ///   - planes: The pixels, [3, side, side], to add them to the sums; `nil` if the split has no
  ///     statistics.
  func add(
    _ jpeg: [UInt8], of image: EncodedImage, planes: UnsafeBufferPointer<UInt8>?
  ) throws(PreparingError) {
    ContainerCount.append(image.container, to: &shard.summary.containers)
    shard.records.append(
      PreparedRecord(
        offset: UInt32(offset), length: UInt32(jpeg.count), checksum: CRC32C.checksum(of: jpeg),
        shard: 0, label: UInt16(image.label)))
    try write(jpeg)
    guard let planes else { return }
    shard.summary.colors += image.colors
    shard.sums.withUnsafeMutableBufferPointer { sums in
      for pixel in 0..<sums.count { sums[pixel] &+= UInt32(planes[pixel]) }
    }
  }

  /// Records an image that is left out because it is damaged.
  func addDamaged(_ image: EncodedImage, reason: String) {
    ContainerCount.append(image.container, to: &shard.summary.containers)
    shard.summary.damaged.append(.init(path: image.name, reason: reason))
  }

  /// Writes the end and gives the shard its name.
  func finish() throws(PreparingError) {
    let tail: [UInt8]
    do {
      tail = try shard.tail(at: offset)
    } catch {
      throw .damagedShard(path: path, reason: "\(error)")
    }
    try write(tail)
    guard fsync(descriptor) == 0 else { throw .writing(temporaryPath, in: folder, errno) }
    guard rename(temporaryPath, path) == 0 else { throw .writing(path, in: folder, errno) }
    AtomicFile.synchronize(folder: folder)
  }

  private func write(_ bytes: [UInt8]) throws(PreparingError) {
    if let code = AtomicFile.write(bytes, to: descriptor) {
      throw .writing(temporaryPath, in: folder, code)
    }
    offset += bytes.count
  }
}
