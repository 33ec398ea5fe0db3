import DisplayText
import Runs
import TerminalUI

/// The text field below the list of runs, under a line with the texts that can be typed or the problem of
/// the typed text.
struct RunListPrompt {
  private let field: TextField
  private let label: String
  /// The text that is shown while the field is empty.
  private let hint: String
  /// The texts that can be typed, the most important first.
  private let help: [String]
  /// The effects of the keys, in a long and a short form.
  private let keys: [String]
  /// The problem of the typed text; `nil` if there is none.
  let problem: String?

  /// Creates the prompt of a list; `nil` while no text is edited.
  init?(_ runList: RunListState) {
    guard let editing = runList.editing else { return nil }
    field = runList.field
    problem = runList.problem
    switch editing {
    case .filter:
      label = "filter"
      hint = "all runs"
      help = [
        "part of a name", "lrn=off", "rate=0.01", "state=interrupted", "after=2026-11-01",
        "before=2026-12-01", "runs match all words",
      ]
      keys = ["Enter keeps it · Esc shows all runs", "Enter · Esc"]
    case .note(let name):
      label = "note on \(name.elidedInMiddle(to: 24))"
      hint = "no note"
      help = ["one line of text", "an empty text removes the note"]
      keys = ["Enter saves it · Esc cancels", "Enter · Esc"]
    }
  }

  /// Returns the number of rows: the lines above the field, at most two, and the field.
  func height(width: Int, atMost limit: Int) -> Int {
    max(1, min(limit, lines(width: width).count + 1))
  }

  private func lines(width: Int) -> [String] {
    if let problem { return Array(problem.wrapped(to: max(1, width - 2)).prefix(2)) }
    var parts = help
    while parts.count > 1, parts.joined(separator: " · ").columns > width - 2 {
      parts.removeLast()
    }
    return [parts.joined(separator: " · ")]
  }

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    guard !rect.isEmpty else { return }
    let theme = appearance.theme
    frame.fill(rect, with: Cell(background: theme.raised))
    var lines = rect
    let row = lines.cutBottom(1)
    for (index, line) in self.lines(width: rect.width).prefix(lines.height).enumerated() {
      frame.text(
        line, x: lines.x + 1, y: lines.y + index,
        style: problem == nil ? theme.muted : theme.danger,
        width: lines.width - 2)
    }
    let start =
      frame.text(label + ":", x: row.x + 1, y: row.y, style: theme.key, width: row.width / 2) + 1
    // At least twelve columns are left for the text.
    let keys = keys.first { start + 12 + $0.columns + 2 <= row.right }
    if let keys { frame.textRight(keys, right: row.right - 1, y: row.y, style: theme.muted) }
    field.draw(
      x: start, y: row.y, width: row.right - 1 - start - (keys.map { $0.columns + 2 } ?? 0),
      hint: hint, on: &frame, appearance: appearance)
  }
}
