/// The first chunk of a PNG file, and the orientation in EXIF if it precedes the pixels (PNG, third
/// edition, sections 11.2.1 and 11.3.3.6).
struct PNGHeader {
  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  private let bytes: UnsafeRawBufferPointer

  /// Returns true if the bytes are the beginning of a PNG file.
  static func begins(_ bytes: UnsafeRawBufferPointer) -> Bool { bytes.starts(with: signature) }

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// Reads the header.
  /// - Throws: `.truncated` if the bytes end before the header does.
  func header() throws(ImageDamage) -> ImageHeader {
    // The bytes are: signature 8, length 4, name 4, width 4, height 4, depth, colour type, three methods,
    // checksum 4.
    guard bytes.count >= 33, let width = ByteOrder.bigEndian.long(bytes, at: 16),
      let height = ByteOrder.bigEndian.long(bytes, at: 20)
    else { throw .truncated }
    guard name(at: 8).elementsEqual("IHDR".utf8) else { throw .malformed("it has no header") }
    let colorModel: ImageHeader.ColorModel
    switch bytes[25] {
    case 0, 4: colorModel = .gray
    case 2, 6: colorModel = .color
    case 3: colorModel = .palette
    default: throw .malformed("its colour type is \(bytes[25])")
    }
    // Width and height of a valid PNG are below 2³¹, so that their product cannot overflow.
    guard width < 1 << 31, height < 1 << 31 else {
      throw .tooLarge(width: Int(width), height: Int(height))
    }
    var header = ImageHeader(
      kind: .png, width: Int(width), height: Int(height), colorModel: colorModel)
    header.orientation = orientation() ?? .upright
    return header
  }

  private func name(at chunk: Int) -> Slice<UnsafeRawBufferPointer> { bytes[chunk + 4..<chunk + 8] }

  /// Returns the orientation in a chunk "eXIf" before the pixels; `nil` if there is none.
  private func orientation() -> ImageOrientation? {
    var chunk = 8
    while let length = ByteOrder.bigEndian.long(bytes, at: chunk), chunk + 8 <= bytes.count,
      !name(at: chunk).elementsEqual("IDAT".utf8)
    {
      let end = chunk + 8 + Int(length)
      guard end <= bytes.count else { return nil }
      if name(at: chunk).elementsEqual("eXIf".utf8) {
        return ImageOrientation(tiff: UnsafeRawBufferPointer(rebasing: bytes[chunk + 8..<end]))
      }
      chunk = end + 4
    }
    return nil
  }
}
