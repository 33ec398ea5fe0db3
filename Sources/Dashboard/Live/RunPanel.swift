import Blueprint
import DisplayText
import TerminalUI

/// The panel of the run: its activity, its settings, its speed and its progress. If not all
/// of them fit, the last settings are left out; where there is much room, each is explained.
struct RunPanel {
  @Shared var state: DashboardState
  var edges: Panel.Edges

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let name = (state.lane.name ?? "").elidedInMiddle(to: max(0, rect.width - 12))
    var inside = Panel(
      "Run", note: name, tint: appearance.theme.amber, edges: edges,
      hasFocus: state.focusedPanel == .run
    )
    .draw(in: rect, on: &frame, appearance: appearance).inset(columns: edges == .box ? 1 : 0)
    if inside.height >= 3, let total = state.plannedSteps, total > 0 {
      drawProgress(of: total, in: inside.cutBottom(1), on: &frame, appearance: appearance)
    }
    let hasActivity = inside.height >= 4
    if hasActivity {
      let row = inside.cutTop(1)
      frame.text(
        state.lane.activityText, x: row.x, y: row.y, style: activityStyle(appearance.theme),
        width: row.width)
    }
    if inside.height >= 3 {
      drawSpeed(in: inside.cutBottom(1), on: &frame, appearance: appearance)
    }
    let values = RunValues($state).values(appearance, hasActivity: hasActivity)
    if inside.height < values.count || inside.width < 40 {
      drawGrid(values, in: inside, on: &frame, appearance: appearance)
    } else {
      drawList(values, in: inside, on: &frame, appearance: appearance)
    }
  }

  private func activityStyle(_ theme: Theme) -> Style {
    switch state.lane.phase {
    case .training where !state.lane.isStopping: theme.good
    case .training, .preparing, .paused: theme.caution
    case .finished: theme.accent
    case .failed: theme.danger
    }
  }

  /// Draws the values in columns. A long value occupies several columns, and a value that does not
  /// fit into its row begins the next.
  private func drawGrid(
    _ values: [RunValues.NamedValue], in rect: Rect, on frame: inout Frame, appearance: Appearance
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

  /// Draws one value per row, with its explanation if there is room.
  private func drawList(
    _ values: [RunValues.NamedValue], in rect: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    let names = values.map(\.name.columns).max() ?? 0
    let explained = values.filter { !$0.explanation.isEmpty }
    let explanations = rect.x + names + 2 + (explained.map(\.value.columns).max() ?? 0) + 3
    let rows = (rect.height >= 2 * values.count ? 2 : 1)
    for (row, value) in values.enumerated() {
      let y = rect.y + rows * row
      frame.text(value.name, x: rect.x, y: y, style: appearance.theme.muted)
      frame.text(
        value.value, x: rect.x + names + 2, y: y, style: value.style,
        width: rect.width - names - 2)
      guard explanations + value.explanation.columns <= rect.right else { continue }
      frame.text(value.explanation, x: explanations, y: y, style: appearance.theme.muted)
    }
  }

  /// Draws the speed of the latest steps, in which other load on the machine shows.
  private func drawSpeed(in row: Rect, on frame: inout Frame, appearance: Appearance) {
    let value = NumberText.perSecond(state.shownSpeed) + " images/s"
    let end = frame.text("speed", x: row.x, y: row.y, style: appearance.theme.muted) + 1
    frame.textRight(value, right: row.right, y: row.y, style: appearance.theme.strong)
    let width = row.right - end - max(14, value.columns) - 1
    Sparkline(
      state.history.imagesPerSecond.smoothed.values.suffix(max(0, width)),
      style: appearance.theme.secondTrain
    )
    .draw(x: end, y: row.y, width: width, on: &frame, appearance: appearance)
  }

  private func drawProgress(
    of total: Int, in row: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    let share = Double(state.step) / Double(total)
    let left = state.secondsLeft.map { " · \(NumberText.duration($0)) left" } ?? ""
    let text = NumberText.share(share) + (row.width >= 30 ? left : "")
    Meter(share, style: appearance.theme.accent).draw(
      x: row.x, y: row.y, width: row.width - max(5, text.columns + 1), on: &frame,
      appearance: appearance)
    frame.textRight(text, right: row.right, y: row.y, style: appearance.theme.strong)
  }
}
