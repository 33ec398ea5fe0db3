import CTurboJPEG

/// A decoder of JPEG with libjpeg-turbo, for one thread.
final class JPEGDecoder {
  private let handle: tjhandle

  /// Warnings of libjpeg about files whose picture is complete.
  private static let harmless = [
    "extraneous bytes before marker", "unknown JFIF revision", "Unknown Adobe color transform",
    "Invalid SOS parameters",
  ]

  init() {
    guard let handle = tjInitDecompress() else {
      fatalError("there is too little memory for a JPEG decoder")
    }
    self.handle = handle
  }

  deinit { tjDestroy(handle) }

  /// Decodes an image.
  /// - Parameters:
  ///   - bytes: The bytes of the file.
  ///   - header: The header of the file.
  ///   - denominator: Divides width and height, which are rounded up.
  ///   - pixels: Receives `[height, width, 3]`. A CMYK image needs four bytes for each pixel.
  func decode(
    _ bytes: UnsafeRawBufferPointer, _ header: ImageHeader, denominator: Int,
    into pixels: UnsafeMutablePointer<UInt8>
  ) throws(ImageDamage) {
    let width = (header.width + denominator - 1) / denominator
    let height = (header.height + denominator - 1) / denominator
    let isCMYK = header.colorModel == .cmyk
    let format = isCMYK ? TJPF_CMYK : TJPF_RGB
    // A short progressive JPEG could otherwise request any number of passes over the whole image.
    let status = tjDecompress2(
      handle, bytes.assumingMemoryBound(to: UInt8.self).baseAddress, UInt(bytes.count), pixels,
      Int32(width), 0, Int32(height), format.rawValue, TJFLAG_LIMITSCANS)
    if status != 0 { try check(bytes) }
    if isCMYK { Self.mixInks(pixels, count: width * height) }
  }

  /// Throws unless the decoder's message is a harmless warning.
  private func check(_ bytes: UnsafeRawBufferPointer) throws(ImageDamage) {
    // A file that is cut short causes many different messages, and libjpeg keeps only the first.
    guard Self.hasEnd(bytes) else { throw .truncated }
    let message = String(cString: tjGetErrorStr2(handle))
    guard tjGetErrorCode(handle) == TJERR_WARNING.rawValue,
      Self.harmless.contains(where: message.contains)
    else { throw .malformed("libjpeg reports: \(message)") }
  }

  /// True if there is a marker of the image's end.

  private static func hasEnd(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.indices.dropFirst().reversed().contains { bytes[$0] == 0xD9 && bytes[$0 - 1] == 0xFF }
  }

  /// Converts four inks to red, green and blue, in place, as perfect inks. A byte is the light that an ink
  /// lets through, 255 for no ink, with Adobe's marker and without it, as in libjpeg-turbo's `djpeg`
  /// (cmyk.h), Pillow and browsers. Files with the opposite meaning exist, but cannot be recognised.
  private static func mixInks(_ pixels: UnsafeMutablePointer<UInt8>, count: Int) {
    for pixel in 0..<count {
      let black = Int(pixels[pixel * 4 + 3])
      for ink in 0..<3 {
        pixels[pixel * 3 + ink] = UInt8((Int(pixels[pixel * 4 + ink]) * black + 127) / 255)
      }
    }
  }
}
