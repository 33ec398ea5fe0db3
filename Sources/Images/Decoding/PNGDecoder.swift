import CPNG

/// A decoder of PNG with libpng. Transparent pixels are mixed with white, without regard to gamma.
enum PNGDecoder {
  /// Decodes an image.
  /// - Parameters:
  ///   - bytes: The bytes of the file.
  ///   - header: The header of the file.
  ///   - pixels: Receives `[height, width, 3]`; the decoder needs four bytes for each pixel.
  static func decode(
    _ bytes: UnsafeRawBufferPointer, _ header: ImageHeader, into pixels: UnsafeMutablePointer<UInt8>
  ) throws(ImageDamage) {
    let (result, text) = withUnsafeTemporaryAllocation(
      of: CChar.self, capacity: Int(CPNG_MESSAGE_BYTES)
    ) { message in
      let result = cpng_decode(
        bytes.assumingMemoryBound(to: UInt8.self).baseAddress, bytes.count, UInt32(header.width),
        UInt32(header.height), pixels, message.baseAddress!)
      return (result, result == CPNG_DAMAGED ? String(cString: message.baseAddress!) : "")
    }
    switch result {
    case CPNG_DONE: break
    case CPNG_TRUNCATED: throw .truncated
    case CPNG_OUT_OF_MEMORY: throw .outOfMemory
    default: throw .malformed("libpng reports: \(text)")
    }
    Transparency.showWhite(pixels, count: header.width * header.height)
  }
}
