extension Color {
  /// Returns a mixture of two 24-bit colours.
  /// - Parameters:
  ///   - other: The other colour.
  ///   - share: The share of the other colour, from 0 (this colour) to 1 (the other colour).
  public func mixed(with other: Color, _ share: Double) -> Color {
    func channel(_ a: UInt8, _ b: UInt8) -> UInt8 {
      let (a, b) = (Double(a), Double(b))
      let mixed: Double = a + (b - a) * share
      return UInt8(min(255, max(0, mixed + 0.5)))
    }
    return .rgb(channel(red, other.red), channel(green, other.green), channel(blue, other.blue))
  }

  /// The colour with 64 levels in each channel, which include black and white. A colour of the
  /// palette stays as it is.
  public var coarse: Color {
    isRGB ? .rgb(raw & 0xfc_fcfc | raw >> 6 & 0x03_0303) : self
  }

  /// True if dark text is easier to read on this colour (luma of Rec. 709). Only 24-bit colours are
  /// light.
  public var isLight: Bool {
    isRGB && 0.2126 * Double(red) + 0.7152 * Double(green) + 0.0722 * Double(blue) > 127
  }
}
