/// A colour of a cell. When the cell is sent, the colour is replaced by one that the terminal can show.
public struct Color: Hashable, Sendable {
  /// The kind (upper byte: 0 standard, 1 palette, 2 RGB) and 24 bits, so that cells compare as
  /// plain memory.
  public let raw: UInt32

  init(raw: UInt32) { self.raw = raw }

  /// The terminal's own default foreground or background.
  public static let standard = Color(raw: 0)

  /// Returns a 24-bit colour, `0xRRGGBB`.
  public static func rgb(_ hex: UInt32) -> Color { Color(raw: 0x0200_0000 | (hex & 0xff_ffff)) }

  /// Returns a 24-bit colour from its channels, each from 0 to 255.
  public static func rgb(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Color {
    Color(raw: 0x0200_0000 | UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue))
  }

  /// Returns a colour of the terminal's palette, from 0 to 255.
  public static func palette(_ index: UInt8) -> Color { Color(raw: 0x0100_0000 | UInt32(index)) }

  /// True for a 24-bit colour.
  public var isRGB: Bool { raw >> 24 == 2 }
  /// True for a colour of the palette.
  public var isPalette: Bool { raw >> 24 == 1 }
  /// The index in the palette; meaningful only if `isPalette` is true.
  public var paletteIndex: UInt8 { UInt8(truncatingIfNeeded: raw) }
  /// The red channel; meaningful only if `isRGB` is true.
  public var red: UInt8 { UInt8(truncatingIfNeeded: raw >> 16) }
  /// The green channel; meaningful only if `isRGB` is true.
  public var green: UInt8 { UInt8(truncatingIfNeeded: raw >> 8) }
  /// The blue channel; meaningful only if `isRGB` is true.
  public var blue: UInt8 { UInt8(truncatingIfNeeded: raw) }
}

/// The number of colours that a terminal shows, in rising order: none, 8, 16, 256, or 24 bits.
public enum ColorDepth: Int, Hashable, Sendable, Comparable, CaseIterable {
  /// No colours, 8, 16, 256, and 24 bits for each cell.
  case mono, eight, sixteen, indexed, direct

  /// Returns true if the first depth has fewer colours than the second.
  public static func < (a: ColorDepth, b: ColorDepth) -> Bool { a.rawValue < b.rawValue }
}
