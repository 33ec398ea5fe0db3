/// Counts as a row of bars (▁▂▃…█), cool on the left and warm on the right. Heights go with the
/// square root of the counts: beside the many zeros of rectified units the rest would be flat.
public struct Histogram: Sendable {
  public var counts: [Int]

  public init(_ counts: [Int]) { self.counts = counts }

  /// Heights from 0 to 1, one a column; nil where nothing was counted.
  public func heights(width: Int) -> [Double?] {
    guard width > 0, !counts.isEmpty else { return [] }
    // Bins that share a column are averaged, so that the outline stays the same at any width.
    let means = (0..<width).map { column -> Double in
      let start = column * counts.count / width
      let end = max(start + 1, (column + 1) * counts.count / width)
      return counts[start..<end].reduce(0.0) { $0 + Double(max(0, $1)) } / Double(end - start)
    }
    let top = means.max() ?? 0
    return means.map { $0 > 0 ? ($0 / top).squareRoot() : nil }
  }

  /// Bars that stand on the last row of a rectangle. They end an eighth below its upper edge, so
  /// that rows of histograms stay apart.
  public func draw(in rect: Rect, on frame: inout Frame, look: Look) {
    for (column, height) in heights(width: rect.width).enumerated() {
      guard let height else { continue }
      let share = rect.width > 1 ? Double(column) / Double(rect.width - 1) : 0
      let style = look.theme.gradient(share)
      let eighths = max(1, Int((height * Double(rect.height * 8 - 1)).rounded()))
      for row in 0..<rect.height where eighths > row * 8 {
        let glyph = look.glyphs.heights[min(8, eighths - row * 8) - 1]
        frame.put(glyph, x: rect.x + column, y: rect.bottom - 1 - row, style: style)
      }
    }
  }
}
