import DisplayText

/// The effects of comparisons with their intervals, one below the other, so that a reader sees which of them
/// exclude 0.
struct IntervalChart {
  /// A comparison.
  struct Row: Hashable {
    var label: String
    /// The mean difference in percentage points, with minus without.
    var value: Double
    var interval: ClosedRange<Double>
    /// The difference in the paper or in its source; `nil` without one.
    var published: Double?
    var verdict: Verdict.Kind
  }

  var rows: [Row]

  /// Returns the drawing.
  /// - Parameter isWide: True for names beside the intervals, false for names above them.
  func drawing(isWide: Bool) -> SVG {
    let (pitch, top) = (isWide ? 34.0 : 48.0, 30.0)
    var svg = SVG(
      width: isWide ? 780 : 360, height: top + Double(rows.count) * pitch + 46)
    let left = isWide ? 206.0 : 6
    let (right, bottom) = (svg.width - (isWide ? 20 : 6), top + Double(rows.count) * pitch)
    let axis = Axis(shownRange, count: isWide ? 8 : 5)
    func x(_ value: Double) -> Double { axis.position(value, from: left, to: right) }
    for tick in axis.ticks {
      svg.line(x(tick), top, x(tick), bottom, class: tick == 0 ? "base" : "grid")
      svg.text(NumberText.signed(tick, digits(axis)), x(tick), bottom + 18, .middle, class: "tick")
    }
    svg.text("← lower with it", x(0) - 8, top - 10, .end, class: "axis")
    svg.text("higher →", x(0) + 8, top - 10, class: "axis")
    svg.text("percentage points", (left + right) / 2, bottom + 38, .middle, class: "axis")
    for (index, row) in rows.enumerated() {
      let y = top + (Double(index) + (isWide ? 0.5 : 0.72)) * pitch
      if isWide {
        svg.text(row.label, 0, y + 4.5, class: "")
      } else {
        svg.text(row.label, left, y - 14, class: "")
      }
      draw(row, at: y, left, right, x, &svg)
    }
    return svg
  }

  private func draw(
    _ row: Row, at y: Double, _ left: Double, _ right: Double, _ x: (Double) -> Double,
    _ svg: inout SVG
  ) {
    let style = row.verdict.style
    let (low, high) = (x(row.interval.lowerBound), x(row.interval.upperBound))
    svg.line(max(low, left), y, min(high, right), y, class: "bar \(style)")
    // An interval that is larger than the drawing has an arrow at its edge.
    for (end, edge, sign) in [(low, left, 1.0), (high, right, -1.0)] {
      if (end - edge) * sign < 0 {
        svg.polygon(
          [(edge, y), (edge + 9 * sign, y - 6), (edge + 9 * sign, y + 6)], class: "dot \(style)",
          clip: nil)
      } else {
        svg.line(end, y - 6, end, y + 6, class: "bar \(style)")
      }
    }
    svg.circle(x(row.value), y, radius: 5, class: "dot \(style)")
    if let published = row.published {
      let center = x(published)
      svg.polygon(
        [(center, y - 7), (center + 7, y), (center, y + 7), (center - 7, y)], class: "paper",
        clip: nil)
    }
  }

  /// The range of the axis. A very wide interval does not decide it, because the others would be points.
  private var shownRange: ClosedRange<Double> {
    let values: [Double] = rows.flatMap { [$0.value, $0.published ?? 0] } + [0]
    let reach = 2.5 * max(0.5, values.map(abs).max() ?? 0)
    let ends: [Double] = rows.flatMap { [$0.interval.lowerBound, $0.interval.upperBound] }
    let all = values + ends.map { min(max($0, -reach), reach) }
    return min(all.min() ?? -1, -0.2)...max(all.max() ?? 1, 0.2)
  }

  private func digits(_ axis: Axis) -> Int {
    axis.ticks.allSatisfy { abs($0 - $0.rounded()) < 1e-9 } ? 0 : 1
  }
}
