import CWebP

/// A decoder of WebP with libwebp: of still images, and of the first frame of animations. Transparent pixels
/// are mixed with white, as in a PNG.
enum WebPDecoder {
  /// Decodes an image.
  /// - Parameters:
  ///   - bytes: The bytes of the file.
  ///   - header: The header of the file.
  ///   - pixels: Receives `[height, width, 3]`; the decoder needs four bytes for each pixel.
  static func decode(
    _ bytes: UnsafeRawBufferPointer, _ header: ImageHeader, into pixels: UnsafeMutablePointer<UInt8>
  ) throws(ImageDamage) {
    let chunks = try WebPHeader(bytes)
    guard chunks.isWhole else { throw .truncated }
    guard let frame = chunks.frame else { throw .malformed("it has no image") }
    let count = header.width * header.height
    if frame.width < header.width || frame.height < header.height {
      // The canvas around a smaller frame is transparent.
      pixels.update(repeating: 0, count: count * 4)
    }
    let data = UnsafeRawBufferPointer(rebasing: bytes[frame.chunks])
    let result = cwebp_decode(
      data.assumingMemoryBound(to: UInt8.self).baseAddress, data.count, UInt32(frame.width),
      UInt32(frame.height), pixels + (frame.row * header.width + frame.column) * 4,
      header.width * 4)
    switch result {
    case CWEBP_DONE: Transparency.showWhite(pixels, count: count)
    case CWEBP_TRUNCATED: throw .truncated
    case CWEBP_OUT_OF_MEMORY: throw .outOfMemory
    case CWEBP_OTHER_SIZE: throw .malformed("the size of its image differs from that in its header")
    default: throw .malformed("libwebp cannot decode it")
    }
  }
}
