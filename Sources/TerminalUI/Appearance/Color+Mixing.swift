extension Color {
  /// Returns a mixture of two 24-bit colours.
  /// - Parameters:
  ///   - other: The other colour.
  ///   - share: The share of the other colour, from 0 (this colour) to 1 (the other colour).
  public func mixed(with other: Color, _ share: Double) -> Color {
    func channel(_ a: UInt8, _ b: UInt8) -> UInt8 {
      UInt8(min(255, max(0, Double(a) + (Double(b) - Double(a)) * share + 0.5)))
    }
    return .rgb(channel(red, other.red), channel(green, other.green), channel(blue, other.blue))
  }

  /// The colour with 64 levels in each channel, which include black and white. A colour of the
  /// palette stays as it is.
  public var coarse: Color {
    isRGB ? .rgb(raw & 0xfc_fcfc | raw >> 6 & 0x03_0303) : self
  }

  /// The nearest of the 240 colours that are the same on all terminals with 256 colours: the 6×6×6
  /// cube and the greys. A colour of the palette stays as it is.
  public var indexed: Color {
    guard isRGB else { return self }
    func level(_ value: UInt8) -> Int {
      value < 48 ? 0 : value < 115 ? 1 : (Int(value) - 35) / 40
    }
    func distance(_ r: Int, _ g: Int, _ b: Int) -> Int {
      let dr = r - Int(red)
      let dg = g - Int(green)
      let db = b - Int(blue)
      return 2 * dr * dr + 4 * dg * dg + 3 * db * db
    }
    let (r, g, b) = (level(red), level(green), level(blue))
    let mean = (Int(red) + Int(green) + Int(blue)) / 3
    let grey = min(23, max(0, (mean - 3) / 10))
    let shade = 8 + 10 * grey
    let cube = distance(Self.levels[r], Self.levels[g], Self.levels[b])
    return cube <= distance(shade, shade, shade)
      ? .palette(UInt8(16 + 36 * r + 6 * g + b)) : .palette(UInt8(232 + grey))
  }

  private static let levels = [0, 95, 135, 175, 215, 255]
}

extension Color {
  /// A Boolean value that indicates whether dark text is easier to read on this colour (luma of
  /// Rec. 709). Only 24-bit colours are light.
  public var isLight: Bool {
    isRGB && 0.2126 * Double(red) + 0.7152 * Double(green) + 0.0722 * Double(blue) > 127
  }
}
