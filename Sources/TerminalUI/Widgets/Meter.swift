/// A thin horizontal bar that shows a value from 0 to 1.
public struct Meter: Sendable {
  /// The value, from 0 to 1. Values outside are limited; one that is not finite counts as 0.
  public var share: Double
  /// The style of the filled part.
  public var style: Style

  /// Creates a meter.
  public init(_ share: Double, style: Style) {
    self.share = share
    self.style = style
  }

  /// Draws the meter in one row.
  public func draw(x: Int, y: Int, width: Int, on frame: inout Frame, appearance: Appearance) {
    let share = share.isFinite ? min(1, max(0, share)) : 0
    let full = Int((share * Double(width)).rounded())
    for column in 0..<max(0, width) {
      frame.put(
        column < full ? appearance.glyphs.meterFull : appearance.meterEmpty, x: x + column, y: y,
        style: column < full ? style : appearance.theme.faint)
    }
  }
}
