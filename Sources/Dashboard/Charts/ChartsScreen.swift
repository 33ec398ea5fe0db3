import DisplayText
import TerminalUI

/// The charts' screen: one chart for each chosen quantity, all over the same part of the run, below a
/// row with the keys of the quantities and the position of the cursor.
struct ChartsScreen {
  @Shared var state: DashboardState
  let edges: Panel.Edges

  func draw(in body: Rect, on frame: inout Frame, appearance: Appearance) {
    let (strip, rest) = Self.cut(body)
    let quantities = state.charts.quantities
    guard !quantities.isEmpty else {
      drawStrip(in: strip, hidden: 0, on: &frame, appearance: appearance)
      frame.textCentered(
        "no chart is chosen · v lists them", in: rest, y: rest.y + rest.height / 2,
        style: appearance.theme.muted)
      return
    }
    let rects = rects(in: body)
    drawStrip(
      in: strip, hidden: quantities.count - rects.count, on: &frame, appearance: appearance)
    let panels = ChartPanels(
      state: $state, edges: edges, badges: strip.isEmpty ? pastBadges + badges : [])
    for (panel, rect) in panels.panels(rects, appearance) {
      panel.draw(in: rect, on: &frame, appearance: appearance)
    }
  }

  /// Returns the charts that fit, with their rectangles.
  func rects(in body: Rect) -> [(quantity: ChartQuantity, rect: Rect)] {
    let quantities = state.charts.quantities
    guard !quantities.isEmpty else { return [] }
    // Charts without boxes need a gap.
    let rects = Self.arrange(
      quantities.count, in: Self.cut(body).charts, gap: edges == .box ? 0 : 2)
    return zip(quantities, rects).map { ($0, $1) }
  }

  /// Returns the command of a gesture on a chart.
  func command(
    for gesture: Gesture, x: Int, y: Int, in body: Rect, appearance: Appearance
  ) -> DashboardCommand? {
    let panels = ChartPanels(state: $state, edges: edges).panels(rects(in: body), appearance)
    guard let (panel, rect) = panels.first(where: { $0.rect.contains(x: x, y: y) }) else {
      return nil
    }
    return panel.chart.plot(in: panel.inside(rect), appearance: appearance)
      .flatMap { ChartPointer(x, in: $0, state.charts.axis(of: state.longestHistory)) }?
      .command(for: gesture, of: state.charts, state.longestHistory)
      .map { .charts(.navigate($0)) }
  }

  private static func cut(_ body: Rect) -> (strip: Rect, charts: Rect) {
    var rest = body
    return (rest.cutTop(body.height >= 9 ? 1 : 0), rest)
  }

  // MARK: - Layout

  private static let minimumWidth = 34
  private static let minimumHeight = 5

  /// Returns the rectangles of charts in rows that fill `rect`, in as many rows as give the charts the
  /// best shape. If not all charts fit, there are fewer than `count` rectangles.
  static func arrange(_ count: Int, in rect: Rect, gap: Int = 0) -> [Rect] {
    let room = max(1, rect.height / minimumHeight) * max(1, rect.width / minimumWidth)
    let count = min(count, room)
    var best: (penalty: Double, rows: Int)?
    for rows in 1...count {
      let columns = (count + rows - 1) / rows
      let width = rect.width / columns
      let height = rect.height / rows
      guard rows == 1 || height >= minimumHeight, columns == 1 || width >= minimumWidth else {
        continue
      }
      // A cell is twice as high as wide, and a chart should be about twice as wide as high.
      let shape = Double(width) / Double(max(1, height)) / 4
      let penalty = max(shape, 1 / max(shape, 1e-6)) + (count % rows == 0 ? 0 : 0.5)
      if best == nil || penalty < best!.penalty { best = (penalty, rows) }
    }
    let rows = best?.rows ?? 1
    var rest = rect
    return (0..<rows).flatMap { row -> [Rect] in
      var line = rest.cutTop(rest.height / (rows - row))
      // The upper rows have fewer charts, so that the first charts are larger.
      let columns = (count + row) / rows
      return (0..<columns).map { column in
        let chart = line.cutLeft((line.width - gap * (columns - 1 - column)) / (columns - column))
        _ = line.cutLeft(gap)
        return chart
      }
    }
  }

