/// The mixing of transparent pixels with a white background.
enum Transparency {
  /// Mixes pixels of red, green, blue and alpha with white, in place, without regard to gamma. The result
  /// has red, green and blue.
  /// - Parameters:
  ///   - pixels: The pixels, `[count, 4]` before and `[count, 3]` after the call.
  ///   - count: The number of pixels.
  static func showWhite(_ pixels: UnsafeMutablePointer<UInt8>, count: Int) {
    for pixel in 0..<count {
      let (source, target) = (pixels + pixel * 4, pixels + pixel * 3)
      let alpha = Int(source[3])
      for channel in 0..<3 {
        let value = Int(source[channel])
        // Most pixels are opaque, and need no division.
        target[channel] =
          alpha == 255 ? source[channel] : UInt8((value * alpha + 255 * (255 - alpha) + 127) / 255)
      }
    }
  }
}
