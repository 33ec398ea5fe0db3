import TerminalUI

/// The panel of the tour, below the screen: the text of the stop, the key to press, and the keys of the tour.
///
/// The screen gives up the rows of the panel, so that the panel covers nothing at any size. On a low terminal
/// the brief text is shown.
struct TourPanel {
  @Shared var state: DashboardState
  /// The rows of the screen without the panel.
  let bodyHeight: Int

  /// The widest line of text.
  private static let textWidth = 110

  /// The parts of the panel.
  private struct Contents {
    var title: String
    var edges: Panel.Edges
    var lines: [String]
    /// True if the upper edge names the key that leaves the tour, because the row of keys has no room for it.
    var isNarrow: Bool
  }

  /// Returns the number of rows; 0 without a tour, and where a box over a low screen needs them.
  static func rows(_ shared: Shared<DashboardState>, in body: Rect) -> Int {
    let state = shared.wrappedValue
    guard state.tour.walk != nil, state.overlay == nil || body.height >= 16 else { return 0 }
    let contents = TourPanel(state: shared, bodyHeight: body.height).contents(width: body.width)
    return contents.lines.count + 1 + frameRows(contents.edges)
  }

  private static func frameRows(_ edges: Panel.Edges) -> Int { edges == .box ? 2 : 1 }

  private func contents(width: Int) -> Contents {
    let edges: Panel.Edges = bodyHeight < 30 || width < 100 ? .rule : .box
    let columns = max(8, min(Self.textWidth, width - (edges == .box ? 4 : 2)))
    let isAtEnd = state.tour.walk?.isAtEnd == true
    let most = max(2, bodyHeight * (isAtEnd ? 3 : 2) / 5 - 1 - Self.frameRows(edges))
    let full = paragraphs(\.full).flatMap { $0.wrapped(to: columns) }
    let brief = paragraphs(\.brief).flatMap { $0.wrapped(to: columns) }
    var lines = Array((full.count <= most ? full : brief).prefix(most))
    // The screen keeps its height from stop to stop.
    let usual = min(most, columns < 100 ? 4 : 3)
    while lines.count < usual { lines.append("") }
    let isNarrow = width < 60
    return Contents(
      title: title(isNarrow: isNarrow), edges: edges, lines: lines, isNarrow: isNarrow)
  }

  private var status: TourStatus { state.tour.walk?.currentTask.map(state.status) ?? .ready }

  private func title(isNarrow: Bool) -> String {
    let all = TourStop.all.count
    guard let walk = state.tour.walk, let stop = walk.currentStop else { return "Tour: the end" }
    let number = "Tour \(walk.stop + 1) of \(all)"
    return isNarrow ? number : "\(number): \(stop.title)"
  }

  private func paragraphs(_ length: KeyPath<TourText, String>) -> [String] {
    guard let task = state.tour.walk?.currentTask else {
      return state.tourEnd.map { $0[keyPath: length] }
    }
    let text = task.text(state)[keyPath: length]
    switch status {
    case .ready: return [text]
    case .waiting(let reason), .impossible(let reason):
      return length == \.full ? [text + " " + reason] : [reason]
    case .elsewhere:
      return ["This stop of the tour is on screen \(task.screen.key.name), \(task.screen.title)."]
    }
  }

  // MARK: - The row of keys

  /// A key of the last row with its label.
  private struct TourKey {
    var key: Key
    var label: String
    var family: KeyFamily
    var command: DashboardCommand
    func columns(_ glyphs: GlyphSet) -> Int {
      glyphs.spellingArrows(in: key.name).columns + 1 + label.columns + 3
    }
  }

  /// The keys, the most important first. The key of the stop is left out where it has no effect.
  private var keys: [TourKey] {
    // A box receives the keys first.
    guard state.overlay == nil else { return [forkKey].compactMap(\.self) }
    let table = state.tour.walk?.isAtEnd == true ? KeyBindings.tourEnd : KeyBindings.tour
    let answers = table.bindings.map {
      TourKey(
        key: $0.keys[0], label: $0.label ?? "", family: .viewing,
        command: .tour(.answer($0.command)))
    }
    return [taskKey].compactMap(\.self) + answers
  }

