/// The mixing of transparent pixels with a white ground.
enum Transparency {
  /// Mixes red, green, blue, alpha with white to red, green, blue, in place, as the bytes are.
  /// - Parameter count: pixels.
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
