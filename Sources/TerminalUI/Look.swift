/// How things are to look on this terminal: colours and glyphs, handed down to every widget.
public struct Look: Hashable, Sendable {
  public let theme: Theme
  public let glyphs: GlyphSet

  public init(_ abilities: TerminalAbilities, theme name: Theme.Name = .dark) {
    theme = Theme(name, depth: abilities.depth)
    glyphs = abilities.unicode ? .rich : .ascii
  }

  public var depth: ColorDepth { theme.depth }
  /// Half blocks: two square pixels a cell.
  public var hasHalfBlocks: Bool { glyphs.unicode && depth >= .indexed }

  /// A colour of a picture as this terminal is told it; only where pictures are in colour. In 24-bit
  /// colour it is one of 64 levels a channel: nobody sees a smaller step, and what has moved by less
  /// need not be sent again.
  public func shown(_ color: Color) -> Color { depth == .direct ? color.coarse : color.indexed }
}
