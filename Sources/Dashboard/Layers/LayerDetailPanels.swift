import DisplayText
import Glibc
import Observing
import TerminalUI

/// The panels with the details of one layer.
struct LayerDetailPanels {
  @Shared var state: DashboardState
  let edges: Panel.Edges
  /// The index of the layer among the layers with parameters.
  let index: Int
  let name: String
  /// True if the panel of the activations lists the dead units, because there is no other panel.
  var showsDeadUnits = false

  private var timeline: ActivationTimeline { state.history.activations }

  // MARK: - Activations over time

  func drawActivations(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let note = state.layers.records.isEmpty ? "since this screen opened · " : ""
    // With few colours the picture has glyphs, and on a light background more is darker.
    let scale =
      appearance.depth < .indexed
      ? "denser: more" : appearance.theme.name == .light ? "darker: more" : "brighter: more"
    var inside = Panel(
      "\(name) activations over time", note: note + scale, tint: appearance.theme.violet,
      edges: edges
    ).draw(in: rect, on: &frame, appearance: appearance)
    if showsDeadUnits, inside.height >= 6 {
      drawDeadUnits(in: inside.cutBottom(1), on: &frame, appearance: appearance)
    }
    guard inside.height >= 3, inside.width >= 16 else { return }
    guard let range = timeline.range(of: index) else {
      return frame.textWrapped(
        timeline.steps.isEmpty ? state.layersAbsence.sentence : "No activation is finite.",
        in: inside, style: appearance.theme.muted)
    }
    var plot = inside
    let foot = plot.cutBottom(1)
    let axis = plot.cutLeft(8)
    drawMap(range, in: plot, on: &frame, appearance: appearance)
    drawValues(range, in: axis, on: &frame, appearance: appearance)
    drawSteps(
      in: Rect(x: plot.x, y: foot.y, width: plot.width, height: 1), on: &frame,
      appearance: appearance)
  }

  private func drawMap(
    _ range: ClosedRange<Double>, in plot: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    let height = plot.height * ShadedPicture.rows(appearance)
    var picture = ShadedPicture(width: plot.width, height: height)
    let columns = timeline.shares(of: index, in: range, width: plot.width, height: height)
    for (x, column) in columns.enumerated() {
      if column.isEmpty {
        frame.put("×", x: plot.x + x, y: plot.y, style: appearance.theme.danger)
        continue
      }
      for (y, share) in column.enumerated() {
        // Most activations after a ReLU are 0. The exponent below 1 makes the small shares of the
        // other values visible.
        picture[x, y] = share > 0 ? min(1, 0.06 + pow(share, 0.4)) : 0
      }
    }
    picture.draw(x: plot.x, y: plot.y, on: &frame, appearance: appearance)
  }

  /// The share of the width at which the shown record is on the picture; `nil` while the present is shown.
  private var cursor: Double? {
    guard state.shownStep != nil, let step = state.shownLayers?.step,
      let first = timeline.steps.first, let last = timeline.steps.last, first < last
    else { return nil }
    return min(1, max(0, Double(step - first) / Double(last - first)))
  }

  private func drawValues(
    _ range: ClosedRange<Double>, in axis: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    func write(_ text: String, _ y: Int) {
      frame.textRight(text, right: axis.right - 1, y: y, style: appearance.theme.muted)
    }
    /// The few values beyond an end of the range are counted at that end.
    func end(_ value: Double, _ sign: String, hasMore: Bool) -> String {
      hasMore ? sign + NumberText.fitting(value, 5) : NumberText.fitting(value, 6)
    }
    let extremes = timeline.extremes(of: index)
    write(
      end(
        range.upperBound, "≥ ", hasMore: extremes.map { $0.upperBound > range.upperBound } ?? false),
      axis.y)
    let last = axis.bottom - 1
    if last > axis.y {
      write(
        end(
          range.lowerBound, "≤ ",
          hasMore: extremes.map { $0.lowerBound < range.lowerBound } ?? false), last)
    }
    // The row of the value 0. It is written only where it does not touch the other two values.
    let span = range.upperBound - range.lowerBound
    let zero = last - Int((0 - range.lowerBound) / span * Double(axis.height - 1) + 0.5)
    if range.contains(0), zero > axis.y + 1, zero < last - 1 { write("0", zero) }
  }

  private func drawSteps(in row: Rect, on frame: inout Frame, appearance: Appearance) {
    guard let first = timeline.steps.first, let last = timeline.steps.last else { return }
    let style = appearance.theme.muted
    let end = frame.text("step \(NumberText.grouped(first))", x: row.x, y: row.y, style: style)
    let text = NumberText.grouped(last)
    if end + text.columns + 1 < row.right {
      frame.textRight(text, right: row.right, y: row.y, style: style)
    }
    if let cursor {
      frame.put(
        appearance.glyphs.unicode ? "▲" : "^",
        x: row.x + Int((cursor * Double(row.width - 1)).rounded()), y: row.y,
        style: appearance.theme.strong)
    }
  }

