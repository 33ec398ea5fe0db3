import Checksums
import Glibc

/// Writes the file of an index under a temporary name, and renames it at the end.
final class IndexWriter {
  private let path: String
  private let part: String
  private let key: String
  private let images: [IndexedImage]
  private let layout: IndexLayout
  private let descriptor: Int32
  private var codes: [FeatureCode?]
  private var damaged: Set<Int> = []
  private var numbers: [Int8]
  private var isFinished = false

  /// Creates the temporary file. Its size is that of the complete index, so that a disk that is too small is
  /// noticed at once.
  /// - Throws: `EvaluatingError.indexFailed`.
  init(
    path: String, key: String, images: [IndexedImage], features: Int
  ) throws(EvaluatingError) {
    self.path = path
    self.key = key
    self.images = images
    part = "\(path).\(getpid()).part"
    layout = IndexLayout(
      features: features, images: images.count, keyBytes: key.utf8.count,
      nameBytes: images.reduce(0) { $0 + $1.name.utf8.count })
    codes = Array(repeating: nil, count: images.count)
    numbers = Array(repeating: 0, count: features)
    descriptor = open(part, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw .indexFailed(action: "create", path: part, code: errno)
    }
    let code = posix_fallocate(descriptor, 0, off_t(layout.size))
    guard code == 0 else {
      close(descriptor)
      unlink(part)
      throw .indexFailed(action: "write", path: path, code: code)
    }
  }

  deinit {
    close(descriptor)
    if !isFinished { unlink(part) }
  }

  /// Writes the features of an image.
  func write(
    _ features: UnsafeBufferPointer<Float>, of image: Int
  ) throws {
    let code = numbers.withUnsafeMutableBufferPointer {
      FeatureCode(features, numbers: $0.baseAddress!)
    }
    codes[image] = code
    try numbers.withUnsafeBytes { bytes in
      try write(bytes, at: layout.code(of: image))
    }
    try write(UnsafeRawBufferPointer(features), at: layout.floats(of: image))
  }

  /// Marks an image that cannot be decoded.
  func markDamaged(_ image: Int) { damaged.insert(image) }

  /// Writes the list and renames the file. Images without features are marked as not computed yet.
  func finish() throws {
    let list = list
    var header = IndexLayout.magic
    let checksum = list.withUnsafeBytes { CRC32C.checksum(of: $0) }
    for number in [
      IndexLayout.version, layout.features, layout.images, layout.keyBytes, layout.nameBytes,
      Int(checksum),
    ] {
      withUnsafeBytes(of: Int64(number).littleEndian) { header += $0 }
    }
    header += Array(repeating: 0, count: IndexLayout.headerBytes - header.count)
    try list.withUnsafeBytes { bytes in
      try write(bytes, at: IndexLayout.headerBytes)
    }
    try header.withUnsafeBytes { bytes in try write(bytes, at: 0) }
    guard fsync(descriptor) == 0, rename(part, path) == 0 else {
      throw EvaluatingError.indexFailed(action: "write", path: path, code: errno)
    }
    isFinished = true
  }

  private var list: [UInt8] {
    var bytes = Array(key.utf8)
    bytes.reserveCapacity(layout.listBytes)
    for image in images { withUnsafeBytes(of: image.size.littleEndian) { bytes += $0 } }
    for image in images { withUnsafeBytes(of: image.modified.littleEndian) { bytes += $0 } }
    for image in images {
      withUnsafeBytes(of: UInt32(image.name.utf8.count).littleEndian) { bytes += $0 }
    }
    for image in images { bytes += image.name.utf8 }
    for (image, code) in codes.enumerated() {
      let none = damaged.contains(image) ? IndexLayout.damagedScale : IndexLayout.missingScale
      withUnsafeBytes(of: code?.scale ?? none) { bytes += $0 }
      withUnsafeBytes(of: code?.error ?? 0) { bytes += $0 }
      withUnsafeBytes(of: code?.squares ?? 0) { bytes += $0 }
    }
    return bytes
  }

  private func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(EvaluatingError) {
    guard let code = PositionedFile.write(bytes, at: offset, to: descriptor) else { return }
    throw .indexFailed(action: "write", path: path, code: code)
  }
}
