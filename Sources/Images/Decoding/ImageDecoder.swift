/// Decodes JPEG, PNG and WebP for one thread, into memory that each image reuses. The format is detected
/// from the content; another format begins in ``ImageHeader``. Decoded images are upright and have 8-bit
/// red, green and blue; transparent parts are white.
public final class ImageDecoder {
  private let jpeg = JPEGDecoder()
  private let resampler = Resampler()
  private let stored = ScratchMemory()
  private let upright = ScratchMemory()

  /// Creates a decoder for one thread.
  public init() {}

  /// Decodes a whole image.
  /// - Parameter bytes: The bytes of the file.
  /// - Returns: The pixels, which are valid until the next call and only as long as this decoder.
  public func decode(_ bytes: UnsafeRawBufferPointer) throws(ImageDamage) -> DecodedImage {
    let header = try ImageHeader(of: bytes)
    let image = try decode(bytes, header, denominator: 1)
    guard header.orientation != .upright else { return image }
    let target = upright.bytes(image.width * image.height * 3)
    let grid = PixelGrid(
      target, columns: image.width, rows: image.height, orientation: header.orientation)
    for row in 0..<image.height {
      for column in 0..<image.width {
        let pixel = image.pixels.baseAddress! + (row * image.width + column) * 3
        grid.pixel(column: column, row: row).update(from: pixel, count: 3)
      }
    }
    return DecodedImage(
      width: header.uprightWidth, height: header.uprightHeight,
      pixels: UnsafeBufferPointer(start: target, count: image.pixels.count))
  }

  /// Decodes the centre square of an image as in the paper (section 2): the shorter side is scaled to
  /// `side`, then the centre is cut out. The image is resampled with an antialiased cubic (see
  /// `Resampler`). A JPEG is first decoded at a half, a quarter or an eighth of its size if at least twice
  /// the side remains.
  /// - Parameters:
  ///   - bytes: The bytes of the file.
  ///   - side: The width and height of the square in pixels.
  ///   - square: Receives the square, `[side, side, 3]`.
  public func decode(
    _ bytes: UnsafeRawBufferPointer, side: Int, into square: UnsafeMutableBufferPointer<UInt8>
  ) throws(ImageDamage) {
    precondition(side > 0 && square.count == side * side * 3, "the square is [side, side, 3]")
    let header = try ImageHeader(of: bytes)
    if header.width == side, header.height == side, header.orientation == .upright,
      header.kind == .jpeg, header.colorModel != .cmyk
    {
      // Prepared images already have the right size.
      return try jpeg.decode(bytes, header, denominator: 1, into: square.baseAddress!)
    }
    let denominator = Self.denominator(of: header, side: side)
    let image = try decode(bytes, header, denominator: denominator)
    resampler.writeSquare(
      of: image, width: Double(header.width) / Double(denominator),
      height: Double(header.height) / Double(denominator), orientation: header.orientation,
      side: side, to: square.baseAddress!)
  }

  /// Returns the factor, 1, 2, 4 or 8, by which a JPEG is scaled down while it is decoded. At least twice
  /// the side remains for the filter. libjpeg-turbo has fast code for these factors.
  static func denominator(of header: ImageHeader, side: Int) -> Int {
    guard header.kind == .jpeg else { return 1 }
    return [8, 4, 2].first { min(header.width, header.height) / $0 >= 2 * side } ?? 1
  }

  /// Decodes an image without turning it upright.
  private func decode(
    _ bytes: UnsafeRawBufferPointer, _ header: ImageHeader, denominator: Int
  ) throws(ImageDamage) -> DecodedImage {
    let width = (header.width + denominator - 1) / denominator
    let height = (header.height + denominator - 1) / denominator
    // Decoders need four bytes for each pixel with transparency or a fourth ink.
    let pixels = stored.bytes(width * height * 4)
    switch header.kind {
    case .jpeg: try jpeg.decode(bytes, header, denominator: denominator, into: pixels)
    case .png: try PNGDecoder.decode(bytes, header, into: pixels)
    case .webp: try WebPDecoder.decode(bytes, header, into: pixels)
    }
    return DecodedImage(
      width: width, height: height,
      pixels: UnsafeBufferPointer(start: pixels, count: width * height * 3))
  }
}

/// An image in the memory of a decoder, valid until the decoder's next call.
public struct DecodedImage {
  /// The width in pixels.
  public var width: Int
  /// The height in pixels.
  public var height: Int
  /// The pixels, `[height, width, 3]`.
  public var pixels: UnsafeBufferPointer<UInt8>
}
