import Glibc

/// All values of a series in a few cells: a row of bars with logarithmic heights, the latest at the
/// right. It is for quantities that change by factors.
public struct Trend: Sendable {
  /// The values, the latest last.
  public var values: [Double]

  /// Creates a trend.
  public init(_ values: [Double]) { self.values = values }

  /// Returns the height of the bar in each column, from 0 to 1; `nil` where no value is positive.
  /// If several values share a column, the largest is shown.
  func heights(width: Int) -> [Double?] {
    guard width > 0, !values.isEmpty else { return [] }
    let columns = (0..<min(width, values.count)).map { column -> Double? in
      let count = min(width, values.count)
      let start = column * values.count / count
      let end = max(start + 1, (column + 1) * values.count / count)
      return values[start..<end].filter { $0.isFinite && $0 > 0 }.max().map { log10($0) }
    }
    let known = columns.compactMap(\.self)
    guard let least = known.min(), let most = known.max() else { return columns }
    // The scale covers at least a factor of three, so that small changes look small.
    let span = max(0.5, most - least)
    return columns.map { $0.map { ($0 - (least + most) / 2) / span + 0.5 } }
  }

  /// Draws the trend in one row; values that need fewer columns are at the right.
  public func draw(
    x: Int, y: Int, width: Int, style: Style, on frame: inout Frame, appearance: Appearance
  ) {
    let heights = heights(width: width)
    for (column, height) in heights.enumerated() {
      guard let height else { continue }
      let glyph = appearance.glyphs.heights[min(7, max(0, Int(height * 8)))]
      frame.put(glyph, x: x + width - heights.count + column, y: y, style: style)
    }
  }
}