  // MARK: - Weights, gradients, updates

  func drawWeights(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let shown = state.shownLayers
    let weights = shown?.weights.first { $0.layer == name }
    let step = shown.map { "step \(NumberText.grouped($0.step))" }
    var inside = Panel(
      "\(name) weights", note: weights == nil ? "" : step ?? "", tint: appearance.theme.blue,
      edges: edges
    ).draw(in: rect, on: &frame, appearance: appearance).inset(columns: 1)
    let norms = inside.cutBottom(inside.height >= 6 ? 2 : 0)
    if !norms.isEmpty { drawNorms(in: norms, on: &frame, appearance: appearance) }
    // The number of rows depends on the panel alone, so that nothing moves.
    let rows = inside.height >= 16 ? 3 : inside.height >= 10 ? 2 : inside.height >= 4 ? 1 : 0
    if rows > 0 {
      drawDeadUnits(in: inside.cutBottom(rows), on: &frame, appearance: appearance)
    }
    if inside.height >= 8 { _ = inside.cutBottom(1) }
    guard let weights else {
      return frame.textWrapped(
        state.hasEnded
          ? "The distribution of the weights is not recorded." : "The weights are measured…",
        in: inside, style: appearance.theme.muted)
    }
    guard weights.histogram.contains(where: { $0 > 0 }) else {
      return frame.textWrapped(
        "The weights are not finite.", in: inside, style: appearance.theme.danger)
    }
    let foot = inside.cutBottom(1)
    Histogram(weights.histogram).draw(in: inside, on: &frame, appearance: appearance)
    drawFoot(weights, in: foot, on: &frame, appearance: appearance)
  }

  /// Draws the smallest and the largest weight at both ends of the histogram, and between them the mean
  /// and the standard deviation if there is room.
  private func drawFoot(
    _ weights: Snapshot.WeightDistribution, in row: Rect, on frame: inout Frame,
    appearance: Appearance
  ) {
    let style = appearance.theme.muted
    let numbers = LayerNumbers([weights.minimum, weights.maximum])
    let (least, most) = (numbers.text(weights.minimum), numbers.text(weights.maximum))
    let end = frame.text(least, x: row.x, y: row.y, style: style)
    frame.textRight(most, right: row.right, y: row.y, style: style)
    let between = row.right - most.columns - end - 2
    let mean = "mean \(numbers.text(weights.mean))"
    let texts = ["\(mean), deviation \(numbers.text(weights.deviation))", mean]
    guard let text = texts.first(where: { $0.columns <= between }) else { return }
    frame.textCentered(text, in: row, y: row.y, style: style)
  }

  /// Draws the numbers of the dead units, as many as fit.
  private func drawDeadUnits(
    in rect: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    guard let layer = state.shownLayers?.layers.first(where: { $0.name == name }) else { return }
    let dead = DeadUnits(layer)
    let label = rect.width < 34 ? "dead" : dead.name
    let end = frame.text(label, x: rect.x, y: rect.y, style: appearance.theme.muted) + 2
    let health = Health.dead(layer.deadUnits ?? 0, of: layer.units)
    for (row, line) in dead.lines(width: rect.right - end, atMost: rect.height).enumerated() {
      frame.text(
        line, x: end, y: rect.y + row, style: health.style(appearance.theme),
        width: rect.right - end)
    }
  }

  private func drawNorms(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let norms = state.history.layerNorms
    guard index < norms.count else { return }
    let layer = state.shownLayers?.layers.first { $0.name == name }
    let rows = [
      ("gradient norm", norms[index].gradient, appearance.theme.train),
      ("update/weights", norms[index].update, appearance.theme.validation),
    ]
    for (row, (name, curve, style)) in rows.enumerated() {
      let y = rect.y + row
      frame.text(name, x: rect.x, y: y, style: appearance.theme.muted)
      let value = (row == 0 ? layer?.gradientNorm : layer?.updateRatio) ?? .nan
      let text = row == 0 ? LayerNumbers([value]).text(value) : LayerNumbers.update(value)
      frame.textRight(
        value > 0 ? text : "—", right: rect.right, y: y, style: appearance.theme.strong)
      Trend(curve.values.values).draw(
        x: rect.x + 15, y: y, width: rect.width - 23, style: style, on: &frame,
        appearance: appearance)
    }
  }
}
