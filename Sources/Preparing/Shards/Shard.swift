import Checksums
import FoundationEssentials
import Glibc
import Images
import Machine

/// The tail of a shard, after its images: the records of the images, and their sums for the statistics of
/// the folder. From the tails, a preparation that was stopped continues after the last complete shard.
/// ``PreparationSettings/imagesPerShard`` is the number of images. A shard has this layout:
///
///     "ALXSHARD"  version  number          16 bytes, all numbers little-endian
///     JPEG, JPEG, …
///     a PreparedRecord of each             16 bytes each
///     the sum of each pixel's values       4 bytes each, [3, side, side]; training images only
///     the summary                          JSON
///     offset of the records  images  sums  bytes of the summary  CRC-32C from records to summary  "SHARDEND"
struct Shard: Equatable {
  /// The counts and statistics of a shard's images.
  struct Summary: Codable, Equatable {
    /// The numbers of images in each container, damaged images included, in order.
    var containers: [ContainerCount] = []
    /// The images that were left out.
    var damaged: [PreparedManifest.DamagedImage] = []
    /// The colours of the images; only of training images.
    var colors = ColorMoments()

    /// The number of images, damaged ones included.
    var inputCount: Int { containers.reduce(0) { $0 + $1.count } }

    private enum CodingKeys: String, CodingKey {
      case containers = "runs"
      case damaged, colors
    }
  }

  var records: [PreparedRecord] = []
  /// The sum of the values of each pixel, [3, side, side]; empty for validation images.
  var sums: [UInt32] = []
  var summary = Summary()

  static let version: UInt32 = 1
  static let headerBytes = 16
  private static let footerBytes = 32
  private static let beginning = Array("ALXSHARD".utf8)
  private static let end = Array("SHARDEND".utf8)

  /// Returns the bytes before the images.
  static func header(number: Int) -> [UInt8] {
    beginning + littleEndian(version) + littleEndian(UInt32(number))
  }

  /// Returns the bytes after the images.
  /// - Parameter offset: The end of the images in the file.
  func tail(at offset: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(records.count * PreparedRecord.bytes + sums.count * 4 + 4_096)
    records.withUnsafeBytes { bytes += $0 }
    sums.withUnsafeBytes { bytes += $0 }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = try encoder.encode(summary)
    bytes += text
    let checksum = CRC32C.checksum(of: bytes)
    bytes += Self.littleEndian(UInt64(offset)) + Self.littleEndian(UInt32(records.count))
    bytes += Self.littleEndian(UInt32(sums.count)) + Self.littleEndian(UInt32(text.count))
    bytes += Self.littleEndian(checksum) + Self.end
    return bytes
  }

  /// Reads the tail of a complete shard. The images are verified when they are used.
  /// - Parameters:
  ///   - path: The path of the shard.
  ///   - number: The number that its header must have.
  ///   - side: The width and height of its images.
  /// - Throws: `.unreadable` or `.damagedShard`.
  init(path: String, number: Int, side: Int) throws(PreparingError) {
    func damage(_ reason: String) -> PreparingError { .damagedShard(path: path, reason: reason) }
    guard let file = OpenFile(readingAt: path), let size = file.size else {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    func read(at offset: Int, _ count: Int) throws(PreparingError) -> [UInt8] {
      guard let bytes = file.bytes(count, at: offset) else { throw damage("it ends too early") }
      return bytes
    }
    guard size >= Self.headerBytes + Self.footerBytes else { throw damage("it ends too early") }
    guard try read(at: 0, Self.headerBytes) == Self.header(number: number) else {
      throw damage("its header does not belong to shard \(number)")
    }
    let footer = try read(at: size - Self.footerBytes, Self.footerBytes)
    guard footer.suffix(8) == Self.end[...] else { throw damage("its end is missing") }
    let offset = Self.number(footer[0..<8])
    let (images, sums) = (Self.number(footer[8..<12]), Self.number(footer[12..<16]))
    let summaryBytes = Self.number(footer[16..<20])
    let count = images * PreparedRecord.bytes + sums * 4 + summaryBytes
    guard sums == 0 || sums == 3 * side * side, offset >= Self.headerBytes,
      offset == size - Self.footerBytes - count
    else { throw damage("the lengths of its parts are wrong") }
    let tail = try read(at: offset, count)
    guard Int(CRC32C.checksum(of: tail)) == Self.number(footer[20..<24]) else {
      throw damage("the checksum of its table is wrong")
    }
    records = Self.array(tail.prefix(images * PreparedRecord.bytes))
    self.sums = Self.array(tail.dropFirst(images * PreparedRecord.bytes).prefix(sums * 4))
    guard
      let summary = try? JSONDecoder().decode(
        Summary.self, from: Data(tail.suffix(summaryBytes)))
    else { throw damage("its summary cannot be decoded") }
    self.summary = summary
  }

  /// Creates the tail of a shard without images.
  init() {}

  private static func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }

  /// Returns a little-endian number of at most eight bytes. Its highest bit is ignored.
  private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
    Int(truncatingIfNeeded: bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) } & .max >> 1)
  }

  private static func array<Element: BitwiseCopyable>(_ bytes: ArraySlice<UInt8>) -> [Element] {
    let count = bytes.count / MemoryLayout<Element>.stride
    return [Element](unsafeUninitializedCapacity: count) { elements, initialized in
      UnsafeMutableRawBufferPointer(elements).copyBytes(from: bytes)
      initialized = count
    }
  }
}
