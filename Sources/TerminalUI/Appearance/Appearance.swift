/// Theme, glyph set and colour depth together; every widget draws with them.
public struct Appearance: Hashable, Sendable {
  /// The colours.
  public let theme: Theme
  /// The characters.
  public let glyphs: GlyphSet
  /// The size of a cell in pixels, if pictures are drawn in the terminal's own pixels.
  private let cellPixels: PixelSize?
  /// Rectangles in which no picture is drawn in the terminal's own pixels, because another part of the
  /// frame covers it.
  private var covered: [Rect] = []

  /// Creates the appearance for a terminal with these capabilities.
  public init(_ capabilities: TerminalCapabilities, theme name: Theme.Name = .dark) {
    theme = Theme(name, depth: capabilities.depth)
    glyphs = capabilities.unicode ? .rich : .ascii
    cellPixels =
      capabilities.unicode && capabilities.depth >= .indexed ? capabilities.cellPixels : nil
  }

  /// Returns the size of a cell in pixels, if a picture in this rectangle can be drawn in the terminal's
  /// own pixels; otherwise `nil`, and it is drawn as cells.
  public func cellPixels(in rect: Rect) -> PixelSize? {
    covered.contains { $0.overlaps(rect) } ? nil : cellPixels
  }

  /// Returns the appearance with which pictures in these rectangles are drawn as cells.
  public func drawingAsCells(in rects: [Rect]) -> Appearance {
    var appearance = self
    appearance.covered += rects
    return appearance
  }

  /// The background as 24 bits. A terminal of 256 colours shows it as the nearest of them.
  public var rgbBackground: Color {
    let color = theme.background.rgbValue
    return .rgb(UInt8(color.red), UInt8(color.green), UInt8(color.blue))
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
