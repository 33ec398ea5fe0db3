/// The segments of a JPEG file up to its first scan (ITU-T T.81, annex B): the frame and the orientation in
/// EXIF.
struct JPEGHeader {
  private enum Marker {
    static let startOfScan: UInt8 = 0xDA
    static let endOfImage: UInt8 = 0xD9
    static let exif: UInt8 = 0xE1
    /// Baseline, extended and progressive frames, with Huffman or arithmetic coding.
    static let frames: Set<UInt8> = [0xC0, 0xC1, 0xC2, 0xC9, 0xCA]
    /// Lossless and hierarchical frames.
    static let otherFrames: Set<UInt8> = [0xC3, 0xC5, 0xC6, 0xC7, 0xCB, 0xCD, 0xCE, 0xCF]
    /// Returns true for the markers without a length: TEM, RST0…RST7, SOI.
    static func isBare(_ code: UInt8) -> Bool { code == 0x01 || (0xD0...0xD8).contains(code) }
  }

  private let bytes: UnsafeRawBufferPointer
  private var frame: (width: Int, height: Int, components: Int)?
  private var orientation: ImageOrientation?

  /// Returns true if the bytes are the beginning of a JPEG file.
  static func begins(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count >= 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF
  }

  /// Reads the segments.
  /// - Throws: `.truncated` if the bytes end before the first scan.
  init(_ bytes: UnsafeRawBufferPointer) throws(ImageDamage) {
    self.bytes = bytes
    var offset = 2
    while let code = try nextMarker(&offset), code != Marker.startOfScan {
      if Marker.isBare(code) { continue }
      guard let length = ByteOrder.bigEndian.word(bytes, at: offset) else { throw .truncated }
      guard length >= 2 else { throw .malformed("a segment in its header has no length") }
      guard offset + Int(length) <= bytes.count else { throw .truncated }
      try read(code, UnsafeRawBufferPointer(rebasing: bytes[offset + 2..<offset + Int(length)]))
      offset += Int(length)
    }
  }

  /// Returns the code after the next 0xFF; `nil` at the end of the image.
  private func nextMarker(_ offset: inout Int) throws(ImageDamage) -> UInt8? {
    // Fill bytes are allowed between segments. Like libjpeg, this skips all other bytes too.
    while offset < bytes.count, bytes[offset] != 0xFF { offset += 1 }
    while offset < bytes.count, bytes[offset] == 0xFF { offset += 1 }
    guard offset < bytes.count else { throw .truncated }
    defer { offset += 1 }
    return bytes[offset] == Marker.endOfImage ? nil : bytes[offset]
  }

  private mutating func read(_ code: UInt8, _ segment: UnsafeRawBufferPointer) throws(ImageDamage) {
    switch code {
    case Marker.exif where orientation == nil && segment.starts(with: "Exif\0\0".utf8):
      orientation = ImageOrientation(tiff: UnsafeRawBufferPointer(rebasing: segment.dropFirst(6)))
    case _ where Marker.frames.contains(code):
      guard frame == nil else { throw .malformed("it has two frames") }
      frame = try Self.frame(segment)
    case _ where Marker.otherFrames.contains(code):
      throw .unsupported("lossless or hierarchical JPEG")
    default: break
    }
  }

  private static func frame(_ segment: UnsafeRawBufferPointer) throws(ImageDamage)
    -> (width: Int, height: Int, components: Int)
  {
    guard segment.count >= 6, let height = ByteOrder.bigEndian.word(segment, at: 1),
      let width = ByteOrder.bigEndian.word(segment, at: 3)
    else { throw .malformed("its frame header is too short") }
    guard segment[0] == 8 else { throw .unsupported("JPEG with \(segment[0]) bits") }
    return (Int(width), Int(height), Int(segment[5]))
  }

  func header() throws(ImageDamage) -> ImageHeader {
    guard let frame else { throw .malformed("it has no frame") }
    let colorModel: ImageHeader.ColorModel
    switch frame.components {
    case 1: colorModel = .gray
    case 3: colorModel = .color
    case 4: colorModel = .cmyk
    default: throw .unsupported("JPEG with \(frame.components) components")
    }
    var header = ImageHeader(
      kind: .jpeg, width: frame.width, height: frame.height, colorModel: colorModel)
    header.orientation = orientation ?? .upright
    return header
  }
}
