import DisplayText
import TerminalUI

/// The first row: the screens' names, the network and its data, the progress, and the run's phase.
struct HeaderPanel {
  @Shared var state: DashboardState

  /// The name of a screen, or only its key, in a rectangle that can be clicked.
  ///
  /// The rectangles of neighbouring tabs touch. Each is at least three cells wide, because a
  /// single cell is hard to hit with a mouse.
  struct Tab {
    var screen: Screen
    var text: String
    var rect: Rect
    /// The column in which the text begins, one cell after the beginning of the rectangle.
    var textX: Int { rect.x + 1 }
    /// True if the shown tab is drawn with a blank cell before and after the text, because the gaps have room for
    /// it and for a blank cell beside the next tab.
    var hasPadding: Bool { rect.width >= text.columns + 2 }
  }

  /// A named value. Its width has a minimum, so that the other items do not move when it changes.
  private struct NamedValue {
    var name: String
    var value: String
    var minimumColumns: Int
    var columns: Int { name.columns + 1 + max(minimumColumns, value.columns) + 2 }
  }

  /// The items of the header, the most important first: if not all fit, the last are left out.
  private enum Item: Int, CaseIterable {
    /// The name of the shown screen, and the keys and names of all screens.
    case screen, keys, names
    /// The program's name before the tabs, and one more column between the names.
    case brand, gaps
    case step
    /// The planned number of steps, after the latest one.
    case total
    case speed, left, subject, rate, time, epoch
  }

  /// The columns that are kept for the step, and those for other values on terminals with the program's name
  /// and with wide gaps. They are constant, so that no value moves the tabs.
  private static let stepColumns = 13, brandReserve = 62, gapReserve = 90

  /// The items that fit into the row.
  private struct Contents {
    var items: Set<Item> = []
    var subject = ""
  }

  /// The texts of the tabs and the number of columns between them.
  private struct TabTexts {
    var texts: [(screen: Screen, text: String)]
    var gap: Int
    var columns: Int { texts.reduce(-gap) { $0 + $1.text.columns + gap } }
  }

  func draw(in row: Rect, on frame: inout Frame, appearance: Appearance) {
    let theme = appearance.theme
    let (badge, style) = badge(in: row, appearance)
    let contents = contents(of: row)
    frame.textRight(badge, right: row.right - 1, y: row.y, style: style.with(.bold))
    frame.text("▌", x: row.x, y: row.y, style: theme.accent)
    if contents.items.contains(.brand) {
      frame.text("alexnet", x: row.x + 1, y: row.y, style: theme.accent.with(.bold))
    }
    let tabs = tabs(in: row, contents)
    for tab in tabs { draw(tab, on: &frame, appearance: appearance) }
    if contents.items.contains(.subject) {
      let x = tabs.last.map { $0.textX + $0.text.columns + 2 } ?? brandEnd(row, contents)
      frame.text(contents.subject, x: x, y: row.y, style: theme.text)
    }
    var right = row.right - badgeColumns(row)
    for (item, value) in values(contents.items).reversed()
    where contents.items.contains(item) {
      frame.textRight(value.value, right: right, y: row.y, style: theme.strong)
      let end = right - value.value.columns - 1
      frame.textRight(value.name, right: end, y: row.y, style: theme.muted)
      right -= value.columns
    }
  }

  /// Returns the tabs in the rectangles in which they are drawn.
  func tabs(in row: Rect, appearance: Appearance) -> [Tab] { tabs(in: row, contents(of: row)) }

  private func draw(_ tab: Tab, on frame: inout Frame, appearance: Appearance) {
    let theme = appearance.theme
    let y = tab.rect.y
    guard tab.screen != state.screen else {
      let style = theme.accent.with([.bold, .reverse])
      if tab.hasPadding {
        frame.text(" \(tab.text) ", x: tab.rect.x, y: y, style: style)
      } else {
        frame.text(tab.text, x: tab.textX, y: y, style: style)
      }
      return
    }
    frame.text(tab.text, x: tab.textX, y: y, style: theme.muted)
    frame.text(tab.screen.key.name, x: tab.textX, y: y, style: theme.key)
  }

  // MARK: - Contents

  /// The width of the longest badge, so that the other items do not move when the phase changes.
  private func badgeColumns(_ row: Rect) -> Int { namesLane(row) ? 20 : 16 }

  /// True if the badge of a lane that does not train, while others do, has room for the lane's number.
  private func namesLane(_ row: Rect) -> Bool { state.lanes.count > 1 && row.width >= 60 }

  private func brandEnd(_ row: Rect, _ contents: Contents) -> Int {
    row.x + (contents.items.contains(.brand) ? 10 : 2)
  }

