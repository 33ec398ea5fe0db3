import CPNG
import Channels

/// An IDX file of bytes, the format of MNIST: a header of big-endian numbers, then the items (LeCun, Cortes,
/// Burges: The MNIST database). Compression with gzip is detected from the content.
struct IDXFile {
  /// The kind of items in a file.
  enum ItemKind {
    case labels, images

    /// The first four bytes: type 8 (bytes), and 1 or 3 dimensions.
    var magic: UInt32 { self == .labels ? 0x0801 : 0x0803 }
    var headerBytes: Int { self == .labels ? 8 : 16 }
  }

  /// The width and height of the images of MNIST and all similar sets.
  static let side = 28
  /// A limit that no known set reaches, so that a damaged header cannot request any amount of memory.
  static let maximumItems = 300_000

  let path: String
  let count: Int
  /// The number of bytes of an item, 1 for a label.
  let itemBytes: Int
  private let items: Buffer<UInt8>

  /// Reads a file.
  /// - Throws: `.unreadable` or `.damagedIDX`.
  init(path: String, _ kind: ItemKind) throws(ImagesError) {
    let bytes: UnsafeRawBufferPointer
    let files = FileReader()
    do throws(ImageDamage) {
      bytes = try files.read(Array(path.utf8) + [0])
    } catch {
      throw .unreadable(path: path, reason: error.reason)
    }
    do throws(IDXDamage) {
      self = try withExtendedLifetime(files) { () throws(IDXDamage) in
        try IDXFile(path: path, bytes, kind)
      }
    } catch {
      throw .damagedIDX(path: path, error)
    }
  }

  /// Decodes the bytes of a file.
  init(path: String, _ bytes: UnsafeRawBufferPointer, _ kind: ItemKind) throws(IDXDamage) {
    self.path = path
    count = try Self.count(inHeaderOf: bytes, kind)
    itemBytes = kind == .labels ? 1 : Self.side * Self.side
    let length = kind.headerBytes + count * itemBytes
    items = Buffer(count: count * itemBytes, repeating: 0)
    guard !Self.isCompressed(bytes) else {
      let whole = try Self.inflated(bytes, length: length)
      items.elements.baseAddress!.update(
        from: whole.elements.baseAddress! + kind.headerBytes, count: items.count)
      return
    }
    guard bytes.count == length else {
      throw .wrongLength(bytes: bytes.count, expected: length)
    }
    UnsafeMutableRawBufferPointer(items.elements).copyMemory(
      from: UnsafeRawBufferPointer(rebasing: bytes[kind.headerBytes...]))
  }

  /// The bytes of an item, valid as long as this file.
  subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: items.elements[index * itemBytes..<(index + 1) * itemBytes])
  }

  private static func isCompressed(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.starts(with: [0x1F, 0x8B])
  }

  /// Reads and checks only the header.
  /// - Returns: The number of items that it announces.
  private static func count(
    inHeaderOf bytes: UnsafeRawBufferPointer, _ kind: ItemKind
  ) throws(IDXDamage) -> Int {
    var beginning = [UInt8](repeating: 0, count: kind.headerBytes)
    var length = min(bytes.count, beginning.count)
    if isCompressed(bytes) {
      let result = gunzip(bytes, into: &beginning, &length)
      guard result == CPNG_DONE || result == CPNG_TOO_LONG else { throw damage(result) }
    } else {
      beginning.replaceSubrange(..<length, with: bytes.prefix(length))
    }
    guard length == beginning.count else { throw .cutHeader(bytes: length) }
    let numbers = beginning.withUnsafeBytes { header in
      stride(from: 0, to: header.count, by: 4).map { ByteOrder.bigEndian.long(header, at: $0) ?? 0 }
    }
    guard numbers[0] == kind.magic else {
      throw .wrongMagic(found: numbers[0], expected: kind.magic)
    }
    guard (1...UInt32(maximumItems)).contains(numbers[1]) else {
      throw .wrongCount(Int(numbers[1]), maximum: maximumItems)
    }
    guard kind == .labels || (numbers[2] == side && numbers[3] == side) else {
      throw .wrongSides(rows: Int(numbers[2]), columns: Int(numbers[3]))
    }
    return Int(numbers[1])
  }

  /// Decompresses a file.
  /// - Parameter length: The length after decompression that the header announces.
  private static func inflated(
    _ bytes: UnsafeRawBufferPointer, length: Int
  ) throws(IDXDamage) -> Buffer<UInt8> {
    let whole = Buffer<UInt8>(count: length, repeating: 0)
    var found = 0
    let result = cpng_gunzip(
      bytes.assumingMemoryBound(to: UInt8.self).baseAddress, bytes.count,
      whole.elements.baseAddress, length, &found)
    guard result == CPNG_DONE else {
      throw result == CPNG_TOO_LONG ? .tooLong(expected: length) : damage(result)
    }
    guard found == length else { throw .wrongLength(bytes: found, expected: length) }
    return whole
  }

  private static func gunzip(
    _ bytes: UnsafeRawBufferPointer, into output: inout [UInt8], _ length: inout Int
  ) -> cpng_result {
    cpng_gunzip(
      bytes.assumingMemoryBound(to: UInt8.self).baseAddress, bytes.count, &output, output.count,
      &length)
  }

  private static func damage(_ result: cpng_result) -> IDXDamage {
    switch result {
    case CPNG_TRUNCATED: .cutGzip
    case CPNG_OUT_OF_MEMORY: .outOfMemory
    default: .damagedGzip
    }
  }
}
