import CTurboJPEG

/// libjpeg-turbo's decoder, for one thread.
final class JPEGDecoder {
  private let handle: tjhandle

  /// What libjpeg remarks on though the picture is whole: it makes a difference to nobody.
  private static let harmless = [
    "extraneous bytes before marker", "unknown JFIF revision", "Unknown Adobe color transform",
    "Invalid SOS parameters",
  ]

  init() {
    guard let handle = tjInitDecompress() else { fatalError("no memory for a JPEG decoder") }
    self.handle = handle
  }

  deinit { tjDestroy(handle) }

  /// Decodes to `pixels`, `[height, width, 3]` of the sides divided by `denominator`, rounded up; a
  /// CMYK image needs four bytes a pixel to be decoded in.
  func decode(
    _ bytes: UnsafeRawBufferPointer, _ header: ImageHeader, denominator: Int,
    into pixels: UnsafeMutablePointer<UInt8>
  ) throws(ImageDamage) {
    let width = (header.width + denominator - 1) / denominator
    let height = (header.height + denominator - 1) / denominator
    let isCMYK = header.colorModel == .cmyk
    let format = isCMYK ? TJPF_CMYK : TJPF_RGB
    // A few bytes of progressive JPEG can ask for any number of passes over the whole image.
    let status = tjDecompress2(
      handle, bytes.assumingMemoryBound(to: UInt8.self).baseAddress, UInt(bytes.count), pixels,
      Int32(width), 0, Int32(height), format.rawValue, TJFLAG_LIMITSCANS)
    if status != 0 { try check(bytes) }
    if isCMYK { Self.mixInks(pixels, count: width * height) }
  }

  /// Throws unless the decoder's complaint is of no consequence.
  private func check(_ bytes: UnsafeRawBufferPointer) throws(ImageDamage) {
    // Of several complaints the first is kept, and a file that is cut has many faces.
    guard Self.hasEnd(bytes) else { throw .truncated }
    let complaint = String(cString: tjGetErrorStr2(handle))
    guard tjGetErrorCode(handle) == TJERR_WARNING.rawValue,
      Self.harmless.contains(where: complaint.contains)
    else { throw .malformed("libjpeg says: \(complaint)") }
  }

  private static func hasEnd(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.indices.dropFirst().reversed().contains { bytes[$0] == 0xD9 && bytes[$0 - 1] == 0xFF }
  }

  /// Mixes four inks to red, green, blue, in place, as if they were perfect. A byte is the light that
  /// an ink lets through, 255 for no ink, with Adobe's marker and without it: so libjpeg-turbo's
  /// `djpeg` (cmyk.h), Pillow and the browsers show it. Files that mean the opposite exist and cannot
  /// be told from the others.
  private static func mixInks(_ pixels: UnsafeMutablePointer<UInt8>, count: Int) {
    for pixel in 0..<count {
      let black = Int(pixels[pixel * 4 + 3])
      for ink in 0..<3 {
        pixels[pixel * 3 + ink] = UInt8((Int(pixels[pixel * 4 + ink]) * black + 127) / 255)
      }
    }
  }
}
