import Checksums
import Glibc

/// The form of the records of an event file, TensorFlow's TFRecord: the length of the data (64 bits), its
/// checksum, the data, and their checksum. All numbers are little-endian.
///
/// A checksum is a masked CRC-32C, as in `tensorflow/core/lib/hash/crc32c.h`: the checksum of data that contain
/// checksums would otherwise be weak.
enum EventRecord {
  /// The bytes before the data.
  static let headLength = 12
  /// The bytes besides the data.
  static let overhead = 16

  /// Returns the record of some data.
  static func bytes(of data: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(data.count + overhead)
    append(UInt64(data.count), to: &bytes)
    append(maskedChecksum(of: bytes), to: &bytes)
    bytes += data
    append(maskedChecksum(of: data), to: &bytes)
    return bytes
  }

  /// Returns the checksum of some bytes in its masked form.
  static func maskedChecksum(of bytes: [UInt8]) -> UInt32 {
    let checksum = CRC32C.checksum(of: bytes)
    return (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
  }

  private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }
}

/// Reads the records of an event file in order, up to its end or the first damaged record.
final class EventRecordReader {
  /// The greatest length of a record's data in bytes. A greater length is damage.
  private static let maximumLength = 1 << 28

  private let file: UnsafeMutablePointer<FILE>

  /// Opens a file.
  /// - Throws: `ExchangeError.fileFailed`.
  init(path: String) throws(ExchangeError) {
    guard let file = fopen(path, "re") else {
      throw .fileFailed(action: "read", path: path, code: errno)
    }
    self.file = file
  }

  deinit { fclose(file) }

  /// Returns the data of the next record; `nil` at the end, and for an incomplete or damaged record.
  func next() -> [UInt8]? {
    guard let head = read(EventRecord.headLength),
      Self.number(head[8...], UInt32.self) == EventRecord.maskedChecksum(of: Array(head[..<8])),
      let length = Int(exactly: Self.number(head[..<8], UInt64.self)),
      length <= Self.maximumLength,
      let data = read(length), let checksum = read(4),
      Self.number(checksum[...], UInt32.self) == EventRecord.maskedChecksum(of: data)
    else { return nil }
    return data
  }

  private func read(_ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    return fread(&bytes, 1, count, file) == count ? bytes : nil
  }

  private static func number<Number: FixedWidthInteger>(
    _ bytes: ArraySlice<UInt8>, _ type: Number.Type
  ) -> Number {
    bytes.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(as: Number.self)) }
  }
}