  private var taskKey: TourKey? {
    guard let task = state.tour.walk?.currentTask else { return nil }
    switch status {
    case .ready:
      let command = KeyBindings.dashboard.command(for: task.key, in: state.keyScope)
      return command.map {
        TourKey(
          key: task.key, label: task.label,
          family: KeyBindings.dashboard.family(of: $0) ?? .viewing, command: $0)
      }
    case .waiting, .impossible: return nil
    case .elsewhere:
      return TourKey(
        key: task.screen.key, label: "return", family: .viewing,
        command: .shell(.show(task.screen)))
    }
  }

  /// The key of the open fork menu; `nil` for another box.
  private var forkKey: TourKey? {
    guard case .fork(let menu) = state.overlay, state.tour.walk?.currentTask?.goal == .fork else {
      return nil
    }
    let text = menu.changes.isEmpty ? "begin the copy" : "begin the copy: \(menu.changes.text)"
    return TourKey(key: .enter, label: text, family: .training, command: .box(.enter))
  }

  /// Returns the keys that fit, each with its column.
  private func placedKeys(
    in row: Rect, isNarrow: Bool, _ glyphs: GlyphSet
  ) -> [(x: Int, key: TourKey)] {
    var x = row.x
    var placed: [(Int, TourKey)] = []
    // The key that leaves stays in a row with little room.
    var left = row.width + 3
    let leave = DashboardCommand.tour(.answer(.leave))
    let keys = keys.filter { !isNarrow || $0.command != leave }
    let first = keys.filter { $0.command == leave }
    var shown: Set<DashboardCommand> = []
    for key in first + keys where !shown.contains(key.command) {
      guard key.columns(glyphs) <= left else { continue }
      left -= key.columns(glyphs)
      shown.insert(key.command)
    }
    for key in keys where shown.contains(key.command) {
      placed.append((x, key))
      x += key.columns(glyphs)
    }
    return placed
  }

  // MARK: - Drawing

  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    guard !rect.isEmpty else { return }
    let theme = appearance.theme
    frame.fill(rect, with: Cell(background: theme.raised))
    let layout = layout(in: rect)
    _ = Panel(
      layout.contents.title, note: layout.contents.isNarrow ? "Esc leaves" : "",
      tint: theme.caution.with(.bold), edges: layout.contents.edges
    ).draw(in: rect, on: &frame, appearance: appearance)
    for (row, line) in layout.contents.lines.prefix(layout.text.height).enumerated() {
      frame.text(
        appearance.glyphs.spellingArrows(in: line), x: layout.text.x, y: layout.text.y + row,
        style: theme.text, width: layout.text.width)
    }
    let glyphs = appearance.glyphs
    for (x, key) in placedKeys(
      in: layout.keys, isNarrow: layout.contents.isNarrow, glyphs)
    {
      let end = frame.text(
        glyphs.spellingArrows(in: key.key.name), x: x, y: layout.keys.y,
        style: theme.key(of: key.family).with(.bold))
      let isAnswer = if case .tour = key.command { true } else { false }
      frame.text(
        key.label, x: end + 1, y: layout.keys.y, style: isAnswer ? theme.muted : theme.strong)
    }
  }

  private func layout(in rect: Rect) -> (contents: Contents, text: Rect, keys: Rect) {
    let contents = contents(width: rect.width)
    var inside = Panel("", tint: Style(), edges: contents.edges).inside(rect).inset(columns: 1)
    let keys = inside.cutBottom(1)
    return (contents, inside, keys)
  }

  /// Returns the command of a click at a cell; `nil` between the keys.
  func command(atX x: Int, y: Int, in rect: Rect, _ glyphs: GlyphSet) -> DashboardCommand? {
    let layout = layout(in: rect)
    guard layout.keys.contains(x: x, y: y) else { return nil }
    return placedKeys(in: layout.keys, isNarrow: layout.contents.isNarrow, glyphs).last {
      $0.x <= x && x < $0.x + $0.key.columns(glyphs) - 3
    }?.key.command
  }
}
