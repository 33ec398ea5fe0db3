/// The latest values as a row of bars (▁▂▃…█) from 0 to the largest value shown.
public struct Sparkline: Sendable {
  /// The values, the latest last.
  public var values: ArraySlice<Double>
  /// The style of the bars.
  public var style: Style

  /// Creates a sparkline.
  public init(_ values: ArraySlice<Double>, style: Style) {
    self.values = values
    self.style = style
  }

  /// Draws the values in one row, the latest at the right. A value that is not finite has no bar.
  public func draw(x: Int, y: Int, width: Int, on frame: inout Frame, appearance: Appearance) {
    let shown = values.suffix(max(0, width))
    guard let largest = shown.filter(\.isFinite).max(), largest > 0 else { return }
    for (offset, value) in shown.enumerated() where value.isFinite {
      let height = Int((max(0, value) / largest * 7).rounded())
      frame.put(
        appearance.glyphs.heights[min(7, height)], x: x + width - shown.count + offset, y: y,
        style: style)
    }
  }
}
