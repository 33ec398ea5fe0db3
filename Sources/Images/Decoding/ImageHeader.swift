/// The properties of an image file that precede its pixels.
public struct ImageHeader: Hashable, Sendable {
  /// A file format.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A file that libjpeg-turbo decodes.
    case jpeg = "JPEG"
    /// A file that libpng decodes.
    case png = "PNG"
    /// A file that libwebp decodes.
    case webp = "WebP"
  }

  /// The representation of colours in the file.
  public enum ColorModel: String, Hashable, Sendable, CaseIterable {
    /// The meanings of a pixel's samples.
    case gray, color, palette, cmyk
  }

  /// The file format.
  public var kind: Kind
  /// The width of the stored image in pixels.
  public var width: Int
  /// The height of the stored image in pixels.
  public var height: Int
  /// The representation of colours.
  public var colorModel: ColorModel
  /// The orientation of the stored image.
  public var orientation = ImageOrientation.upright

  /// The width of the upright image in pixels.
  public var uprightWidth: Int { orientation.swapsSides ? height : width }
  /// The height of the upright image in pixels.
  public var uprightHeight: Int { orientation.swapsSides ? width : height }

  /// The largest number of pixels that is decoded. Photographs have fewer, and a damaged header must not
  /// request any amount of memory.
  static let maximumPixels = 100_000_000

  /// Reads the header of a file. The format is detected from the content, not from the name.
  /// - Parameter bytes: The bytes of the file, or its beginning.
  /// - Throws: `.truncated` if the bytes end before the header does.
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
    guard width > 0, height > 0 else { throw .malformed("its size is \(width)×\(height)") }
    guard width * height <= Self.maximumPixels else {
      throw .tooLarge(width: width, height: height)
    }
  }

  init(kind: Kind, width: Int, height: Int, colorModel: ColorModel) {
    self.kind = kind
    self.width = width
    self.height = height
    self.colorModel = colorModel
  }
}
