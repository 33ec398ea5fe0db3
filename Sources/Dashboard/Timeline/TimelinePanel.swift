import DisplayText
import TerminalUI

/// A bar from the first record to the present, linear in steps, with marks for the records, for changes of
/// knobs and for the shown step.
struct TimelinePanel {
  @Shared var state: DashboardState
  var track: TimelineTrack
  var edges: Panel.Edges

  /// Returns the number of rows in a screen: in a box the edges, the bar, its steps and, on a high screen,
  /// the changes; without a box one row; none on a very low screen.
  static func rows(inBodyOf height: Int, isBoxed: Bool) -> Int {
    height < 9 ? 0 : isBoxed ? (height >= 44 ? 5 : 4) : 1
  }

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    guard edges == .box else { return drawRow(in: rect, on: &frame, appearance: appearance) }
    let reading = reading(in: rect.width - 16)
    let isPast = state.shownStep != nil
    let inside = Panel(
      "Timeline", note: isPast ? "" : reading, badge: isPast ? reading : "",
      tint: appearance.theme.amber, edges: edges
    ).draw(in: rect, on: &frame, appearance: appearance)
    drawBar(in: bar(in: rect), on: &frame, appearance: appearance)
    drawLabels(in: inside, below: bar(in: rect), on: &frame, appearance: appearance)
  }

  /// Draws the bar between its first and its last step, and the reading, in one row.
  private func drawRow(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let theme = appearance.theme
    let bar = bar(in: rect)
    let readingWidth = Self.readingColumns(in: rect.width)
    frame.textRight(
      reading(in: readingWidth), right: rect.right - 1, y: rect.y,
      style: state.shownStep == nil ? theme.text : theme.caution, width: readingWidth)
    if let ends {
      frame.textRight(ends.first, right: bar.x - 1, y: rect.y, style: theme.muted)
      frame.text(ends.last, x: bar.right + 1, y: rect.y, style: theme.muted)
    }
    drawBar(in: bar, on: &frame, appearance: appearance)
  }

  /// The widest text beside the bar.
  private static let longReading = 37

  /// Returns the columns of the text beside the bar. They depend on the terminal alone, so that the bar
  /// has the same width in the past and now.
  private static func readingColumns(in width: Int) -> Int { min(longReading, width / 2) }

  /// The texts of the first and the last step of the bar; `nil` while nothing is recorded.
  private var ends: (first: String, last: String)? {
    scale(width: 1).map { (NumberText.grouped($0.first), NumberText.grouped($0.last)) }
  }

  /// Returns the cells of the bar in the rectangle of the panel.
  private func bar(in rect: Rect) -> Rect {
    guard edges == .rule else {
      var inside = rect.inset(columns: 2, rows: 1)
      return inside.cutTop(1)
    }
    var bar = rect.inset(columns: 1)
    _ = bar.cutRight(Self.readingColumns(in: rect.width) + 2)
    if let ends {
      _ = bar.cutLeft(ends.first.columns + 1)
      _ = bar.cutRight(ends.last.columns + 1)
    }
    return bar
  }

  /// Returns the command that shows the record at a cell; `nil` outside of the panel.
  func command(atX x: Int, y: Int, in rect: Rect) -> DashboardCommand? {
    guard rect.contains(x: x, y: y) else { return nil }
    return step(atX: x, in: rect).map { .timeline(.record(atStep: $0)) }
  }

  /// Returns the step at a column of the panel; `nil` while nothing is recorded, and beside the bar.
  func step(atX x: Int, in rect: Rect) -> Int? {
    let bar = bar(in: rect)
    // One column beside the ends belongs to them.
    guard x >= bar.x - 1, x <= bar.right else { return nil }
    return scale(width: bar.width)?.step(at: x - bar.x)
  }

  /// Returns the text of the shown step and of its record, in the longest form that fits.
  private func reading(in width: Int) -> String {
    let texts = readings
    return texts.first { $0.columns <= width } ?? texts.last ?? ""
  }

  /// The texts of the shown step, the longest first. In the past they have the key of the present.
  private var readings: [String] {
    let count = track.records.count
    let records = count == 1 ? "1 record" : "\(NumberText.grouped(count)) records"
    guard let index = track.index else {
      let isOld = track == state.kernelsTrack && state.awaitsKernels
      let step =
        track.present.map {
          "\(isOld ? "being updated" : "now") · step \(NumberText.grouped($0))"
        } ?? "nothing yet"
      return ["\(step) · \(count == 0 ? "nothing recorded yet" : records)", step]
    }
    let step = "step \(NumberText.grouped(track.records[index]))"
    var record = "record \(NumberText.grouped(index + 1)) of \(NumberText.grouped(count))"
    guard let shownStep = state.shownStep else { return ["\(step) · \(record)", step] }
    if shownStep != track.records[index] {
      let side = shownStep > track.records[index] ? "before" : "after"
      record = "the record \(side) step \(NumberText.grouped(shownStep))"
    }
    let last = max(state.lane.step, track.records.last ?? 0)
    let place = "\(step) of \(NumberText.grouped(last))"
    let end = state.timeline.playback != nil ? "plays" : "End: \(state.hasEnded ? "last" : "now")"
    return [
      "\(place) · \(record) · \(end)", "\(place) · \(end)", "\(step) · \(end)", step,
    ]
  }

  // MARK: - The bar

  /// The positions of steps on the bar; `nil` while nothing is recorded.
  private func scale(width: Int) -> TimelineScale? {
    TimelineScale(records: track.records, current: track.present, width: width)
  }

  private func drawBar(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    guard rect.width >= 8, rect.height >= 1 else { return }
    let (theme, glyphs) = (appearance.theme, appearance.glyphs)
    let scale = scale(width: rect.width)
    let cursor = track.shown.flatMap { scale?.column(of: $0) } ?? rect.width - 1
    let records = Set(track.records.compactMap { scale?.column(of: $0) })
    for column in 0..<rect.width {
      let isPassed = column <= cursor && scale != nil
      let line = isPassed ? glyphs.meterFull : appearance.meterEmpty
      frame.put(
        records.contains(column) ? "┿" : line, x: rect.x + column, y: rect.y,
        style: isPassed ? theme.accent : theme.faint)
    }
    for change in state.changes {
      guard let column = scale?.column(of: change.step) else { continue }
      frame.put(
        glyphs.unicode ? "▲" : "^", x: rect.x + column, y: rect.y,
        style: theme.key(of: .training))
    }
    if scale != nil {
      frame.put(glyphs.unicode ? "●" : "@", x: rect.x + cursor, y: rect.y, style: theme.strong)
    }
  }

  // MARK: - The texts below

  /// Draws the round steps and the changes below the bar. A text that would overlap an earlier one is
  /// left out: the ends come first, then the round steps, then the changes from the latest to the first.
  private func drawLabels(
    in inside: Rect, below bar: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    let theme = appearance.theme
    guard inside.height >= 2 else { return }
    guard let scale = scale(width: bar.width) else {
      frame.text(
        state.hasEnded
          ? "nothing is recorded"
          : "nothing is recorded yet: the first record is written with the first steps",
        x: bar.x, y: bar.y + 1, style: theme.muted, width: bar.width)
      return
    }
    var steps = LabelRow(width: bar.width)
    steps.put(NumberText.grouped(scale.first), around: 0, theme.muted)
    // The latest record can be later than what is drawn as the present.
    let end = state.hasEnded ? "end " : scale.last == track.present ? "now " : ""
    steps.put(end + NumberText.grouped(scale.last), around: bar.width - 1, theme.muted)
    let hasOwnRow = inside.height >= 3
    // In one row, fewer steps leave room for the changes.
    for step in scale.ticks(atMost: max(2, bar.width / (hasOwnRow ? 14 : 28))) {
      guard let column = scale.column(of: step) else { continue }
      steps.put(NumberText.grouped(step), around: column, theme.muted)
    }
    if hasOwnRow {
      var row = LabelRow(width: bar.width)
      putChanges(in: &row, scale, theme)
      row.draw(x: bar.x, y: bar.y + 2, on: &frame)
    } else {
      putChanges(in: &steps, scale, theme)
    }
    steps.draw(x: bar.x, y: bar.y + 1, on: &frame)
  }

  /// Adds the changes from the latest to the first. A text is below its own marker alone.
  private func putChanges(in row: inout LabelRow, _ scale: TimelineScale, _ theme: Theme) {
    let annotations = CurvePanels.annotations(of: state.lane)
    let bursts = AnnotationStrip(
      annotations, columns: annotations.map { scale.column(of: Int($0.x)) }
    ).bursts
    for burst in bursts.reversed() {
      let others = bursts.filter { $0 != burst }.flatMap(\.columns)
      _ = burst.texts.first { text in
        row.put(text, around: burst.columns.last ?? 0, theme.text, avoiding: others)
      }
    }
  }

  /// A row of texts that do not overlap.
  private struct LabelRow {
    private var isTaken: [Bool]
    private var labels: [(text: String, column: Int, style: Style)] = []

    init(width: Int) { isTaken = Array(repeating: false, count: max(0, width)) }

    /// Adds a text with its middle at a column, or as close to it as the ends of the row allow. It is
    /// left out if it would touch another text.
    /// - Parameter columns: Columns that the text must not cover.
    /// - Returns: True if the text was added.
    @discardableResult
    mutating func put(
      _ text: String, around column: Int, _ style: Style, avoiding columns: [Int] = []
    ) -> Bool {
      let left = min(max(0, column - text.columns / 2), isTaken.count - text.columns)
      let range = (left - 1..<left + text.columns + 1).clamped(to: 0..<isTaken.count)
      guard left >= 0, !isTaken[range].contains(true), !columns.contains(where: range.contains)
      else { return false }
      for index in range { isTaken[index] = true }
      labels.append((text, left, style))
      return true
    }

    func draw(x: Int, y: Int, on frame: inout Frame) {
      for label in labels { frame.text(label.text, x: x + label.column, y: y, style: label.style) }
    }
  }
}
