import CWebP

/// Decodes WebP with libwebp: a still image, or an animation's first frame. What is transparent shows
/// white, as in a PNG.
enum WebPDecoder {
  /// Decodes to `pixels`, `[height, width, 3]`, which has room for four bytes a pixel.
  static func decode(
    _ bytes: UnsafeRawBufferPointer, _ header: ImageHeader, into pixels: UnsafeMutablePointer<UInt8>
  ) throws(ImageDamage) {
    let parts = try WebPHeader(bytes)
    guard parts.isWhole else { throw .truncated }
    guard let frame = parts.frame else { throw .malformed("it has no image") }
    let count = header.width * header.height
    if frame.width < header.width || frame.height < header.height {
      // Around a frame that is smaller, the canvas is clear.
      pixels.update(repeating: 0, count: count * 4)
    }
    let chunks = UnsafeRawBufferPointer(rebasing: bytes[frame.chunks])
    let result = cwebp_decode(
      chunks.assumingMemoryBound(to: UInt8.self).baseAddress, chunks.count, UInt32(frame.width),
      UInt32(frame.height), pixels + (frame.row * header.width + frame.column) * 4,
      header.width * 4)
    switch result {
    case CWEBP_DONE: Transparency.showWhite(pixels, count: count)
    case CWEBP_TRUNCATED: throw .truncated
    case CWEBP_OUT_OF_MEMORY: throw .outOfMemory
    case CWEBP_OTHER_SIZE: throw .malformed("its image has another size than its header says")
    default: throw .malformed("libwebp cannot decode it")
    }
  }
}
