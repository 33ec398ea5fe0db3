/// A format that is not decoded, recognised by its first bytes. These are formats of files that occur among
/// images. The raw value is the format in words, with an article.
public enum ForeignFormat: String, Hashable, Sendable, CaseIterable {
  case gif = "a GIF"
  case bmp = "a BMP"
  case tiff = "a TIFF"
  case heic = "a HEIC"
  case avif = "an AVIF"
  case jpegXL = "a JPEG XL"
  case jpeg2000 = "a JPEG 2000"
  case photoshop = "a Photoshop file"
  case netpbm = "a PPM, PGM or PBM"
  case icon = "an icon"
  case svg = "an SVG"
  case pdf = "a PDF"
  case film = "a film"
  case webPage = "a web page (HTML)"
  case gzip = "a gzip archive"
  case zip = "a zip archive"
  case appleDouble = "a companion file of macOS"
  case largeFilePointer = "a Git LFS pointer to a file that was not downloaded"
  case zeros = "a file of zeros"

  /// The action that resolves the problem, as a clause without a full stop.
  public var remedy: String {
    switch self {
    case .gif, .bmp, .tiff, .heic, .avif, .jpegXL, .jpeg2000, .photoshop, .netpbm, .icon, .svg,
      .pdf:
      "convert it to JPEG, PNG or WebP, or remove it"
    case .gzip, .zip: "unpack it, or remove it"
    case .webPage, .zeros: "download the image again, or remove the file"
    case .largeFilePointer: "download the files with 'git lfs pull'"
    case .film, .appleDouble: "remove the file"
    }
  }

  /// The first bytes that are the same in every file of a format.
  private static let beginnings: [(ForeignFormat, [UInt8])] = [
    (.gif, Array("GIF8".utf8)),
    (.tiff, [0x49, 0x49, 0x2A, 0x00]), (.tiff, [0x4D, 0x4D, 0x00, 0x2A]),
    (.tiff, [0x49, 0x49, 0x2B, 0x00]), (.tiff, [0x4D, 0x4D, 0x00, 0x2B]),
    (.jpegXL, [0xFF, 0x0A]), (.jpegXL, [0, 0, 0, 12] + Array("JXL ".utf8)),
    (.jpeg2000, [0, 0, 0, 12] + Array("jP  ".utf8)), (.jpeg2000, [0xFF, 0x4F, 0xFF, 0x51]),
    (.photoshop, Array("8BPS".utf8)), (.icon, [0, 0, 1, 0]), (.pdf, Array("%PDF".utf8)),
    (.gzip, [0x1F, 0x8B]), (.zip, [0x50, 0x4B, 0x03, 0x04]),
    (.appleDouble, [0x00, 0x05, 0x16, 0x07]),
    (.largeFilePointer, Array("version https://git-lfs".utf8)),
  ]

  /// Recognises a file by its first bytes; `nil` if it has none of these formats.
  public init?(of bytes: UnsafeRawBufferPointer) {
    if let found = Self.beginnings.first(where: { bytes.starts(with: $0.1) }) {
      self = found.0
    } else if let brand = Self.brand(bytes) {
      self = brand
    } else if Self.isBMP(bytes) {
      self = .bmp
    } else if let text = Self.text(bytes) {
      self = text
    } else if !bytes.isEmpty, bytes.prefix(4096).allSatisfy({ $0 == 0 }) {
      self = .zeros
    } else {
      return nil
    }
  }

  /// Recognises ISO base media files (ISO/IEC 14496-12), which begin with a box "ftyp" with a major brand
  /// and compatible brands.
  private static func brand(_ bytes: UnsafeRawBufferPointer) -> ForeignFormat? {
    guard bytes.count >= 12, bytes[4..<8].elementsEqual("ftyp".utf8) else { return nil }
    let length = min(Int(ByteOrder.bigEndian.long(bytes, at: 0) ?? 0), bytes.count, 256)
    let brands = stride(from: 8, to: max(length, 12) - 3, by: 4).map {
      String(decoding: bytes[$0..<$0 + 4], as: UTF8.self)
    }
    if brands.contains(where: { ["avif", "avis"].contains($0) }) { return .avif }
    let heic = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"]
    return brands.contains(where: heic.contains) ? .heic : .film
  }

  /// True if the file begins with "BM", a length and four zeros. "BM" alone is also the beginning of texts.
  private static func isBMP(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count >= 14 && bytes.starts(with: "BM".utf8) && bytes[6..<10].allSatisfy { $0 == 0 }
  }

  /// Recognises formats that begin with text.
  private static func text(_ bytes: UnsafeRawBufferPointer) -> ForeignFormat? {
    if bytes.count > 2, bytes[0] == UInt8(ascii: "P"), (0x31...0x36).contains(bytes[1]),
      [0x20, 0x0A, 0x0D, 0x09].contains(bytes[2])
    {
      return .netpbm
    }
    let start = String(decoding: bytes.prefix(512), as: UTF8.self).lowercased()
      .drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") || start.hasPrefix("<head") {
      return .webPage
    }
    if start.hasPrefix("<svg") || (start.hasPrefix("<?xml") && start.contains("<svg")) {
      return .svg
    }
    return start.hasPrefix("<?xml") && start.contains("<html") ? .webPage : nil
  }
}
