import DisplayText
import Observing
import Runs
import TerminalUI

/// The panels of the last validation: its confusion matrix, the error of each class, and the pairs
/// of classes that are confused most. A sentence below them states the selected number.
struct ConfusionPanels {
  @Shared var state: DashboardState
  let edges: Panel.Edges

  func draw(in body: Rect, on frame: inout Frame, appearance: Appearance) {
    guard let confusion = state.shownConfusion,
      let selection = state.images.confusion.selection(in: confusion)
    else {
      let inside = panel("Confusion", note: "", appearance).draw(
        in: body, on: &frame, appearance: appearance)
      return frame.textWrapped(emptyText, in: inside, style: appearance.theme.muted)
    }
    let layout = layout(confusion, in: body, appearance)
    if let placed = layout.matrix {
      let inside = panel("Confusion", note: summary(of: confusion), appearance)
        .draw(in: placed.rect, on: &frame, appearance: appearance)
      placed.matrix.draw(
        in: inside, className: state.className, on: &frame, appearance: appearance)
    }
    drawErrors(confusion, selection, in: layout.errors, on: &frame, appearance: appearance)
    drawPairs(confusion, selection, in: layout.pairs, on: &frame, appearance: appearance)
    drawSentence(
      on: selection, confusion, in: layout.sentence, on: &frame, appearance: appearance)
  }

  private func drawSentence(
    on selection: ConfusionState.Selection, _ confusion: Confusion, in rect: Rect,
    on frame: inout Frame, appearance: Appearance
  ) {
    let sentence = "▶ " + state.sentence(on: selection, in: confusion)
    let hint =
      switch confusion.count(of: selection) {
      case 0: ""
      case 1: "Enter shows it"
      default: "Enter shows them"
      }
    var lines = sentence.wrapped(to: max(1, rect.width - 2))
    if !hint.isEmpty {
      if lines.count == 1, sentence.columns + hint.columns + 5 <= rect.width {
        lines = [sentence + " · " + hint]
      } else {
        lines.append("  " + hint)
      }
    }
    for (row, line) in lines.prefix(rect.height).enumerated() {
      frame.text(line, x: rect.x + 1, y: rect.y + row, style: appearance.theme.strong)
    }
  }

  private var emptyText: String {
    if let absence = state.checkpointAnswer?.absence { return absence }
    if let progress = state.evaluationProgress {
      return "The confusion of the validation images is measured: \(progress)."
    }
    if state.hasEnded || state.phase == .preparing { return state.emptyImageText }
    return state.history.validationSteps.isEmpty
      ? "The confusion is measured by the first validation." : "waiting for the confusion…"
  }

  private func summary(of confusion: Confusion) -> String {
    let wrong = confusion.errors.reduce(0, +)
    let all = confusion.images.reduce(0, +)
    return [
      state.evaluationProgress,
      "val top-1 error \(NumberText.percent(Double(wrong) / Double(max(1, all))))",
      state.checkpointAnswer?.checkpoint?.text ?? "step \(NumberText.grouped(confusion.step))",
      "\(NumberText.grouped(wrong)) of \(NumberText.grouped(all)) images",
    ].compactMap(\.self).joined(separator: " · ")
  }

  // MARK: - Layout

  struct Layout {
    var matrix: (matrix: ConfusionMatrix, rect: Rect)?
    var errors: Rect
    var pairs: Rect
    var sentence: Rect
  }

  func layout(_ confusion: Confusion, in body: Rect, _ appearance: Appearance) -> Layout {
    var rest = body
    let sentence = rest.cutBottom(body.width < 100 ? 2 : 1)
    var placed: (ConfusionMatrix, Rect)?
    if !confusion.counts.isEmpty, body.width >= 60, body.height >= 8,
      let selection = state.images.confusion.selection(in: confusion)
    {
      let (columns, rows) = edges == .box ? (2, 2) : (0, 1)
      let lists = body.width >= 100 ? 42 : 32
      let longest = (0..<confusion.classes).map { state.className($0).columns }.max() ?? 0
      let matrix = ConfusionMatrix(
        confusion, selection, longestName: longest,
        room: (rest.width - lists - columns - 1, rest.height - rows))
      // The note of the panel needs some room too.
      let left = rest.cutLeft(max(min(50, body.width / 2), matrix.width + columns))
      placed = (matrix, left)
      if edges == .rule { _ = rest.cutLeft(1) }
    }
    let isWide = rest.width >= 84
    let errors = isWide ? rest.cutLeft(rest.width / 2) : rest.cutTop((rest.height + 1) / 2)
    if isWide, edges == .rule { _ = rest.cutLeft(1) }
    return Layout(matrix: placed, errors: errors, pairs: rest, sentence: sentence)
  }

  private func panel(_ title: String, note: String, _ appearance: Appearance) -> Panel {
    Panel(title, note: note, tint: appearance.theme.amber, edges: edges)
  }

