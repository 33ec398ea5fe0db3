/// A format that is not decoded, recognised by its first bytes. These are formats of files that occur among
/// images. The raw value is the format in words, with an article.
public enum ForeignFormat: String, Hashable, Sendable, CaseIterable {
  /// The Graphics Interchange Format: `GIF87a` or `GIF89a`.
  case gif = "a GIF"
  /// A bitmap of Windows: `BM`, a length and four zeros.
  case bmp = "a BMP"
  /// The Tagged Image File Format, of either byte order.
  case tiff = "a TIFF"
  /// HEVC in an ISO media container.
  case heic = "a HEIC"
  /// AV1 in an ISO media container.
  case avif = "an AVIF"
  /// A JPEG XL codestream or container.
  case jpegXL = "a JPEG XL"
  /// A JPEG 2000 codestream or container.
  case jpeg2000 = "a JPEG 2000"
  /// A document of Photoshop: `8BPS`.
  case photoshop = "a Photoshop file"
  /// A picture of Netpbm: `P1` to `P6`.
  case netpbm = "a PPM, PGM or PBM"
  /// An icon of Windows.
  case icon = "an icon"
  /// A vector picture in XML.
  case svg = "an SVG"
  /// A document: `%PDF`.
  case pdf = "a PDF"
  /// An ISO media container of another brand, such as MP4.
  case film = "a film"
  /// A page that a server sent in place of the image.
  case webPage = "a web page (HTML)"
  /// A file compressed with gzip.
  case gzip = "a gzip archive"
  /// A zip archive.
  case zip = "a zip archive"
  /// The resource fork that macOS writes beside a file: `._name`.
  case appleDouble = "a companion file of macOS"
  /// The text that stands for a file in a Git repository with LFS.
  case largeFilePointer = "a Git LFS pointer to a file that was not downloaded"
  /// A file whose first 4 KiB are zeros, as an interrupted download leaves it.
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

  /// Returns true if the file begins with "BM", a length and four zeros. "BM" alone is also the
  /// beginning of texts.
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
