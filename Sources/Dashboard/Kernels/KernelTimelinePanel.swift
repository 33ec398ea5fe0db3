import Runs
import TerminalUI

/// From the first record to now: where the screen is, and what was changed when. Records are evenly
/// spread, so steps are wider where more has been recorded: at both ends.
struct KernelTimelinePanel {
  var state: DashboardState
  var edges: Panel.Edges

  func draw(in rect: Rect, on frame: inout Frame, look: Look) {
    guard edges == .box else {
      var rest = rect
      let text = reading
      let words = rest.takeRight(min(text.columns + 2, rest.width / 2))
      frame.textRight(
        text, right: words.right - 1, y: rect.y, style: look.theme.text, width: words.width)
      drawBar(in: rest.inset(columns: 1), on: &frame, look: look)
      return
    }
    let inside = Panel(
      "Time-line", note: reading, tint: look.theme.amber, edges: edges
    ).draw(in: rect, on: &frame, look: look)
    drawBar(in: inside.inset(columns: 1), on: &frame, look: look)
  }

  private var reading: String {
    guard let past = state.kernels.past else {
      let step = state.kernels.study.map { " · step \(Digits.grouped($0.step))" } ?? ""
      return "now\(step)"
    }
    let place = state.moment.map { "\($0 + 1) of \(state.kernels.steps.count)" }
    let words = [
      "step \(Digits.grouped(past.step))", place, state.kernels.playedAt.map { _ in "plays" },
    ]
    return words.compactMap(\.self).joined(separator: " · ")
  }

  // MARK: - The bar

  private func drawBar(in rect: Rect, on frame: inout Frame, look: Look) {
    guard rect.width >= 8, rect.height >= 1 else { return }
    let steps = state.kernels.steps
    let last = rect.right - 1
    let cursor = min(last, rect.x + Int((place * Double(rect.width - 1)).rounded()))
    for x in rect.x...last {
      let isPassed = x <= cursor && !steps.isEmpty
      frame.put(
        isPassed ? look.glyphs.meterFull : look.glyphs.meterRest, x: x, y: rect.y,
        style: isPassed ? look.theme.accent : look.theme.faint)
    }
    var marks: [(x: Int, label: String)] = []
    for change in state.changes {
      guard let share = place(of: change.step) else { continue }
      let x = rect.x + Int((share * Double(rect.width - 1)).rounded())
      frame.put("◆", x: x, y: rect.y, style: look.theme.mark)
      marks.append((x, change.label))
    }
    frame.put("●", x: cursor, y: rect.y, style: look.theme.strong)
    if rect.height > 1 { drawLabels(marks, in: rect, on: &frame, look: look) }
  }

  /// The steps at the ends and in between, and what the marks mean, each where it has room.
  private func drawLabels(
    _ marks: [(x: Int, label: String)], in rect: Rect, on frame: inout Frame, look: Look
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
      put("nothing recorded yet", around: rect.x, look.theme.muted)
      return
    }
    put(Digits.grouped(first), around: rect.x, look.theme.muted)
    put(state.hasEnded ? "end" : "now", around: rect.right - 1, look.theme.muted)
    for mark in marks.reversed() { put(mark.label, around: mark.x, look.theme.mark) }
    for quarter in 1..<4 {
      let index = steps.count * quarter / 4
      guard steps.count >= 8 else { return }
      let share = Double(index) / Double(steps.count)
      let x = rect.x + Int((share * Double(rect.width - 1)).rounded())
      put(Digits.grouped(steps[index]), around: x, look.theme.muted)
    }
  }

  /// From 0, the first record, to 1, now.
  private var place: Double {
    guard state.kernels.past != nil, let moment = state.moment else { return 1 }
    return Double(moment) / Double(spans)
  }

  /// Of a run that has ended the last record is its end, else there is now after it.
  private var spans: Int {
    max(1, state.kernels.steps.count - (state.glimpse?.kernels == nil ? 1 : 0))
  }

  private func place(of step: Int) -> Double? {
    let steps = state.kernels.steps
    guard let after = steps.firstIndex(where: { $0 >= step }), after > 0 else { return nil }
    let (low, high) = (steps[after - 1], steps[after])
    let share = Double(step - low) / Double(max(1, high - low))
    return (Double(after - 1) + share) / Double(spans)
  }
}
