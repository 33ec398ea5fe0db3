/// Theme, glyph set and colour depth together; every widget draws with them.
public struct Appearance: Hashable, Sendable {
  /// The colours.
  public let theme: Theme
  /// The characters.
  public let glyphs: GlyphSet

  /// Creates the appearance for a terminal with these capabilities.
  public init(_ capabilities: TerminalCapabilities, theme name: Theme.Name = .dark) {
    theme = Theme(name, depth: capabilities.depth)
    glyphs = capabilities.unicode ? .rich : .ascii
  }

  /// The empty part of a meter. Without colours a thin line distinguishes it from the filled part.
  public var meterEmpty: Unicode.Scalar {
    depth == .mono && glyphs.unicode ? "─" : glyphs.meterEmpty
  }

  /// The number of colours that the terminal shows.
  public var depth: ColorDepth { theme.depth }
  /// True if a cell can show two square pixels, one above the other, as half blocks.
  public var hasHalfBlocks: Bool { glyphs.unicode && depth >= .indexed }

  /// Returns the colour that is sent for a colour of a picture, on terminals that show pictures in
  /// colour. With 24-bit colour each channel has 64 levels: a smaller step is not visible, and a
  /// cell that changes by less is not sent again.
  public func shown(_ color: Color) -> Color {
    depth == .direct ? color.coarse : color.reduced(to: depth)
  }
}
