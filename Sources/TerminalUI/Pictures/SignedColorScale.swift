/// Colours and glyphs for values from −1 to 1: one colour for negative values, a gradient for
/// positive ones.
public struct SignedColorScale: Sendable {
  private let appearance: Appearance
  /// The colour of 0.
  private let background: Color
  private let positive: [Color]
  private let negative: Color

  /// Creates the scale for a terminal.
  public init(_ appearance: Appearance) {
    self.appearance = appearance
    // Colours are mixed as 24 bits and reduced afterwards.
    let theme = Theme(appearance.theme.name, depth: .direct)
    background = theme.background
    positive = [0.0, 0.35, 0.7, 1].map { theme.gradient($0).foreground }
    negative = theme.secondTrain.foreground
  }

  /// Returns the 24-bit colour of a value from −1 to 1; 0 has the background of the screen.
  public func color(_ value: Double) -> Color {
    guard value >= 0 else { return background.mixed(with: negative, min(1, -value)) }
    let position = min(1, value) * Double(positive.count)
    let index = min(positive.count - 1, Int(position))
    let below = index == 0 ? background : positive[index - 1]
    return below.mixed(with: positive[index], position - Double(index))
  }

  /// Returns the cell for a value from −1 to 1: a coloured blank, or with few colours a glyph that
  /// is heavier for larger values and flat for negative ones.
  func cell(_ value: Double) -> Cell {
    if appearance.depth >= .indexed { return Cell(" ", background: appearance.shown(color(value))) }
    let ramp = value >= 0 ? GlyphRamp.brightness : GlyphRamp.negative
    let level = min(ramp.count - 1, Int(abs(value) * Double(ramp.count - 1) + 0.5))
    let style = value >= 0 ? appearance.theme.text : appearance.theme.secondTrain
    return Cell(
      ramp[level], foreground: style.foreground, background: appearance.theme.background,
      attributes: style.attributes)
  }
}
