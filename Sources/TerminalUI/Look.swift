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

  /// A colour as this terminal can be told it; only where pictures are in colour.
  public func shown(_ color: Color) -> Color { depth == .direct ? color : color.indexed }
}