  private func contents(of row: Rect) -> Contents {
    var room = row.width - badgeColumns(row) - 2
    var contents = Contents()
    let values = values([])
    func add(_ item: Item, _ columns: Int) {
      guard columns <= room else { return }
      room -= columns
      contents.items.insert(item)
    }
    /// Adds an item that makes the tabs wider.
    func widen(_ item: Item, after narrower: Item, reserve: Int) {
      guard contents.items.contains(narrower) else { return }
      let items = contents.items.union([item])
      let columns = maximumColumns(items) - maximumColumns(contents.items)
      if columns + reserve <= room { add(item, columns) }
    }
    for item in Item.allCases {
      switch item {
      case .screen: add(.screen, maximumColumns([.screen]))
      case .keys: widen(.keys, after: .screen, reserve: Self.stepColumns)
      case .names: widen(.names, after: .keys, reserve: Self.stepColumns)
      case .brand: if room >= 8 + Self.brandReserve { add(.brand, 8) }
      case .gaps: widen(.gaps, after: .brand, reserve: Self.gapReserve)
      case .total:
        let wide = self.values([.total]).first { $0.item == .step }?.value.columns
        let narrow = values.first { $0.item == .step }?.value.columns
        if contents.items.contains(.step), let wide, let narrow { add(.total, wide - narrow) }
      case .subject:
        contents.subject = subjects.first { $0.columns + 2 <= room } ?? ""
        if !contents.subject.isEmpty { add(.subject, contents.subject.columns + 2) }
      case .step, .speed, .left, .rate, .time, .epoch:
        if let value = values.first(where: { $0.item == item })?.value { add(item, value.columns) }
      }
    }
    return contents
  }

  private func tabs(in row: Rect, _ contents: Contents) -> [Tab] {
    let tabs = tabTexts(contents.items, shown: state.screen)
    var x = brandEnd(row, contents) - 1
    return tabs.texts.map { screen, text in
      defer { x += text.columns + tabs.gap }
      // The last column of the gap belongs to the next tab, and is the first of its rectangle.
      return Tab(
        screen: screen, text: text,
        rect: Rect(x: x, y: row.y, width: text.columns + tabs.gap, height: 1))
    }
  }

  private func tabTexts(_ items: Set<Item>, shown: Screen) -> TabTexts {
    let isNamed = items.contains(.names)
    let screens =
      items.contains(.keys) ? Screen.allCases : items.contains(.screen) ? [shown] : []
    let texts = screens.map { screen in
      let title = "\(screen.key.name) \(screen.title)"
      return (screen, text: isNamed || screen == shown ? title : screen.key.name)
    }
    return TabTexts(texts: texts, gap: isNamed && !items.contains(.gaps) ? 1 : 2)
  }

  /// Returns the width of all tabs for the screen with the longest name, so that the other items do
  /// not move when another screen is shown.
  private func maximumColumns(_ items: Set<Item>) -> Int {
    Screen.allCases.map { tabTexts(items, shown: $0).columns }.max() ?? 0
  }

  /// The texts for the network and its data, the longest first.
  private var subjects: [String] {
    guard let network = state.run?.network ?? state.plan?.network.name else { return [] }
    let names = [[network, state.dataName].compactMap(\.self).joined(separator: " on "), network]
    // Where there is room, the processes that train it.
    return (state.lane.job.map { job in names.map { "\($0) · \(job.text)" } } ?? []) + names
  }

  /// Returns the values of the run, from left to right.
  /// - Parameter items: The items that are shown; `.total` makes the value of `.step` wider.
  private func values(_ items: Set<Item>) -> [(item: Item, value: NamedValue)] {
    let latest = state.latest
    var step = latest.map { NumberText.grouped($0.step) } ?? "—"
    var stepColumns = 6
    if items.contains(.total), let total = state.plannedSteps {
      step += "/" + NumberText.grouped(total)
      stepColumns = 2 * NumberText.grouped(total).columns + 1
    }
    let images = NumberText.perSecond(state.shownSpeed)
    var values: [(item: Item, value: NamedValue)] = []
    func add(_ item: Item, _ name: String, _ value: String, _ minimumColumns: Int) {
      values.append(
        (item, NamedValue(name: name, value: value, minimumColumns: minimumColumns)))
    }
    add(.step, "step", step, stepColumns)
    add(.epoch, "epoch", latest.map { NumberText.fixed($0.epoch, 2) } ?? "—", 5)
    add(.speed, "img/s", images, 4)
    add(.rate, "rate", state.rate.map(NumberText.plain) ?? "—", 6)
    add(.time, "time", NumberText.duration(state.elapsed), 5)
    if state.plannedSteps != nil || latest?.secondsLeft != nil {
      add(.left, "left", state.secondsLeft.map { NumberText.duration($0) } ?? "—", 5)
    }
    return values
  }

  private func badge(in row: Rect, _ appearance: Appearance) -> (String, Style) {
    let word = state.phaseWord
    let othersTrain = !state.everyLaneHasEnded && !state.isEveryLanePaused
    let lane = "lane \(state.focus + 1) \(word)"
    let named = othersTrain && namesLane(row) ? lane : word
    switch state.phase {
    case _ where state.isStopping && !state.hasEnded: return ("■ \(word)", appearance.theme.caution)
    case .preparing: return ("○ \(word)", appearance.theme.caution)
    case .training: return ("● \(word)", appearance.theme.good)
    case .paused where othersTrain && word == "paused":
      return ("‖ \(lane)", appearance.theme.caution)
    case .paused: return ("‖ \(word)", appearance.theme.caution)
    case .finished: return ("■ \(named)", appearance.theme.accent)
    case .failed: return ("× \(named)", appearance.theme.danger)
    }
  }
}

extension DashboardState {
  /// The name of the training data; `nil` before it is known.
  var dataName: String? {
    if let run = lane.run { return run.data }
    return lane.plan?.data.description
  }

  /// The training time in seconds; before the first step, the time since the dashboard was opened.
  var elapsed: Double {
    if case .finished(let seconds, _) = lane.phase { return seconds }
    return lane.latest?.seconds ?? max(0, now - (startedAt ?? now))
  }
}