  // MARK: - The top row

  private func drawStrip(in row: Rect, hidden: Int, on frame: inout Frame, appearance: Appearance) {
    guard !row.isEmpty else { return }
    var x = row.x + 1
    let isNarrow = row.width < 140
    x = frame.text("v", x: x, y: row.y, style: appearance.theme.key) + 1
    for quantity in ChartQuantity.allCases {
      let isShown = state.charts.quantities.contains(quantity)
      let name = isNarrow ? quantity.shortName : quantity.name
      guard x + name.columns + 3 < row.right else { break }
      x = frame.text(
        name, x: x, y: row.y, style: isShown ? appearance.theme.strong : appearance.theme.muted)
      if appearance.depth == .mono, isShown {
        x = frame.text("●", x: x, y: row.y, style: appearance.theme.text)
      }
      x += isNarrow ? 2 : 3
    }
    var room = Rect(x: x, y: row.y, width: row.right - 1 - x, height: 1)
    if hidden > 0 {
      place(["\(hidden) more do not fit", "\(hidden) more"], in: &room, on: &frame, appearance)
    }
    for text in reading ?? [] { place(text, in: &room, on: &frame, appearance) }
    for text in Self.shortened(badges, to: room.width) {
      place(text, in: &room, on: &frame, appearance)
    }
  }

  /// Shortens the longest text again and again, until all texts fit beside one another.
  private static func shortened(_ texts: [[String]], to width: Int) -> [[String]] {
    var texts = texts.filter { !$0.isEmpty }
    while texts.map({ $0[0].columns + 3 }).reduce(-3, +) > width {
      let candidates = texts.indices.filter { texts[$0].count > 1 }
      guard let longest = candidates.max(by: { texts[$0][0].columns < texts[$1][0].columns }) else {
        break
      }
      texts[longest].removeFirst()
    }
    return texts
  }

  /// Draws the longest text that fits at the right of the row, and makes the row narrower.
  private func place(
    _ texts: [String], in row: inout Rect, on frame: inout Frame, _ appearance: Appearance
  ) {
    guard let text = texts.first(where: { $0.columns <= row.width }) else { return }
    frame.textRight(text, right: row.right, y: row.y, style: appearance.theme.caution)
    row.width -= text.columns + 3
  }

  /// The badge of the cursor where no row has its position.
  private var pastBadges: [[String]] {
    guard let step = state.charts.cursor else { return [] }
    let text = position(step)
    return [["\(text) · End: \(state.hasEnded ? "last" : "now")", text]]
  }

  /// The badges of all that differs from the usual way to read the charts.
  private var badges: [[String]] {
    [
      ChartBadges.axis(state.charts), ChartBadges.window(state.charts),
      ChartBadges(state: $state).smoothing,
    ]
  }

  /// Returns the text of a step of the axis; since a fork, with the step of the lane in focus.
  private func position(_ step: Double) -> String {
    let text = "step \(NumberText.grouped(Int(step)))"
    guard state.charts.isSinceFork, let shown = state.shownStep, shown != Int(step) else {
      return text
    }
    return "fork + \(NumberText.grouped(Int(step))) = step \(NumberText.grouped(shown))"
  }

  /// The position of the cursor in all units, in several lengths; `nil` without a cursor.
  private var reading: [[String]]? {
    guard let step = state.charts.cursor else { return nil }
    let stepAxis = state.charts.axes(of: state.longestHistory).training
    let position = position(step)
    let epoch = "epoch \(NumberText.fixed(stepAxis.value(at: step, in: .epoch), 2))"
    let time = NumberText.duration(stepAxis.value(at: step, in: .time))
    let end = "End: \(state.hasEnded ? "last" : "now")"
    return [
      [
        "\(position) · \(epoch) · \(time) · \(end)", "\(position) · \(epoch) · \(time)",
        "\(position) · \(end)", position,
      ]
    ]
  }
}
