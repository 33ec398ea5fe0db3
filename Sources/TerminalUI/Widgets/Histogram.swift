/// Counts as a row of bars (▁▂▃…█), in cool colours on the left and warm colours on the right. The
/// heights are proportional to the square roots of the counts; otherwise the other bars would be
/// flat beside the many zeros of rectified units.
public struct Histogram: Sendable {
  /// The count in each bin, from the lowest bin to the highest.
  public var counts: [Int]

  /// Creates a histogram.
  public init(_ counts: [Int]) { self.counts = counts }

  /// Returns the height of the bar in each column, from 0 to 1; `nil` where the count is 0.
  public func heights(width: Int) -> [Double?] {
    guard width > 0, !counts.isEmpty else { return [] }
    // Bins that share a column are averaged, so that the outline is the same at every width.
    let means = (0..<width).map { column -> Double in
      let start = column * counts.count / width
      let end = max(start + 1, (column + 1) * counts.count / width)
      return counts[start..<end].reduce(0.0) { $0 + Double(max(0, $1)) } / Double(end - start)
    }
    let top = means.max() ?? 0
    return means.map { $0 > 0 ? ($0 / top).squareRoot() : nil }
  }

  /// Draws bars that stand on the last row of a rectangle. They end an eighth of a row below its
  /// upper edge, so that histograms in adjacent rows remain separate.
  public func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    for (column, height) in heights(width: rect.width).enumerated() {
      guard let height else { continue }
      let share = rect.width > 1 ? Double(column) / Double(rect.width - 1) : 0
      let style = appearance.theme.gradient(share)
      let eighths = max(1, Int((height * Double(rect.height * 8 - 1)).rounded()))
      for row in 0..<rect.height where eighths > row * 8 {
        let glyph = appearance.glyphs.heights[min(8, eighths - row * 8) - 1]
        frame.put(glyph, x: rect.x + column, y: rect.bottom - 1 - row, style: style)
      }
    }
  }
}
