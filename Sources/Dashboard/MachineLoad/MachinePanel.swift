import DisplayText
import Machine
import TerminalUI

/// The panel of the machine that trains: the load of its processors, the trainer, memory and disk.
struct MachinePanel {
  @Shared var state: DashboardState
  let edges: Panel.Edges
  /// True for the panel that fills the screen, which explains its values.
  var isLarge = false

  /// The number of rows inside a panel beside others.
  static let rows = 4

  private var values: MachineValues { MachineValues(machine: state.machine) }

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let inside = Panel(
      "Machine", note: values.note, tint: appearance.theme.violet, edges: edges,
      hasFocus: state.focusedPanel == .machine
    )
    .draw(in: rect, on: &frame, appearance: appearance).inset(columns: edges == .box ? 1 : 0)
    guard let sample = state.machine.sample else {
      frame.textWrapped(absence, in: inside, style: appearance.theme.muted)
      return
    }
    var rest = inside
    drawLoad(sample, in: rest.cutTop(min(1, rest.height)), on: &frame, appearance: appearance)
    if isLarge {
      drawLarge(sample, in: rest, on: &frame, appearance: appearance)
    } else {
      let rows = min(rest.height, max(1, rest.height - 2))
      drawBars(sample, in: rest.cutTop(rows), on: &frame, appearance: appearance)
      drawGrid(in: rest, on: &frame, appearance: appearance)
    }
  }

  private var absence: String {
    state.canShowMachine
      ? "The first measurement takes a second."
      : "The run has ended. The load of the machine is not recorded."
  }

  // MARK: - Processors

  /// Draws the mean load: its value, a meter, and the loads before it.
  private func drawLoad(
    _ sample: MachineSample, in row: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    guard !row.isEmpty else { return }
    guard let load = sample.load else {
      frame.text(
        "load: after the next measurement", x: row.x, y: row.y, style: appearance.theme.muted,
        width: row.width)
      return
    }
    let start = frame.text("load", x: row.x, y: row.y, style: appearance.theme.muted) + 1
    let text = NumberText.share(load)
    frame.textRight(text, right: row.right, y: row.y, style: appearance.theme.strong)
    var bars = Rect(x: start, y: row.y, width: row.right - start - 6, height: 1)
    guard bars.width > 0 else { return }
    let past = bars.cutRight(bars.width >= 40 ? bars.width / 2 : 0)
    Meter(load, style: appearance.theme.accent).draw(
      x: bars.x, y: bars.y, width: bars.width, on: &frame, appearance: appearance)
    guard past.width > 2 else { return }
    // The largest value of a sparkline has the highest bar, which stands for a load of 1 here.
    let shown = state.machine.loads.suffix(past.width - 2)
    for (index, value) in shown.enumerated() {
      let height = Int((min(1, max(0, value)) * 7).rounded())
      frame.put(
        appearance.glyphs.heights[height], x: past.right - 1 - shown.count + index, y: row.y,
        style: appearance.theme.secondTrain)
    }
  }

  /// The columns of a processor with its number, a meter and its load.
  private static let meterColumns = 16

  private func drawLarge(
    _ sample: MachineSample, in rect: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    let list = values.values
    var rest = rect
    let count = sample.processors.count
    let columns = max(1, rest.width / Self.meterColumns)
    let meterRows = (count + columns - 1) / columns
    let room = rest.height - list.count
    if count > 0, room >= 1 {
      if rest.height > list.count + 4 { _ = rest.cutTop(1) }
      if meterRows <= rest.height - list.count {
        drawMeters(
          sample, in: rest.cutTop(meterRows), columns: columns, on: &frame, appearance: appearance)
      } else {
        let rows = min(rest.height - list.count, (count + rest.width - 1) / max(1, rest.width))
        drawBars(sample, in: rest.cutTop(rows), on: &frame, appearance: appearance)
      }
      if rest.height > list.count { _ = rest.cutTop(1) }
    }
    drawList(list, in: rest, on: &frame, appearance: appearance)
  }

  private func drawMeters(
    _ sample: MachineSample, in rect: Rect, columns: Int, on frame: inout Frame,
    appearance: Appearance
  ) {
    let pitch = rect.width / columns
    let digits = String(sample.processors.last?.number ?? 0).count
    for (index, processor) in sample.processors.enumerated() {
      let (x, y) = (rect.x + index % columns * pitch, rect.y + index / columns)
      let width = pitch - 2
      frame.textRight(
        String(processor.number), right: x + digits, y: y, style: appearance.theme.muted)
      let text = NumberText.share(processor.share)
      frame.textRight(text, right: x + width, y: y, style: appearance.theme.text)
      Meter(processor.share, style: appearance.theme.accent).draw(
        x: x + digits + 1, y: y, width: width - digits - 6, on: &frame, appearance: appearance)
    }
  }

  /// Draws a bar of one character for each processor.
  private func drawBars(
    _ sample: MachineSample, in rect: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    guard rect.width > 0 else { return }
    for (index, processor) in sample.processors.prefix(rect.width * rect.height).enumerated() {
      let height = Int((min(1, max(0, processor.share)) * 7).rounded())
      frame.put(
        appearance.glyphs.heights[height], x: rect.x + index % rect.width,
        y: rect.y + index / rect.width, style: appearance.theme.accent)
    }
  }

  // MARK: - Values

  /// Draws a value in each row, with its explanation if there is room.
  private func drawList(
    _ values: [MachineValues.NamedValue], in rect: Rect, on frame: inout Frame,
    appearance: Appearance
  ) {
    let names = values.map(\.name.columns).max() ?? 0
    let explanations = rect.x + names + 5 + (values.map(\.value.columns).max() ?? 0)
    for (row, value) in values.prefix(max(0, rect.height)).enumerated() {
      let y = rect.y + row
      frame.text(value.name, x: rect.x, y: y, style: appearance.theme.muted, width: rect.width)
      frame.text(
        value.value, x: rect.x + names + 2, y: y, style: appearance.theme.strong,
        width: rect.width - names - 2)
      guard explanations + value.explanation.columns <= rect.right else { continue }
      frame.text(value.explanation, x: explanations, y: y, style: appearance.theme.muted)
    }
  }

  /// Draws the values that fit beside one another.
  private func drawGrid(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    var (x, y) = (rect.x, rect.y)
    for value in values.values {
      let width = value.name.columns + 1 + value.value.columns
      if x > rect.x, x + width > rect.right { (x, y) = (rect.x, y + 1) }
      guard y < rect.bottom else { return }
      let end = frame.text(
        value.name, x: x, y: y, style: appearance.theme.muted, width: rect.right - x)
      x = frame.text(
        value.value, x: end + 1, y: y, style: appearance.theme.strong, width: rect.right - end - 1)
      x += 2
    }
  }
}
