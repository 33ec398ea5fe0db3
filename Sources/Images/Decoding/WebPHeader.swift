/// The chunks of a WebP file up to its first frame, and the orientation in EXIF after it (RFC 9649). An
/// animation is decoded as its first frame on an empty canvas.
struct WebPHeader {
  /// The position of a frame on the canvas, and the chunks that contain it.
  struct Frame {
    var column = 0
    var row = 0
    var width: Int
    var height: Int
    var chunks: Range<Int>
  }

  private enum Flag {
    static let animation: UInt8 = 0x02
    static let exif: UInt8 = 0x08
  }

  private let bytes: UnsafeRawBufferPointer
  /// The length of the file by its own header.
  private let end: Int
  private var canvas: (width: Int, height: Int)?
  private var orientation: ImageOrientation?
  private(set) var frame: Frame?

  /// Returns true if the bytes are the beginning of a WebP file.
  static func begins(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count >= 12 && bytes.starts(with: "RIFF".utf8)
      && bytes[8..<12].elementsEqual("WEBP".utf8)
  }

  /// True if the file has the length that its header announces.
  var isWhole: Bool { end <= bytes.count }

  /// Reads the chunks.
  /// - Parameter bytes: The bytes of the file, or its beginning.
  /// - Throws: `.truncated` if the bytes end before the frame or the orientation is found.
  init(_ bytes: UnsafeRawBufferPointer) throws(ImageDamage) {
    self.bytes = bytes
    end = 8 + Int(ByteOrder.littleEndian.long(bytes, at: 4) ?? 0)
    guard let flags = try readFirstChunk() else { return }
    let wantsOrientation = flags & Flag.exif != 0
    var chunk = 30
    var alpha: Int?
    // The chunks after the frame are read only for the orientation.
    while chunk + 8 <= end, frame == nil || (wantsOrientation && orientation == nil) {
      let contents = try contents(of: chunk)
      switch try name(at: chunk) {
      case "ALPH" where frame == nil: alpha = alpha ?? chunk
      case "VP8 " where frame == nil, "VP8L" where frame == nil:
        try readStill(from: alpha ?? chunk, to: contents)
      case "ANMF" where frame == nil && flags & Flag.animation != 0:
        try readAnimated(contents)
      case "EXIF": try readOrientation(contents)
      default: break
      }
      chunk = contents.upperBound + contents.count % 2
    }
    guard frame != nil else { throw .malformed("it has no image") }
  }

  /// Reads the first chunk.
  /// - Returns: The flags of an extended file; `nil` for a simple file, which has only this chunk.
  private mutating func readFirstChunk() throws(ImageDamage) -> UInt8? {
    let first = try contents(of: 12)
    switch try name(at: 12) {
    case "VP8 ", "VP8L":
      let size = try size(ofImage: 12)
      canvas = size
      frame = Frame(width: size.width, height: size.height, chunks: 12..<first.upperBound)
      return nil
    case "VP8X":
      guard first.count >= 10 else { throw .malformed("its header is too short") }
      guard bytes.count >= 30 else { throw .truncated }
      canvas = (try number(at: 24) + 1, try number(at: 27) + 1)
      return bytes[20]
    default: throw .malformed("its first chunk is neither an image nor a header")
    }
  }

  private mutating func readStill(from start: Int, to contents: Range<Int>) throws(ImageDamage) {
    let size = try size(ofImage: contents.lowerBound - 8)
    guard let canvas, size == canvas else {
      throw .malformed(
        "its image is \(size.width)×\(size.height), which differs from its header")
    }
    frame = Frame(width: size.width, height: size.height, chunks: start..<contents.upperBound)
  }

  private mutating func readAnimated(_ contents: Range<Int>) throws(ImageDamage) {
    guard contents.count > 16 else { throw .malformed("its first frame is too short") }
    let start = contents.lowerBound
    let frame = Frame(
      column: 2 * (try number(at: start)), row: 2 * (try number(at: start + 3)),
      width: try number(at: start + 6) + 1, height: try number(at: start + 9) + 1,
      chunks: start + 16..<contents.upperBound)
    guard let canvas, frame.column + frame.width <= canvas.width,
      frame.row + frame.height <= canvas.height
    else { throw .malformed("its first frame extends beyond its canvas") }
    self.frame = frame
  }

  private mutating func readOrientation(_ contents: Range<Int>) throws(ImageDamage) {
    guard contents.upperBound <= bytes.count else { throw .truncated }
    var tiff = bytes[contents]
    // The prefix of JPEG is wrong here, but common.
    if tiff.starts(with: "Exif\0\0".utf8) { tiff = tiff.dropFirst(6) }
    orientation = ImageOrientation(tiff: UnsafeRawBufferPointer(rebasing: tiff)) ?? .upright
  }

  /// Reads the size in the bitstream of a "VP8 " or "VP8L" chunk.
  private func size(ofImage chunk: Int) throws(ImageDamage) -> (width: Int, height: Int) {
    let start = chunk + 8
    if try name(at: chunk) == "VP8L" {
      guard bytes.count >= start + 5, let sides = ByteOrder.littleEndian.long(bytes, at: start + 1)
      else { throw .truncated }
      guard bytes[start] == 0x2F, sides >> 29 == 0 else {
        throw .malformed("its lossless image has a wrong signature")
      }
      return (Int(sides & 0x3FFF) + 1, Int(sides >> 14 & 0x3FFF) + 1)
    }
    guard bytes.count >= start + 10, let width = ByteOrder.littleEndian.word(bytes, at: start + 6),
      let height = ByteOrder.littleEndian.word(bytes, at: start + 8)
    else { throw .truncated }
    guard bytes[start] & 1 == 0, bytes[start + 3..<start + 6].elementsEqual([0x9D, 0x01, 0x2A])
    else { throw .malformed("its lossy image has a wrong signature") }
    return (Int(width & 0x3FFF), Int(height & 0x3FFF))
  }

  private func name(at chunk: Int) throws(ImageDamage) -> String {
    guard chunk + 8 <= bytes.count else { throw .truncated }
    return String(decoding: bytes[chunk..<chunk + 4], as: UTF8.self)
  }

  private func contents(of chunk: Int) throws(ImageDamage) -> Range<Int> {
    guard let count = ByteOrder.littleEndian.long(bytes, at: chunk + 4) else { throw .truncated }
    guard chunk + 8 + Int(count) <= end else {
      throw .malformed("one of its chunks is longer than the file")
    }
    return chunk + 8..<chunk + 8 + Int(count)
  }

  /// Reads a number of 24 bits.
  private func number(at offset: Int) throws(ImageDamage) -> Int {
    guard offset + 3 <= bytes.count else { throw .truncated }
    return Int(bytes[offset]) | Int(bytes[offset + 1]) << 8 | Int(bytes[offset + 2]) << 16
  }

  func header() throws(ImageDamage) -> ImageHeader {
    guard let canvas else { throw .malformed("it has no image") }
    var header = ImageHeader(
      kind: .webp, width: canvas.width, height: canvas.height, colorModel: .color)
    header.orientation = orientation ?? .upright
    return header
  }
}
