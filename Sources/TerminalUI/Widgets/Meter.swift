/// A thin horizontal bar from 0 to 1.
public struct Meter: Sendable {
  public var share: Double
  public var style: Style

  public init(_ share: Double, style: Style) {
    self.share = share
    self.style = style
  }

  public func draw(x: Int, y: Int, width: Int, on frame: inout Frame, look: Look) {
    let share = share.isFinite ? min(1, max(0, share)) : 0
    let full = Int((share * Double(width)).rounded())
    for column in 0..<max(0, width) {
      frame.put(
        column < full ? look.glyphs.meterFull : look.glyphs.meterRest, x: x + column, y: y,
        style: column < full ? style : look.theme.faint)
    }
  }
}
