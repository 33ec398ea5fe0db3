/// A JPEG file's segments up to its first scan (ITU-T T.81, annex B): the frame and EXIF's orientation.
struct JPEGHeader {
  private enum Marker {
    static let startOfScan: UInt8 = 0xDA
    static let endOfImage: UInt8 = 0xD9
    static let exif: UInt8 = 0xE1
    /// Baseline, extended and progressive, with Huffman's or arithmetic coding.
    static let frames: Set<UInt8> = [0xC0, 0xC1, 0xC2, 0xC9, 0xCA]
    /// Lossless and hierarchical ones.
    static let otherFrames: Set<UInt8> = [0xC3, 0xC5, 0xC6, 0xC7, 0xCB, 0xCD, 0xCE, 0xCF]
    /// Without a length: TEM, RST0…RST7, SOI.
    static func isBare(_ code: UInt8) -> Bool { code == 0x01 || (0xD0...0xD8).contains(code) }
  }

  private let bytes: UnsafeRawBufferPointer
  private var frame: (width: Int, height: Int, components: Int)?
  private var orientation: ImageOrientation?

  static func begins(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count >= 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF
  }

  init(_ bytes: UnsafeRawBufferPointer) throws(ImageDamage) {
    self.bytes = bytes
    var place = 2
    while let code = try nextMarker(&place), code != Marker.startOfScan {
      if Marker.isBare(code) { continue }
      guard let length = ByteOrder.bigEndian.word(bytes, at: place) else { throw .truncated }
      guard length >= 2 else { throw .malformed("a segment in its header has no length") }
      guard place + Int(length) <= bytes.count else { throw .truncated }
      try read(code, UnsafeRawBufferPointer(rebasing: bytes[place + 2..<place + Int(length)]))
      place += Int(length)
    }
  }

  /// The code after the next 0xFF; nil at the image's end.
  private func nextMarker(_ place: inout Int) throws(ImageDamage) -> UInt8? {
    // Between segments there may be fill bytes; libjpeg skips anything else too.
    while place < bytes.count, bytes[place] != 0xFF { place += 1 }
    while place < bytes.count, bytes[place] == 0xFF { place += 1 }
    guard place < bytes.count else { throw .truncated }
    defer { place += 1 }
    return bytes[place] == Marker.endOfImage ? nil : bytes[place]
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
    guard segment[0] == 8 else { throw .unsupported("JPEG of \(segment[0]) bits") }
    return (Int(width), Int(height), Int(segment[5]))
  }

  func header() throws(ImageDamage) -> ImageHeader {
    guard let frame else { throw .malformed("it has no frame") }
    let colorModel: ImageHeader.ColorModel
    switch frame.components {
    case 1: colorModel = .gray
    case 3: colorModel = .color
    case 4: colorModel = .cmyk
    default: throw .unsupported("JPEG of \(frame.components) components")
    }
    var header = ImageHeader(
      kind: .jpeg, width: frame.width, height: frame.height, colorModel: colorModel)
    header.orientation = orientation ?? .upright
    return header
  }
}
