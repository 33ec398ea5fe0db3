import TerminalUI

extension Appearance {
  /// Returns the style of values behind a curve of this style: without smoothing, or a band.
  func faded(_ style: Style) -> Style {
    guard depth == .direct, style.foreground.isRGB, theme.background.isRGB else {
      return depth == .mono ? theme.muted : style.with(.dim)
    }
    return Style(style.foreground.mixed(with: theme.background, 0.65))
  }
}
