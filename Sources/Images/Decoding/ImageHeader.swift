/// What an image file says of itself before its pixels.
public struct ImageHeader: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case jpeg = "JPEG"
    case png = "PNG"
    case webp = "WebP"
  }

  /// How the file keeps its colours.
  public enum ColorModel: String, Hashable, Sendable, CaseIterable {
    case gray, color, palette, cmyk
  }

  public var kind: Kind
  /// As stored; `uprightWidth` is as seen.
  public var width: Int
  /// As stored; `uprightHeight` is as seen.
  public var height: Int
  public var colorModel: ColorModel
  public var orientation = ImageOrientation.upright

  public var uprightWidth: Int { orientation.swapsSides ? height : width }
  public var uprightHeight: Int { orientation.swapsSides ? width : height }

  /// An image with more pixels is refused unread: nobody's photograph, and a few bytes could otherwise
  /// ask for any amount of memory.
  static let mostPixels = 100_000_000

  /// Reads a header. The kind is told by the content, whatever the file is called.
  /// - Parameter bytes: the file, or its beginning.
  /// - Throws: `.truncated` when the bytes end before the header does.
  public init(of bytes: UnsafeRawBufferPointer) throws(ImageDamage) {
    if JPEGHeader.begins(bytes) {
      self = try JPEGHeader(bytes).header()
    } else if PNGHeader.begins(bytes) {
      self = try PNGHeader(bytes).header()
    } else if WebPHeader.begins(bytes) {
      self = try WebPHeader(bytes).header()
    } else {
      throw bytes.isEmpty ? .empty : .unknownKind(ForeignFormat(of: bytes))
    }
    guard width > 0, height > 0 else { throw .malformed("its sides are \(width)×\(height)") }
    guard width * height <= Self.mostPixels else { throw .tooLarge(width: width, height: height) }
  }

  init(kind: Kind, width: Int, height: Int, colorModel: ColorModel) {
    self.kind = kind
    self.width = width
    self.height = height
    self.colorModel = colorModel
  }
}
