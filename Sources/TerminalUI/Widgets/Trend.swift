import Glibc

/// All values as a row of bars, the latest at the right: how a number has gone, in the smallest place.
/// Heights are logarithmic, for what is looked at so differs by factors.
public struct Trend: Sendable {
  public var values: [Double]

  public init(_ values: [Double]) { self.values = values }

  /// From 0 to 1, one a column; nil where nothing was measured. Where values share a column the largest
  /// is shown.
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
    // What hardly changes is not to look as if it did.
    let span = max(0.5, most - least)
    return columns.map { $0.map { ($0 - (least + most) / 2) / span + 0.5 } }
  }

  public func draw(x: Int, y: Int, width: Int, style: Style, on frame: inout Frame, look: Look) {
    let heights = heights(width: width)
    for (column, height) in heights.enumerated() {
      guard let height else { continue }
      let glyph = look.glyphs.heights[min(7, max(0, Int(height * 8)))]
      frame.put(glyph, x: x + width - heights.count + column, y: y, style: style)
    }
  }
}
