import CPNG

/// Decodes PNG with libpng. What is transparent shows white, mixed as the bytes are.
enum PNGDecoder {
  /// Decodes to `pixels`, `[height, width, 3]`, which has room for four bytes a pixel.
  static func decode(
    _ bytes: UnsafeRawBufferPointer, _ header: ImageHeader, into pixels: UnsafeMutablePointer<UInt8>
  ) throws(ImageDamage) {
    let (result, complaint) = withUnsafeTemporaryAllocation(
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
    default: throw .malformed("libpng says: \(complaint)")
    }
    Transparency.showWhite(pixels, count: header.width * header.height)
  }
}
