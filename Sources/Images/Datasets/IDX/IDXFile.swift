import CPNG
import Channels

/// An IDX file of bytes, as MNIST's are: a header of big-endian numbers, then one item after another
/// (LeCun, Cortes, Burges: The MNIST database). Compressed with gzip or not, which is told by the content.
struct IDXFile {
  enum Contents {
    case labels, images

    /// Type 8 (bytes), and 1 or 3 dimensions.
    var magic: UInt32 { self == .labels ? 0x0801 : 0x0803 }
    var headerBytes: Int { self == .labels ? 8 : 16 }
  }

  /// MNIST's images and those of all its kin are 28×28.
  static let side = 28
  /// More than any set of this format and of these classes has; a header could otherwise ask for any
  /// amount of memory.
  static let mostItems = 300_000

  let path: String
  let count: Int
  /// The bytes of an item: 1 for a label.
  let itemBytes: Int
  private let items: Buffer<UInt8>

  /// Reads a whole file.
  init(path: String, _ contents: Contents) throws(ImagesError) {
    let bytes: UnsafeRawBufferPointer
    let files = FileReader()
    do throws(ImageDamage) {
      bytes = try files.read(Array(path.utf8) + [0])
    } catch {
      throw .unreadable(path: path, reason: error.reason)
    }
    do throws(IDXDamage) {
      self = try withExtendedLifetime(files) { () throws(IDXDamage) in
        try IDXFile(path: path, bytes, contents)
      }
    } catch {
      throw .damagedIDX(path: path, error)
    }
  }

  /// Reads a file's bytes.
  init(path: String, _ bytes: UnsafeRawBufferPointer, _ contents: Contents) throws(IDXDamage) {
    self.path = path
    count = try Self.count(inHeaderOf: bytes, contents)
    itemBytes = contents == .labels ? 1 : Self.side * Self.side
    let length = contents.headerBytes + count * itemBytes
    items = Buffer(count: count * itemBytes, repeating: 0)
    guard !Self.isCompressed(bytes) else {
      let whole = try Self.inflated(bytes, length: length)
      items.elements.baseAddress!.update(
        from: whole.elements.baseAddress! + contents.headerBytes, count: items.count)
      return
    }
    guard bytes.count == length else {
      throw .wrongLength(bytes: bytes.count, expected: length)
    }
    UnsafeMutableRawBufferPointer(items.elements).copyMemory(
      from: UnsafeRawBufferPointer(rebasing: bytes[contents.headerBytes...]))
  }

  /// An item's bytes, valid while the file lives.
  subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: items.elements[index * itemBytes..<(index + 1) * itemBytes])
  }

  private static func isCompressed(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.starts(with: [0x1F, 0x8B])
  }

  /// Reads and checks the header alone.
  /// - Returns: The number of items that it announces.
  private static func count(
    inHeaderOf bytes: UnsafeRawBufferPointer, _ contents: Contents
  ) throws(IDXDamage) -> Int {
    var beginning = [UInt8](repeating: 0, count: contents.headerBytes)
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
    guard numbers[0] == contents.magic else {
      throw .wrongMagic(found: numbers[0], expected: contents.magic)
    }
    guard (1...UInt32(mostItems)).contains(numbers[1]) else {
      throw .wrongCount(Int(numbers[1]), most: mostItems)
    }
    guard contents == .labels || (numbers[2] == side && numbers[3] == side) else {
      throw .wrongSides(rows: Int(numbers[2]), columns: Int(numbers[3]))
    }
    return Int(numbers[1])
  }

  /// Inflates all of a file, whose length its header says.
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
