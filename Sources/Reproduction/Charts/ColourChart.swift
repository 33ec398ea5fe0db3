import DisplayText
import Statistics

/// The share of colour of each kernel, by run and column, with the mean of each column.
struct ColourChart {
  /// The columns of the runs.
  var runs: [ColumnSpecialization.Columns]

  /// Returns the drawing.
  /// - Parameter isWide: True for names beside the kernels, false for names above them.
  func drawing(isWide: Bool) -> SVG {
    let (pitch, top) = (isWide ? 66.0 : 84.0, 6.0)
    var svg = SVG(width: isWide ? 780 : 360, height: top + Double(runs.count) * pitch + 46)
    let left = isWide ? 150.0 : 10
    let (right, bottom) = (svg.width - 14, top + Double(runs.count) * pitch)
    let axis = Axis(0...1, count: 5)
    func x(_ value: Double) -> Double { axis.position(value, from: left, to: right) }
    for tick in axis.ticks {
      svg.line(x(tick), top, x(tick), bottom, class: tick == 0 ? "base" : "grid")
      svg.text(NumberText.percent(tick, 0), x(tick), bottom + 18, .middle, class: "tick")
    }
    svg.text("share of colour", (left + right) / 2, bottom + 38, .middle, class: "axis")
    for (index, run) in runs.enumerated() {
      let start = top + Double(index) * pitch + (isWide ? 14 : 30)
      if !isWide { svg.text("seed \(run.seed)", left, start - 14, class: "") }
      for (column, shares) in [run.first, run.second].enumerated() {
        let y = start + Double(column) * 24 + 6
        let style = column == 0 ? "with" : "without"
        if isWide {
          let name = column == 0 ? "seed \(run.seed), column 1" : "column 2"
          svg.text(name, left - 16, y + 4.5, .end, class: "")
        }
        for share in shares { svg.circle(x(share), y, radius: 4, class: "kernel \(style)") }
        let mean = x(Measurements(shares).mean)
        svg.line(mean, y - 10, mean, y + 10, class: "mark \(style)")
      }
    }
    return svg
  }
}
