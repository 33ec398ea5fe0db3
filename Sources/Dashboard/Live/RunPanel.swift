import Blueprint
import DisplayText
import TerminalUI

/// The panel with the settings and the progress of the run. If not all of them fit, the last are
/// left out.
struct RunPanel {
  var state: DashboardState
  var edges: Panel.Edges

  private struct NamedValue {
    var name: String
    var value: String
    var style: Style
    var columns: Int { name.columns + 1 + value.columns }
  }

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let note = state.run?.run ?? ""
    var inside = Panel(
      "Run", note: note, tint: appearance.theme.amber, edges: edges,
      hasFocus: state.focusedPanel == .run
    )
    .draw(in: rect, on: &frame, appearance: appearance).inset(columns: edges == .box ? 1 : 0)
    if inside.height >= 3, let total = state.plannedSteps, total > 0 {
      drawProgress(
        Double(state.step) / Double(total), in: inside.cutBottom(1), on: &frame,
        appearance: appearance)
    }
    let values = values(appearance)
    guard inside.height < values.count || inside.width < 40 else {
      drawList(values, in: inside, on: &frame, appearance: appearance)
      return
    }
    if inside.height >= 4 {
      drawSpeed(in: inside.cutBottom(1), on: &frame, appearance: appearance)
    }
    drawGrid(values, in: inside, on: &frame, appearance: appearance)
  }

  /// Draws the values in columns. A long value occupies several columns, and a value that does not
  /// fit into its row begins the next.
  private func drawGrid(
    _ values: [NamedValue], in rect: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    let columns = max(1, (rect.width + Self.gap) / (Self.minimumColumn + Self.gap))
    let pitch = (rect.width + Self.gap) / columns
    var (column, y) = (0, rect.y)
    for value in values {
      let span = min(columns, (value.columns + Self.gap + pitch - 1) / pitch)
      if column + span > columns { (column, y) = (0, y + 1) }
      guard y < rect.bottom else { return }
      let x = rect.x + column * pitch
      let end = frame.text(
        value.name, x: x, y: y, style: appearance.theme.muted, width: rect.right - x)
      frame.text(
        value.value, x: end + 1, y: y, style: value.style, width: rect.right - end - 1)
      column += span
    }
  }

  private static let minimumColumn = 12
  private static let gap = 2

  /// Draws the speed of the latest steps, in which other load on the machine shows.
  private func drawSpeed(in row: Rect, on frame: inout Frame, appearance: Appearance) {
    let name = "img/s"
    let value =
      state.speed.value.isFinite ? NumberText.grouped(Int(min(state.speed.value, 1e9))) : "—"
    frame.text(name, x: row.x, y: row.y, style: appearance.theme.muted)
    frame.textRight(value, right: row.right, y: row.y, style: appearance.theme.strong)
    let width = row.width - name.columns - max(5, value.columns) - 2
    Sparkline(
      state.history.imagesPerSecond.smoothed.values.suffix(max(0, width)),
      style: appearance.theme.secondTrain
    )
    .draw(x: row.x + name.columns + 1, y: row.y, width: width, on: &frame, appearance: appearance)
  }

  /// Draws one value per row.
  private func drawList(
    _ values: [NamedValue], in rect: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    let names = values.map(\.name.columns).max() ?? 0
    let pitch = rect.height >= 2 * values.count ? 2 : 1
    for (row, value) in values.enumerated() {
      let y = rect.y + pitch * row
      frame.text(value.name, x: rect.x, y: y, style: appearance.theme.muted)
      frame.text(
        value.value, x: rect.x + names + 2, y: y, style: value.style,
        width: rect.width - names - 2)
    }
  }

  private func drawProgress(
    _ share: Double, in row: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    let text = NumberText.percent(share, 0)
    Meter(share, style: appearance.theme.accent).draw(
      x: row.x, y: row.y, width: row.width - 6, on: &frame, appearance: appearance)
    frame.textRight(text, right: row.right, y: row.y, style: appearance.theme.strong)
  }

  private func values(_ appearance: Appearance) -> [NamedValue] {
    let strong = appearance.theme.strong
    var values = [
      NamedValue(
        name: "dropout", value: state.dropout.text, style: state.dropout.style(appearance)),
      NamedValue(name: "LRN", value: state.lrn.text, style: state.lrn.style(appearance)),
    ]
    func add(_ name: String, _ value: String?) {
      if let value { values.append(NamedValue(name: name, value: value, style: strong)) }
    }
    add("rate", state.rate.map(NumberText.plain) ?? "—")
    guard let plan = state.plan else { return values }
    add("momentum", NumberText.plain(plan.knobs.momentum))
    add("decay", NumberText.plain(plan.knobs.decay))
    add("batch", NumberText.grouped(plan.batch))
    add("left", state.secondsLeft.map { NumberText.duration($0) })
    add("data wait", state.waitingShare.map { NumberText.percent($0, 1) })
    add("parameters", state.run.map { NumberText.grouped($0.parameters) })
    add("classes", state.run.map { NumberText.grouped($0.classes.count) })
    add("train", state.run.map { NumberText.grouped($0.trainImages) })
    add("validation", state.run.map { NumberText.grouped($0.validationImages) })
    add("seed", String(plan.seed))
    add("threads", String(plan.threads))
    add("saved in", state.folder)
    return values
  }
}
