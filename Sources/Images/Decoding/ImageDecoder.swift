/// Decodes JPEG, PNG and WebP for one thread, into memory of its own that every image uses again. The kind is
/// told by the content; images come out upright, as 8-bit red, green, blue; what is
/// transparent shows white.
public final class ImageDecoder {
  private let jpeg = JPEGDecoder()
  private let resampler = Resampler()
  private let stored = ScratchMemory()
  private let upright = ScratchMemory()

  public init() {}

  /// Decodes a whole image.
  /// - Returns: its pixels, valid until this decoder's next call and no longer than it lives.
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

  /// Makes a square of an image as the paper does (section 2): its shorter side becomes `side`, and of
  /// that the centre is cut out. It is resampled with an antialiased cubic (see `Resampler`); a JPEG of
  /// which at least twice the side is left is decoded at a half, a quarter or an eighth first.
  /// - Parameters:
  ///   - bytes: the file.
  ///   - side: of the square, in pixels.
  ///   - square: `[side, side, 3]`.
  public func decode(
    _ bytes: UnsafeRawBufferPointer, side: Int, into square: UnsafeMutableBufferPointer<UInt8>
  ) throws(ImageDamage) {
    precondition(side > 0 && square.count == side * side * 3, "the memory is [side, side, 3]")
    let header = try ImageHeader(of: bytes)
    if header.width == side, header.height == side, header.orientation == .upright,
      header.kind == .jpeg, header.colorModel != .cmyk
    {
      // Prepared images are as they are to be.
      return try jpeg.decode(bytes, header, denominator: 1, into: square.baseAddress!)
    }
    let denominator = Self.denominator(of: header, side: side)
    let image = try decode(bytes, header, denominator: denominator)
    resampler.writeSquare(
      of: image, width: Double(header.width) / Double(denominator),
      height: Double(header.height) / Double(denominator), orientation: header.orientation,
      side: side, to: square.baseAddress!)
  }

  /// 2, 4 or 8 where a JPEG is so large that its decoder may scale it down: at least twice the side is
  /// left for the filter. These are the factors that libjpeg-turbo has fast code for.
  static func denominator(of header: ImageHeader, side: Int) -> Int {
    guard header.kind == .jpeg else { return 1 }
    return [8, 4, 2].first { min(header.width, header.height) / $0 >= 2 * side } ?? 1
  }

  /// The image as it is stored, not turned.
  private func decode(
    _ bytes: UnsafeRawBufferPointer, _ header: ImageHeader, denominator: Int
  ) throws(ImageDamage) -> DecodedImage {
    let width = (header.width + denominator - 1) / denominator
    let height = (header.height + denominator - 1) / denominator
    // Four bytes a pixel: transparency and JPEG's fourth colour go before the end.
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

/// An image in a decoder's memory: `pixels` is `[height, width, 3]`, not to be kept.
public struct DecodedImage {
  public var width: Int
  public var height: Int
  public var pixels: UnsafeBufferPointer<UInt8>
}
