import Checksums
import Glibc

/// A file with the features of many images, open for reading.
///
/// Only the list of images is kept in memory, about 120 bytes for each. Codes and features are read when they
/// are needed.
final class IndexFile: Sendable {
  let path: String
  let layout: IndexLayout
  /// The text that identifies the weights and the conversion of images to inputs.
  let key: String
  let images: [IndexedImage]
  /// The description of each image's code; `nil` for a damaged image, and for one that was not computed yet.
  let codes: [FeatureCode?]
  /// The numbers of the damaged images.
  let damaged: Set<Int>
  private let descriptor: Int32

  /// Opens an index.
  /// - Returns: `nil` if there is no file, or if it is damaged or of another version.
  init?(path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    guard let contents = IndexContents(descriptor) else {
      close(descriptor)
      return nil
    }
    self.path = path
    self.descriptor = descriptor
    layout = contents.layout
    key = contents.key
    images = contents.images
    codes = contents.codes
    damaged = contents.damaged
  }

  /// True if every image was computed, or is damaged.
  var isComplete: Bool { codes.count { $0 == nil } == damaged.count }

  deinit { close(descriptor) }

  /// Reads bytes.
  /// - Throws: `EvaluatingError.indexFailed`.
  func read(_ bytes: UnsafeMutableRawBufferPointer, at offset: Int) throws(EvaluatingError) {
    guard let code = PositionedFile.read(bytes, at: offset, of: descriptor) else { return }
    throw .indexFailed(action: "read", path: path, code: code)
  }

  /// Reads the exact features of an image.
  func readFeatures(
    of image: Int, into features: UnsafeMutableBufferPointer<Float>
  ) throws(EvaluatingError) {
    try read(UnsafeMutableRawBufferPointer(features), at: layout.floats(of: image))
  }
}

/// The list of an index as it is in the file.
private struct IndexContents {
  var layout: IndexLayout
  var key: String
  var images: [IndexedImage] = []
  var codes: [FeatureCode?] = []
  var damaged: Set<Int> = []

  init?(_ descriptor: Int32) {
    guard let header = Self.read(IndexLayout.headerBytes, at: 0, descriptor),
      header.starts(with: IndexLayout.magic)
    else { return nil }
    let numbers = header.withUnsafeBytes { bytes in
      (1..<7).map { Int(bytes.loadUnaligned(fromByteOffset: $0 * 8, as: Int64.self)) }
    }
    let limit = 1 << 40
    guard numbers[0] == IndexLayout.version, numbers.allSatisfy({ (0..<limit).contains($0) }),
      numbers[1] > 0, numbers[2] <= limit / (numbers[1] * 5)
    else { return nil }
    layout = IndexLayout(
      features: numbers[1], images: numbers[2], keyBytes: numbers[3], nameBytes: numbers[4])
    guard Int(lseek(descriptor, 0, SEEK_END)) == layout.size,
      let list = Self.read(layout.listBytes, at: IndexLayout.headerBytes, descriptor),
      list.withUnsafeBytes({ CRC32C.checksum(of: $0) }) == UInt32(truncatingIfNeeded: numbers[5])
    else { return nil }
    key = String(decoding: list.prefix(layout.keyBytes), as: UTF8.self)
    list.withUnsafeBytes { readList(UnsafeRawBufferPointer(rebasing: $0[layout.keyBytes...])) }
  }

  private mutating func readList(_ bytes: UnsafeRawBufferPointer) {
    let count = layout.images
    var name = count * 20
    let descriptions = name + layout.nameBytes
    images.reserveCapacity(count)
    codes.reserveCapacity(count)
    for image in 0..<count {
      let length = Int(bytes.loadUnaligned(fromByteOffset: count * 16 + image * 4, as: UInt32.self))
      let end = min(descriptions, name + length)
      images.append(
        IndexedImage(
          name: String(decoding: bytes[name..<end], as: UTF8.self),
          size: bytes.loadUnaligned(fromByteOffset: image * 8, as: Int64.self),
          modified: bytes.loadUnaligned(fromByteOffset: (count + image) * 8, as: Int64.self)))
      name = end
      let place = descriptions + image * IndexLayout.descriptionBytes
      let scale = bytes.loadUnaligned(fromByteOffset: place, as: Float.self)
      if scale == IndexLayout.damagedScale { damaged.insert(image) }
      codes.append(
        scale < 0
          ? nil
          : FeatureCode(
            scale: scale, error: bytes.loadUnaligned(fromByteOffset: place + 4, as: Float.self),
            squares: bytes.loadUnaligned(fromByteOffset: place + 8, as: Double.self)))
    }
  }

  private static func read(_ count: Int, at offset: Int, _ descriptor: Int32) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    let code = bytes.withUnsafeMutableBytes { PositionedFile.read($0, at: offset, of: descriptor) }
    return code == nil ? bytes : nil
  }
}

/// Complete reads and writes at an offset of a file.
enum PositionedFile {
  /// - Returns: The `errno` of a failure; `nil` on success.
  static func read(
    _ bytes: UnsafeMutableRawBufferPointer, at offset: Int, of descriptor: Int32
  ) -> Int32? {
    var done = 0
    while done < bytes.count {
      let count = pread(
        descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(offset + done))
      if count > 0 {
        done += count
      } else if count == 0 {
        return EIO
      } else if errno != EINTR {
        return errno
      }
    }
    return nil
  }

  /// - Returns: The `errno` of a failure; `nil` on success.
  static func write(
    _ bytes: UnsafeRawBufferPointer, at offset: Int, to descriptor: Int32
  ) -> Int32? {
    var done = 0
    while done < bytes.count {
      let count = pwrite(
        descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(offset + done))
      if count >= 0 {
        done += count
      } else if errno != EINTR {
        return errno
      }
    }
    return nil
  }
}
