import DisplayText
import TerminalUI

/// The first row: the screens' names, the network and its data, the progress, and the run's phase.
struct HeaderPanel {
  var state: DashboardState

  /// The name of a screen, which can be clicked.
  struct Tab {
    var screen: Screen
    var text: String
    var rect: Rect
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
    case step, speed, tabs, subject, brand, left, rate, time, epoch, names
  }

  /// The items that fit into the row.
  private struct Contents {
    var items: Set<Item> = []
    var subject = ""
  }

  func draw(in row: Rect, on frame: inout Frame, appearance: Appearance) {
    let theme = appearance.theme
    let (badge, style) = badge(appearance)
    let contents = contents(of: row)
    frame.textRight(badge, right: row.right - 1, y: row.y, style: style.with(.bold))
    frame.text("▌", x: row.x, y: row.y, style: theme.accent)
    if contents.items.contains(.brand) {
      frame.text("alexnet", x: row.x + 1, y: row.y, style: theme.accent.with(.bold))
    }
    let tabs = tabs(in: row, contents)
    for tab in tabs { draw(tab, on: &frame, appearance: appearance) }
    if contents.items.contains(.subject) {
      let x = tabs.last.map { $0.rect.right + 2 } ?? brandEnd(row, contents)
      frame.text(contents.subject, x: x, y: row.y, style: theme.text)
    }
    var right = row.right - badgeColumns
    for (item, value) in values(withTotal: row.width >= 100).reversed()
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
    let isHere = tab.screen == state.screen
    let key = tab.screen.key.name
    let (x, y) = (tab.rect.x, tab.rect.y)
    guard !isHere else {
      frame.text(tab.text, x: x, y: y, style: theme.accent.with([.bold, .reverse]))
      return
    }
    frame.text(tab.text, x: x, y: y, style: theme.muted)
    frame.text(key, x: x, y: y, style: theme.key)
  }

  // MARK: - Contents

  /// The width of the longest badge, so that the other items do not move when the phase changes.
  private var badgeColumns: Int { 16 }

  private func brandEnd(_ row: Rect, _ contents: Contents) -> Int {
    row.x + (contents.items.contains(.brand) ? 10 : 2)
  }

  private func contents(of row: Rect) -> Contents {
    var room = row.width - badgeColumns - 2
    var contents = Contents()
    let values = values(withTotal: row.width >= 100)
    func add(_ item: Item, _ columns: Int) {
      guard columns <= room else { return }
      room -= columns
      contents.items.insert(item)
    }
    for item in Item.allCases {
      switch item {
      case .tabs: add(.tabs, tabColumns(isLong: false) + 2)
      case .names where contents.items.contains(.tabs):
        add(.names, tabColumns(isLong: true) - tabColumns(isLong: false))
      case .names: break
      case .brand: add(.brand, 8)
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
    guard contents.items.contains(.tabs) else { return [] }
    var x = brandEnd(row, contents)
    let isLong = contents.items.contains(.names)
    return Screen.allCases.map { screen in
      let isNamed = isLong || screen == state.screen
      let text = isNamed ? "\(screen.key.name) \(screen.title)" : screen.key.name
      defer { x += text.columns + (isLong ? 2 : 1) }
      return Tab(
        screen: screen, text: text, rect: Rect(x: x, y: row.y, width: text.columns, height: 1))
    }
  }

  /// Returns the width of all tabs, the same for every shown screen.
  /// - Parameter isLong: True for the names of all screens, false for the name of the shown one.
  private func tabColumns(isLong: Bool) -> Int {
    let names = Screen.allCases.map { $0.title.columns + 1 }
    let all = Screen.allCases.count
    return isLong ? names.reduce(0, +) + all + 2 * (all - 1) : all + (names.max() ?? 0) + all - 1
  }

  /// The texts for the network and its data, the longest first.
  private var subjects: [String] {
    guard let network = state.run?.network ?? state.plan?.network.name else { return [] }
    return [[network, state.dataName].compactMap(\.self).joined(separator: " on "), network]
  }

  private func values(withTotal isShown: Bool) -> [(item: Item, value: NamedValue)] {
    let latest = state.latest
    var step = latest.map { NumberText.grouped($0.step) } ?? "—"
    var stepColumns = 6
    if isShown, let total = state.plannedSteps {
      step += "/" + NumberText.grouped(total)
      stepColumns = 2 * NumberText.grouped(total).columns + 1
    }
    let speed = state.speed.value
    let images = speed.isFinite ? NumberText.grouped(Int(min(speed, 1e9).rounded())) : "—"
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
    if state.plannedSteps != nil, !state.hasEnded {
      add(.left, "left", state.secondsLeft.map { NumberText.duration($0) } ?? "—", 5)
    }
    return values
  }

  private func badge(_ appearance: Appearance) -> (String, Style) {
    let word = state.phaseWord
    switch state.phase {
    case _ where state.isStopping && !state.hasEnded: return ("■ \(word)", appearance.theme.caution)
    case .preparing: return ("○ \(word)", appearance.theme.caution)
    case .training: return ("● \(word)", appearance.theme.good)
    case .paused: return ("‖ \(word)", appearance.theme.caution)
    case .finished: return ("■ \(word)", appearance.theme.accent)
    case .failed: return ("× \(word)", appearance.theme.danger)
    }
  }
}

extension DashboardState {
  /// The name of the training data; `nil` before it is known.
  var dataName: String? {
    if let run = lane.run { return run.data }
    switch lane.plan?.data {
    case .scenes: return "scenes"
    case .folder(let path): return path.split(separator: "/").last.map(String.init) ?? path
    case nil: return nil
    }
  }

  /// The training time in seconds; before the first step, the time since the dashboard was opened.
  var elapsed: Double {
    if case .finished(let seconds, _) = lane.phase { return seconds }
    return lane.latest?.seconds ?? max(0, now - (startedAt ?? now))
  }
}
