import TerminalUI

/// The chosen curves, one chart a quantity, all over the same part of the run, below a line that
/// says what can be chosen and what is read.
struct ChartsScreen {
  let state: DashboardState
  let edges: Panel.Edges

  func draw(in body: Rect, on frame: inout Frame, look: Look) {
    let (strip, rest) = Self.cut(body)
    let quantities = state.charts.quantities
    guard !quantities.isEmpty else {
      drawStrip(in: strip, hidden: 0, on: &frame, look: look)
      frame.textCentered(
        "no chart is chosen · \(Self.keys) choose", in: rest, y: rest.y + rest.height / 2,
        style: look.theme.muted)
      return
    }
    let places = places(in: body)
    drawStrip(in: strip, hidden: quantities.count - places.count, on: &frame, look: look)
    let panels = ChartPanels(state: state, edges: edges)
    for (quantity, place) in places {
      panels.draw(quantity, in: place, on: &frame, look: look)
    }
  }

  /// The charts that have room, and where they are.
  func places(in body: Rect) -> [(quantity: ChartsView.Quantity, place: Rect)] {
    let quantities = state.charts.quantities
    guard !quantities.isEmpty else { return [] }
    // Charts without edges would run into one another.
    let places = Self.arrange(
      quantities.count, in: Self.cut(body).charts, gap: edges == .box ? 0 : 2)
    return zip(quantities, places).map { ($0, $1) }
  }

  /// A press reads the step below it, the wheel zooms there, and a drag moves all charts.
  func command(
    for gesture: Gesture, x: Int, y: Int, in body: Rect, look: Look
  ) -> DashboardCommand? {
    guard let (quantity, place) = places(in: body).first(where: { $0.place.contains(x: x, y: y) })
    else { return nil }
    let panels = ChartPanels(state: state, edges: edges)
    return panels.plot(of: quantity, in: place, look: look)
      .flatMap { ChartPlace(x, in: $0, state.charts.axis(of: state.history)) }?
      .command(for: gesture, of: state.charts, state.history)
  }

  private static func cut(_ body: Rect) -> (strip: Rect, charts: Rect) {
    var rest = body
    return (rest.takeTop(body.height >= 9 ? 1 : 0), rest)
  }

  private static var keys: String {
    ChartsView.Quantity.allCases.map { $0.key }.joined(separator: " ")
  }

  // MARK: - Where they are

  private static let leastWidth = 34
  private static let leastHeight = 5

  /// Rows that are filled from edge to edge; of all ways the one whose charts have the best shape.
  /// Where there is no room for all, the first of them.
  static func arrange(_ count: Int, in rect: Rect, gap: Int = 0) -> [Rect] {
    let room = max(1, rect.height / leastHeight) * max(1, rect.width / leastWidth)
    let count = min(count, room)
    var best: (penalty: Double, rows: Int)?
    for rows in 1...count {
      let columns = (count + rows - 1) / rows
      let width = rect.width / columns
      let height = rect.height / rows
      guard rows == 1 || height >= leastHeight, columns == 1 || width >= leastWidth else {
        continue
      }
      // A cell is twice as high as wide; curves read well about twice as wide as high.
      let shape = Double(width) / Double(max(1, height)) / 4
      let penalty = max(shape, 1 / max(shape, 1e-6)) + (count % rows == 0 ? 0 : 0.5)
      if best == nil || penalty < best!.penalty { best = (penalty, rows) }
    }
    let rows = best?.rows ?? 1
    var rest = rect
    return (0..<rows).flatMap { row -> [Rect] in
      var line = rest.takeTop(rest.height / (rows - row))
      // The upper rows have fewer: what comes first is larger.
      let columns = (count + row) / rows
      return (0..<columns).map { column in
        let place = line.takeLeft((line.width - gap * (columns - 1 - column)) / (columns - column))
        _ = line.takeLeft(gap)
        return place
      }
    }
  }

  // MARK: - The line above

  private func drawStrip(in row: Rect, hidden: Int, on frame: inout Frame, look: Look) {
    guard !row.isEmpty else { return }
    var x = row.x + 1
    let isNarrow = row.width < 96
    for quantity in ChartsView.Quantity.allCases {
      let isShown = state.charts.shown.contains(quantity)
      let name = isNarrow ? quantity.shortName : quantity.name
      guard x + name.columns + 3 < row.right else { break }
      x = frame.text(
        quantity.key, x: x, y: row.y, style: isShown ? look.theme.key : look.theme.muted)
      x = frame.text(
        name, x: x + 1, y: row.y, style: isShown ? look.theme.strong : look.theme.muted)
      if look.depth == .mono, isShown {
        x = frame.text("●", x: x, y: row.y, style: look.theme.text)
      }
      x += isNarrow ? 2 : 3
    }
    var parts = hidden > 0 ? ["\(hidden) more need room"] : []
    parts += reading ?? ["by \(state.charts.axisName)", windowWords, state.smoothingWords]
    parts.removeAll(where: \.isEmpty)
    while !parts.isEmpty {
      let text = parts.joined(separator: " · ")
      if x + text.columns + 1 <= row.right {
        let style = state.charts.cursor == nil ? look.theme.muted : look.theme.caution
        frame.textRight(text, right: row.right - 1, y: row.y, style: style)
        return
      }
      parts.removeLast()
    }
  }

  /// The moment under the cursor, in all units.
  private var reading: [String]? {
    guard let step = state.charts.cursor else { return nil }
    let places = state.history.places
    return [
      "at step \(Digits.grouped(Int(step)))",
      "epoch \(Digits.fixed(places.value(at: step, in: .epoch), 2))",
      Digits.duration(places.value(at: step, in: .time)),
    ]
  }

  private var windowWords: String {
    guard let window = state.charts.window else { return "" }
    let span = Digits.grouped(Int(window.span.rounded()))
    return window.end == nil ? "the last \(span) steps" : "\(span) steps"
  }
}

extension ChartsView.Quantity {
  /// The key that shows and hides it, from the table of keys.
  var key: String {
    let binding = KeyBindings.dashboard.bindings.first { $0.command == .chart(self) }
    return binding?.keys.first?.name ?? ""
  }

  var name: String {
    switch self {
    case .loss: "loss"
    case .top1: "top-1"
    case .top5: "top-5"
    case .rate: "rate"
    case .speed: "images/s"
    case .gradient: "gradients"
    case .update: "updates"
    }
  }

  fileprivate var shortName: String {
    switch self {
    case .speed: "img/s"
    case .gradient: "grad"
    case .update: "upd"
    default: name
    }
  }
}
