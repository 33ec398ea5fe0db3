import Checksums
import Foundation
import Images

/// What stands behind the images of a shard: which they are, and what they add to the statistics of the
/// whole. So a shard speaks for itself, and a preparation that was stopped goes on after the last one.
///
///     "ALXSHARD"  version  number          16 bytes, all numbers little-endian
///     JPEG, JPEG, …
///     a PreparedRecord of each             16 bytes each
///     the sum of every pixel's values      4 bytes each, [3, side, side]; training images only
///     the summary                          JSON
///     table's place  images  sums  summary's bytes  CRC-32C of table to summary  "SHARDEND"
struct Shard: Equatable {
  struct Summary: Codable, Equatable {
    /// Images that were looked at for it, damaged ones included, by what they are in.
    var runs: [ContainerRun] = []
    var damaged: [PreparedManifest.DamagedImage] = []
    /// Of training images.
    var colors = ColorMoments()

    var inputs: Int { runs.reduce(0) { $0 + $1.count } }
  }

  var records: [PreparedRecord] = []
  var sums: [UInt32] = []
  var summary = Summary()

  static let version: UInt32 = 1
  static let headerBytes = 16
  private static let footerBytes = 32
  private static let beginning = Array("ALXSHARD".utf8)
  private static let end = Array("SHARDEND".utf8)

  static func header(number: Int) -> [UInt8] {
    beginning + littleEndian(version) + littleEndian(UInt32(number))
  }

  /// What is to be written behind the images, which end at `place`.
  func tail(at place: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(records.count * PreparedRecord.bytes + sums.count * 4 + 4_096)
    records.withUnsafeBytes { bytes += $0 }
    sums.withUnsafeBytes { bytes += $0 }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = try encoder.encode(summary)
    bytes += text
    let checksum = CRC32C.checksum(of: bytes)
    bytes += Self.littleEndian(UInt64(place)) + Self.littleEndian(UInt32(records.count))
    bytes += Self.littleEndian(UInt32(sums.count)) + Self.littleEndian(UInt32(text.count))
    bytes += Self.littleEndian(checksum) + Self.end
    return bytes
  }

  /// Reads a finished shard's tail; the images are looked at when they are used.
  /// - Parameter side: of the images.
  init(path: String, number: Int, side: Int) throws(PreparingError) {
    func damage(_ reason: String) -> PreparingError { .damagedShard(path: path, reason: reason) }
    guard let file = FileHandle(forReadingAtPath: path), let size = try? file.seekToEnd() else {
      throw .unreadable(path: path, reason: "it cannot be opened")
    }
    defer { try? file.close() }
    func read(at place: UInt64, _ count: Int) throws(PreparingError) -> [UInt8] {
      let data = (try? file.seek(toOffset: place)).flatMap { try? file.read(upToCount: count) }
      guard let data, data.count == count else { throw damage("it ends too early") }
      return [UInt8](data)
    }
    let (headerBytes, footerBytes) = (UInt64(Self.headerBytes), UInt64(Self.footerBytes))
    guard size >= headerBytes + footerBytes else { throw damage("it ends too early") }
    guard try read(at: 0, Self.headerBytes) == Self.header(number: number) else {
      throw damage("it is another file")
    }
    let footer = try read(at: size - footerBytes, Self.footerBytes)
    guard footer.suffix(8) == Self.end[...] else { throw damage("it has no end") }
    let place = UInt64(Self.number(footer[0..<8]))
    let (images, sums) = (Self.number(footer[8..<12]), Self.number(footer[12..<16]))
    let summaryBytes = Self.number(footer[16..<20])
    let count = images * PreparedRecord.bytes + sums * 4 + summaryBytes
    guard sums == 0 || sums == 3 * side * side, place >= headerBytes,
      place + UInt64(count) + footerBytes == size
    else { throw damage("its parts do not fit") }
    let tail = try read(at: place, count)
    guard Int(CRC32C.checksum(of: tail)) == Self.number(footer[20..<24]) else {
      throw damage("its table has another checksum")
    }
    records = Self.array(tail.prefix(images * PreparedRecord.bytes))
    self.sums = Self.array(tail.dropFirst(images * PreparedRecord.bytes).prefix(sums * 4))
    guard
      let summary = try? JSONDecoder().decode(
        Summary.self, from: Data(tail.suffix(summaryBytes)))
    else { throw damage("its summary is not understood") }
    self.summary = summary
  }

  init() {}

  private static func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }

  /// At most eight bytes, of which the highest bit is not in use.
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
