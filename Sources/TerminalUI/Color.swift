/// A colour as a view means it; what a terminal gets is decided where it is sent.
/// Stored as a kind (upper byte) and 24 bits, so that cells compare as plain memory.
public struct Color: Hashable, Sendable {
  public let raw: UInt32

  init(raw: UInt32) { self.raw = raw }

  /// The terminal's own foreground or background.
  public static let standard = Color(raw: 0)

  /// 24-bit colour; `0xRRGGBB`.
  public static func rgb(_ hex: UInt32) -> Color { Color(raw: 0x0200_0000 | (hex & 0xff_ffff)) }

  public static func rgb(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Color {
    Color(raw: 0x0200_0000 | UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue))
  }

  /// An entry of the terminal's palette, 0…255.
  public static func palette(_ index: UInt8) -> Color { Color(raw: 0x0100_0000 | UInt32(index)) }

  public var isRGB: Bool { raw >> 24 == 2 }
  public var isPalette: Bool { raw >> 24 == 1 }
  public var paletteIndex: UInt8 { UInt8(truncatingIfNeeded: raw) }
  public var red: UInt8 { UInt8(truncatingIfNeeded: raw >> 16) }
  public var green: UInt8 { UInt8(truncatingIfNeeded: raw >> 8) }
  public var blue: UInt8 { UInt8(truncatingIfNeeded: raw) }
}

/// How many colours a terminal shows, least first.
public enum ColorDepth: Int, Hashable, Sendable, Comparable, CaseIterable {
  case mono, eight, sixteen, indexed, direct

  public static func < (a: ColorDepth, b: ColorDepth) -> Bool { a.rawValue < b.rawValue }
}
