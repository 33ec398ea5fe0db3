import Glibc
import Runs
import TerminalUI

/// One layer closely.
struct LayerDetailPanels {
  let state: DashboardState
  let edges: Panel.Edges
  /// Among the layers with parameters.
  let index: Int
  let name: String

  private var timeline: ActivationTimeline { state.history.activations }

  // MARK: - Activations over time

  func drawActivations(in rect: Rect, on frame: inout Frame, look: Look) {
    let inside = Panel(
      "\(name) activations over time", note: "brighter is more", tint: look.theme.violet,
      edges: edges
    ).draw(in: rect, on: &frame, look: look)
    guard inside.height >= 3, inside.width >= 16 else { return }
    guard let range = timeline.range(of: index) else {
      frame.textCentered(
        timeline.steps.isEmpty ? "no layer measured yet" : "no activation is finite", in: inside,
        y: inside.y + inside.height / 2, style: look.theme.muted)
      return
    }
    var plot = inside
    let foot = plot.takeBottom(1)
    let axis = plot.takeLeft(8)
    drawMap(range, in: plot, on: &frame, look: look)
    drawValues(range, in: axis, on: &frame, look: look)
    drawSteps(in: Rect(x: plot.x, y: foot.y, width: plot.width, height: 1), on: &frame, look: look)
  }

  private func drawMap(
    _ range: ClosedRange<Double>, in plot: Rect, on frame: inout Frame, look: Look
  ) {
    let height = plot.height * ShadedPicture.rows(look)
    var picture = ShadedPicture(width: plot.width, height: height)
    let columns = timeline.shares(of: index, in: range, width: plot.width, height: height)
    for (x, column) in columns.enumerated() {
      if column.isEmpty {
        frame.put("×", x: plot.x + x, y: plot.y, style: look.theme.danger)
        continue
      }
      for (y, share) in column.enumerated() {
        // Few are to be seen beside the many zeros of rectified units.
        picture[x, y] = share > 0 ? min(1, 0.06 + pow(share, 0.4)) : 0
      }
    }
    picture.draw(x: plot.x, y: plot.y, on: &frame, look: look)
  }

  private func drawValues(
    _ range: ClosedRange<Double>, in axis: Rect, on frame: inout Frame, look: Look
  ) {
    func write(_ value: Double, _ y: Int) {
      frame.textRight(
        Digits.fitting(value, 6), right: axis.right - 1, y: y, style: look.theme.muted)
    }
    write(range.upperBound, axis.y)
    let last = axis.bottom - 1
    if last > axis.y { write(range.lowerBound, last) }
    // Where nothing is.
    let span = range.upperBound - range.lowerBound
    let zero = last - Int((0 - range.lowerBound) / span * Double(axis.height - 1) + 0.5)
    if range.contains(0), zero > axis.y + 1, zero < last - 1 { write(0, zero) }
  }

  private func drawSteps(in row: Rect, on frame: inout Frame, look: Look) {
    guard let first = timeline.steps.first, let last = timeline.steps.last else { return }
    let style = look.theme.muted
    let end = frame.text("step \(Digits.grouped(first))", x: row.x, y: row.y, style: style)
    let text = Digits.grouped(last)
    if end + text.columns + 1 < row.right {
      frame.textRight(text, right: row.right, y: row.y, style: style)
    }
  }

  // MARK: - Weights, gradients, updates

  func drawWeights(in rect: Rect, on frame: inout Frame, look: Look) {
    let weights = state.glimpse?.weights.flatMap { $0.layer == name ? $0 : nil }
    let note = weights.map {
      "mean \(Digits.fitting($0.mean, 6)) · dev \(Digits.fitting($0.deviation, 6))"
    }
    var inside = Panel(
      "\(name) weights", note: note ?? "", tint: look.theme.blue, edges: edges
    ).draw(in: rect, on: &frame, look: look).inset(columns: 1)
    let sizes = inside.takeBottom(inside.height >= 6 ? 2 : 0)
    if !sizes.isEmpty { drawSizes(in: sizes, on: &frame, look: look) }
    if inside.height >= 8 { _ = inside.takeBottom(1) }
    guard let weights else {
      frame.textCentered(
        state.hasEnded ? "the run has ended: not measured" : "measuring…", in: inside,
        y: inside.y + inside.height / 2, style: look.theme.muted)
      return
    }
    guard weights.histogram.contains(where: { $0 > 0 }) else {
      frame.textCentered(
        "weights are not finite", in: inside, y: inside.y + inside.height / 2,
        style: look.theme.danger)
      return
    }
    let foot = inside.takeBottom(1)
    Histogram(weights.histogram).draw(in: inside, on: &frame, look: look)
    frame.text(
      Digits.fitting(weights.minimum, 7), x: foot.x, y: foot.y, style: look.theme.muted)
    frame.textRight(
      Digits.fitting(weights.maximum, 7), right: foot.right, y: foot.y, style: look.theme.muted)
  }

  private func drawSizes(in rect: Rect, on frame: inout Frame, look: Look) {
    let sizes = state.history.sizes
    guard index < sizes.count else { return }
    let parts = [
      ("gradient", sizes[index].gradient, look.theme.train),
      ("update", sizes[index].update, look.theme.validation),
    ]
    for (row, (name, curve, style)) in parts.enumerated() {
      let y = rect.y + row
      frame.text(name, x: rect.x, y: y, style: look.theme.muted)
      let value = curve.values.last ?? .nan
      frame.textRight(
        value.isNaN ? "—" : value < 0.01 ? Digits.scientific(value) : Digits.brief(value),
        right: rect.right, y: y, style: look.theme.strong)
      Trend(curve.values.values).draw(
        x: rect.x + 9, y: y, width: rect.width - 17, style: style, on: &frame, look: look)
    }
  }
}
