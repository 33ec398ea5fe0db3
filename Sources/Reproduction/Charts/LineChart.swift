import DisplayText

/// Curves over epochs: the mean over seeds as a line, and a band from the smallest to the largest.
struct LineChart {
  /// The mean and the range of the seeds.
  struct Point: Hashable {
    var epoch: Double
    var mean: Double
    var low: Double
    var high: Double
  }

  /// A curve.
  struct Series: Hashable {
    /// The name in the drawing.
    var label: String
    /// A second line of the name; empty without one.
    var detail = ""
    /// The classes of the line: "with", "without", and "training" for training errors.
    var style: String
    var points: [Point]
  }

  /// The curves in the order of a legend.
  var series: [Series]
  /// The name of the vertical axis, which is an error.
  var title: String
  /// An error that the curves are compared with; `nil` without one.
  var target: Double?
  /// The anchor of the figure, for the names inside the drawing.
  var id: String

  /// The bounds of the curves' area in a drawing.
  private struct Frame {
    var left: Double
    var right: Double
    var top: Double
    var bottom: Double
  }

  /// Returns the drawing.
  /// - Parameter isWide: True for names at the ends of the curves, false for a legend above them.
  func drawing(isWide: Bool) -> SVG {
    let legend = isWide ? 0 : 20 * Double(series.count)
    var svg = SVG(width: isWide ? 780 : 360, height: (isWide ? 350 : 290) + legend)
    let frame = Frame(
      left: 46, right: svg.width - (isWide ? 168 : 10), top: 30 + legend, bottom: svg.height - 44)
    let (x, y) = axes(isWide: isWide)
    draw(x, y, frame, &svg)
    let clip = "\(id)-\(isWide ? "wide" : "narrow")-area"
    svg.clip(clip, x: frame.left...frame.right, y: frame.top...frame.bottom)
    func place(_ epoch: Double, _ value: Double) -> (x: Double, y: Double) {
      (
        x.position(epoch, from: frame.left, to: frame.right),
        y.position(value, from: frame.bottom, to: frame.top)
      )
    }
    for curve in series {
      let high = curve.points.map { place($0.epoch, $0.high) }
      let low = curve.points.reversed().map { place($0.epoch, $0.low) }
      svg.polygon(high + low, class: "band \(curve.style)", clip: clip)
    }
    for curve in series {
      let points = curve.points.map { place($0.epoch, $0.mean) }
      svg.polyline(points, class: "curve \(curve.style)", clip: clip)
    }
    if isWide {
      drawNames(frame, &svg) { place($0.epoch, $0.mean) }
    } else {
      drawLegend(&svg)
    }
    return svg
  }

  // MARK: - Axes

  private func axes(isWide: Bool) -> (x: Axis, y: Axis) {
    let points = series.flatMap(\.points)
    let last = points.map(\.epoch).max() ?? 1
    // The errors of the first epochs would press the later ones together. They are above the drawing.
    let shown = target == nil ? points.filter { $0.epoch >= last / 10 } : points
    let values =
      (shown.isEmpty ? points : shown).flatMap { [$0.low, $0.high] } + [target].compactMap(\.self)
    let range = (values.min() ?? 0)...(values.max() ?? 1)
    return (Axis(0...max(last, 1e-6), count: isWide ? 8 : 4, isTight: true), Axis(range, count: 5))
  }

  private func draw(_ x: Axis, _ y: Axis, _ frame: Frame, _ svg: inout SVG) {
    for tick in y.ticks {
      let position = y.position(tick, from: frame.bottom, to: frame.top)
      svg.line(frame.left, position, frame.right, position, class: "grid")
      svg.text(
        NumberText.percent(tick, upTo: 2), frame.left - 8, position + 4.5, .end, class: "tick")
    }
    for tick in x.ticks {
      let position = x.position(tick, from: frame.left, to: frame.right)
      svg.line(position, frame.bottom, position, frame.bottom + 5, class: "base")
      svg.text(NumberText.plain(tick), position, frame.bottom + 20, .middle, class: "tick")
    }
    svg.line(frame.left, frame.bottom, frame.right, frame.bottom, class: "base")
    svg.text(title, 0, frame.top - 14, class: "axis")
    svg.text(
      "epochs", (frame.left + frame.right) / 2, frame.bottom + 38, .middle, class: "axis")
    if let target {
      let position = y.position(target, from: frame.bottom, to: frame.top)
      svg.line(frame.left, position, frame.right, position, class: "target")
    }
  }

  // MARK: - Names

  /// Draws the names at the ends of the curves, one below the other where curves end close together.
  private func drawNames(
    _ frame: Frame, _ svg: inout SVG, _ place: (Point) -> (x: Double, y: Double)
  ) {
    let ends = series.compactMap { curve in curve.points.last.map { (curve, place($0)) } }
    let heights = ends.map { $0.0.detail.isEmpty ? 20.0 : 34.0 }
    let positions = Self.spread(
      ends.map(\.1.y), heights: heights, within: frame.top...frame.bottom)
    for ((curve, end), position) in zip(ends, positions) {
      let x = frame.right + 20
      svg.line(
        end.x + 3, min(max(end.y, frame.top), frame.bottom), x - 4, position, class: "leader")
      let color = curve.style.split(separator: " ").first.map(String.init) ?? ""
      let baseline = curve.detail.isEmpty ? position + 4.5 : position - 2.5
      svg.text(curve.label, x, baseline, class: "label \(color)")
      if !curve.detail.isEmpty { svg.text(curve.detail, x, baseline + 15, class: "note") }
    }
  }

  private func drawLegend(_ svg: inout SVG) {
    for (index, curve) in series.enumerated() {
      let y = 10 + 20 * Double(index)
      svg.polyline([(0, y), (34, y)], class: "curve \(curve.style)", clip: nil)
      let name = curve.detail.isEmpty ? curve.label : "\(curve.label), \(curve.detail)"
      svg.text(name, 42, y + 4.5, class: "")
    }
  }

  /// Returns the centres of boxes that are close to given positions and do not overlap, in the given order.
  static func spread(
    _ wanted: [Double], heights: [Double], within bounds: ClosedRange<Double>
  ) -> [Double] {
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    var centers = wanted
    var edge = bounds.lowerBound
    for index in order {
      centers[index] = max(wanted[index], edge + heights[index] / 2)
      edge = centers[index] + heights[index] / 2
    }
    edge = bounds.upperBound
    for index in order.reversed() {
      centers[index] = min(centers[index], edge - heights[index] / 2)
      edge = centers[index] - heights[index] / 2
    }
    return centers
  }
}

extension LineChart.Series {
  /// The curve in a line of characters, from the smallest to the largest mean of all curves.
  func sparkline(in range: ClosedRange<Double>, width: Int = 40) -> String {
    guard let last = points.last, range.upperBound > range.lowerBound else { return "" }
    let marks = Array("▁▂▃▄▅▆▇█")
    return String(
      (0..<width).map { index in
        // A point is of the epochs before it, so the one that is nearest to the end of the character counts.
        let epoch = Double(index + 1) / Double(width) * last.epoch
        let point = points.min { abs($0.epoch - epoch) < abs($1.epoch - epoch) } ?? last
        let share = (point.mean - range.lowerBound) / (range.upperBound - range.lowerBound)
        return marks[min(marks.count - 1, max(0, Int(share * Double(marks.count))))]
      })
  }
}
