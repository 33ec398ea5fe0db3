/// The latest values as a row of bars (▁▂▃…█), from zero to the largest that is seen.
public struct Sparkline: Sendable {
  public var values: ArraySlice<Double>
  public var style: Style

  public init(_ values: ArraySlice<Double>, style: Style) {
    self.values = values
    self.style = style
  }

  /// The latest at the right; what is not finite leaves a gap.
  public func draw(x: Int, y: Int, width: Int, on frame: inout Frame, look: Look) {
    let shown = values.suffix(max(0, width))
    guard let top = shown.filter(\.isFinite).max(), top > 0 else { return }
    for (offset, value) in shown.enumerated() where value.isFinite {
      let height = Int((max(0, value) / top * 7).rounded())
      frame.put(
        look.glyphs.heights[min(7, height)], x: x + width - shown.count + offset, y: y,
        style: style)
    }
  }
}
