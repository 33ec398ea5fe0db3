/// Counts as a row of bars (▁▂▃…█), cool on the left and warm on the right. Heights go with the
/// square root of the counts: beside the many zeros of rectified units the rest would be flat.
public struct Histogram: Sendable {
  public var counts: [Int]

  public init(_ counts: [Int]) { self.counts = counts }

  /// One level a column: nil where nothing was counted, else 0…7.
  public func levels(width: Int) -> [Int?] {
    guard width > 0, !counts.isEmpty else { return [] }
    // Bins that share a column are averaged, so that the outline stays the same at any width.
    let sums = (0..<width).map { column -> Double in
      let start = column * counts.count / width
      let end = max(start + 1, (column + 1) * counts.count / width)
      return counts[start..<end].reduce(0.0) { $0 + Double(max(0, $1)) } / Double(end - start)
    }
    let top = sums.max() ?? 0
    return sums.map { sum in
      sum <= 0 ? nil : min(7, Int((sum / top).squareRoot() * 7.999))
    }
  }

  public func draw(x: Int, y: Int, width: Int, on frame: inout Frame, look: Look) {
    for (column, level) in levels(width: width).enumerated() {
      guard let level else { continue }
      let share = width > 1 ? Double(column) / Double(width - 1) : 0
      frame.put(
        look.glyphs.heights[level], x: x + column, y: y, style: look.theme.gradient(share))
    }
  }
}