  /// Returns the command of a gesture. A press selects an element of the matrix, a class or a pair,
  /// and on the selected one shows its images; the wheel moves the selection.
  func command(
    for gesture: Gesture, x: Int, y: Int, in body: Rect, appearance: Appearance
  ) -> ConfusionCommand? {
    guard let confusion = state.shownConfusion,
      let selection = state.images.confusion.selection(in: confusion)
    else { return nil }
    let layout = layout(confusion, in: body, appearance)
    func inside(_ rect: Rect) -> Rect? {
      let inside = panel("", note: "", appearance).inside(rect)
      return inside.contains(x: x, y: y) ? inside : nil
    }
    if let placed = layout.matrix, let inside = inside(placed.rect) {
      switch gesture {
      case .press:
        return placed.matrix.selection(x: x, y: y, in: inside).map { .select($0) }
      case .wheel(let count): return .move(.classes(count))
      case .drag: return nil
      }
    }
    if let inside = inside(layout.errors) {
      switch gesture {
      case .press:
        let row = shownErrors(confusion, selection, rows: inside.height).lowerBound + y - inside.y
        let errors = confusion.errorShares
        return row < errors.count ? .select(.init(truth: errors[row].label)) : nil
      case .wheel(let count): return .move(.classesInList(count))
      case .drag: return nil
      }
    }
    guard let inside = inside(layout.pairs) else { return nil }
    switch gesture {
    case .press:
      let row = shownPairs(confusion, selection, rows: inside.height).lowerBound + y - inside.y
      guard row < confusion.pairs.count else { return nil }
      return .select(.init(truth: confusion.pairs[row].truth, guess: confusion.pairs[row].guess))
    case .wheel(let count): return .move(.pairsInList(count))
    case .drag: return nil
    }
  }

  // MARK: - Lists

  /// Returns the shown rows of the list of classes: the first, until a class is chosen.
  private func shownErrors(
    _ confusion: Confusion, _ selection: ConfusionState.Selection, rows: Int
  ) -> Range<Int> {
    let errors = confusion.errorShares
    let isChosen = state.images.confusion.chosen != nil
    let index = isChosen ? errors.firstIndex { $0.label == selection.truth } : nil
    return Table.visibleRows(of: errors.count, around: index ?? 0, room: rows)
  }

  private func shownPairs(
    _ confusion: Confusion, _ selection: ConfusionState.Selection, rows: Int
  ) -> Range<Int> {
    Table.visibleRows(
      of: confusion.pairs.count, around: confusion.index(of: selection) ?? 0, room: rows)
  }

  /// Returns the shown part of a list, "1–17 of 40"; `nil` if all of it is shown.
  private func position(_ shown: Range<Int>, of count: Int) -> String? {
    guard shown.count < count else { return nil }
    return "\(shown.lowerBound + 1)–\(NumberText.grouped(shown.upperBound)) of "
      + NumberText.grouped(count)
  }

  private func drawErrors(
    _ confusion: Confusion, _ selection: ConfusionState.Selection, in rect: Rect,
    on frame: inout Frame, appearance: Appearance
  ) {
    let theme = appearance.theme
    let errors = confusion.errorShares
    let rows = panel("", note: "", appearance).inside(rect).height
    let shown = shownErrors(confusion, selection, rows: rows)
    let hasSummary = confusion.counts.isEmpty
    let note = [
      position(shown, of: errors.count), hasSummary ? summary(of: confusion) : nil, "worst first",
    ].compactMap(\.self).joined(separator: " · ")
    let inside = panel("Class errors", note: note, appearance)
      .draw(in: rect, on: &frame, appearance: appearance)
    let counts = errors.map { count(confusion.errors[$0.label], of: $0.label, confusion) }
    let widest = counts.map(\.columns).max() ?? 0
    let numbers = widest + 8
    let names = max(1, min(18, inside.width - numbers - 3))
    for (row, index) in shown.enumerated() {
      let (y, error) = (inside.y + row, errors[index])
      let isSelected = error.label == selection.truth
      if isSelected { frame.text("▶", x: inside.x, y: y, style: theme.accent) }
      frame.text(
        state.className(error.label), x: inside.x + 2, y: y,
        style: isSelected ? theme.strong : theme.text, width: names)
      let bar = inside.width - names - numbers - 4
      if bar >= 4 {
        Meter(error.share, style: error.share < 0.5 ? theme.accent : theme.caution).draw(
          x: inside.x + names + 3, y: y, width: bar, on: &frame, appearance: appearance)
      }
      frame.textRight(counts[index], right: inside.right - 8, y: y, style: theme.text)
      frame.textRight(
        NumberText.percent(error.share), right: inside.right, y: y, style: theme.strong)
    }
  }

  private func count(_ count: Int, of label: Int, _ confusion: Confusion) -> String {
    "\(NumberText.grouped(count)) of \(NumberText.grouped(confusion.images[label]))"
  }

  private func drawPairs(
    _ confusion: Confusion, _ selection: ConfusionState.Selection, in rect: Rect,
    on frame: inout Frame, appearance: Appearance
  ) {
    let theme = appearance.theme
    let rows = panel("", note: "", appearance).inside(rect).height
    let shown = shownPairs(confusion, selection, rows: rows)
    let note = [position(shown, of: confusion.pairs.count), "class → taken for"]
      .compactMap(\.self).joined(separator: " · ")
    let inside = panel("Confused most", note: note, appearance)
      .draw(in: rect, on: &frame, appearance: appearance)
    guard !confusion.pairs.isEmpty else {
      return frame.textWrapped("nothing is confused", in: inside, style: theme.good)
    }
    let counts = confusion.pairs.map { count($0.count, of: $0.truth, confusion) }
    let widest = counts.map(\.columns).max() ?? 0
    let names = max(1, (inside.width - widest - 7) / 2)
    for (row, index) in shown.enumerated() {
      let (y, pair) = (inside.y + row, confusion.pairs[index])
      let isSelected = confusion.index(of: selection) == index
      let style = isSelected ? theme.strong : theme.text
      if isSelected { frame.text("▶", x: inside.x, y: y, style: theme.accent) }
      frame.text(state.className(pair.truth), x: inside.x + 2, y: y, style: style, width: names)
      frame.text("→", x: inside.x + names + 3, y: y, style: theme.muted)
      frame.text(
        state.className(pair.guess), x: inside.x + names + 5, y: y, style: style, width: names)
      frame.textRight(counts[index], right: inside.right, y: y, style: theme.strong)
    }
  }
}
