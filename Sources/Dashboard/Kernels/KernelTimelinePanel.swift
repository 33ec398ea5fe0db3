import DisplayText
import Runs
import TerminalUI

/// A bar from the first record of the kernels to the present, with marks for the shown kernels and
/// for changes of knobs. All records are equally far apart on the bar, although their steps
/// are not.
struct KernelTimelinePanel {
  var state: DashboardState
  var edges: Panel.Edges

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    guard edges == .box else {
      var rest = rect
      let text = reading
      let textArea = rest.cutRight(min(text.columns + 2, rest.width / 2))
      frame.textRight(
        text, right: textArea.right - 1, y: rect.y, style: appearance.theme.text,
        width: textArea.width)
      drawBar(in: rest.inset(columns: 1), on: &frame, appearance: appearance)
      return
    }
    let inside = Panel(
      "Timeline", note: reading, tint: appearance.theme.amber, edges: edges
    ).draw(in: rect, on: &frame, appearance: appearance)
    drawBar(in: inside.inset(columns: 1), on: &frame, appearance: appearance)
  }

  /// The text beside the bar: the shown step, the number of the record, and "plays" in playback.
  private var reading: String {
    guard let past = state.kernels.past else {
      let step = state.kernels.analysis.map { " · step \(NumberText.grouped($0.step))" } ?? ""
      return "now\(step)"
    }
    let index = state.timelineIndex.map { "\($0 + 1) of \(state.kernels.steps.count)" }
    let parts = [
      "step \(NumberText.grouped(past.step))", index, state.kernels.playedAt.map { _ in "plays" },
    ]
    return parts.compactMap(\.self).joined(separator: " · ")
  }

  // MARK: - The bar

  private func drawBar(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    guard rect.width >= 8, rect.height >= 1 else { return }
    let steps = state.kernels.steps
    let last = rect.right - 1
    let cursor = min(last, rect.x + Int((position * Double(rect.width - 1)).rounded()))
    for x in rect.x...last {
      let isPassed = x <= cursor && !steps.isEmpty
      frame.put(
        isPassed ? appearance.glyphs.meterFull : appearance.glyphs.meterEmpty, x: x, y: rect.y,
        style: isPassed ? appearance.theme.accent : appearance.theme.faint)
    }
    var marks: [(x: Int, label: String)] = []
    for change in state.changes {
      guard let share = position(ofStep: change.step) else { continue }
      let x = rect.x + Int((share * Double(rect.width - 1)).rounded())
      frame.put("◆", x: x, y: rect.y, style: appearance.theme.annotation)
      marks.append((x, change.label))
    }
    frame.put("●", x: cursor, y: rect.y, style: appearance.theme.strong)
    if rect.height > 1 { drawLabels(marks, in: rect, on: &frame, appearance: appearance) }
  }

  /// Draws the labels of changes and the steps of some records below the bar. A label that would
  /// overlap an earlier one is left out.
  private func drawLabels(
    _ marks: [(x: Int, label: String)], in rect: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    var taken = Array(repeating: false, count: rect.width)
    func put(_ text: String, around x: Int, _ style: Style) {
      let left = min(max(rect.x, x - text.columns / 2), rect.right - text.columns)
      let range = left - rect.x - 1..<left - rect.x + text.columns + 1
      let inside = range.clamped(to: 0..<rect.width)
      guard left >= rect.x, !taken[inside].contains(true) else { return }
      for index in inside { taken[index] = true }
      frame.text(text, x: left, y: rect.y + 1, style: style)
    }
    let steps = state.kernels.steps
    guard let first = steps.first else {
      put("nothing recorded yet", around: rect.x, appearance.theme.muted)
      return
    }
    put(NumberText.grouped(first), around: rect.x, appearance.theme.muted)
    put(state.hasEnded ? "end" : "now", around: rect.right - 1, appearance.theme.muted)
    for mark in marks.reversed() { put(mark.label, around: mark.x, appearance.theme.annotation) }
    for quarter in 1..<4 {
      let index = steps.count * quarter / 4
      guard steps.count >= 8 else { return }
      let share = Double(index) / Double(steps.count)
      let x = rect.x + Int((share * Double(rect.width - 1)).rounded())
      put(NumberText.grouped(steps[index]), around: x, appearance.theme.muted)
    }
  }

  /// The position of the shown kernels, from 0 (the first record) to 1 (the present).
  private var position: Double {
    guard state.kernels.past != nil, let index = state.timelineIndex else { return 1 }
    return Double(index) / Double(spans)
  }

  /// The number of intervals between records on the bar. With a snapshot of the kernels there is
  /// one more interval, from the last record to the present.
  private var spans: Int {
    max(1, state.kernels.steps.count - (state.snapshot?.kernels == nil ? 1 : 0))
  }

  /// Returns the position of a step; `nil` if it is not between two records.
  private func position(ofStep step: Int) -> Double? {
    let steps = state.kernels.steps
    guard let after = steps.firstIndex(where: { $0 >= step }), after > 0 else { return nil }
    let (low, high) = (steps[after - 1], steps[after])
    let share = Double(step - low) / Double(max(1, high - low))
    return (Double(after - 1) + share) / Double(spans)
  }
}
