import TerminalUI

/// One line: which screen of which, what is trained on what, how far it is, and how it goes.
struct HeaderPanel {
  var state: DashboardState

  /// The name of a screen, to be seen and clicked.
  struct Tab {
    var screen: Screen
    var text: String
    var place: Rect
  }

  /// A name and its value. It keeps room for the values to come, so that nothing beside it moves.
  private struct Fact {
    var name: String
    var value: String
    var least: Int
    var columns: Int { name.columns + 1 + max(least, value.columns) + 2 }
  }

  private enum Part: Int, CaseIterable {
    // In the order in which they get their room.
    case step, speed, tabs, subject, brand, left, rate, time, epoch, names
  }

  /// What has room.
  private struct Choice {
    var parts: Set<Part> = []
    var subject = ""
  }

  func draw(in row: Rect, on frame: inout Frame, look: Look) {
    let theme = look.theme
    let (badge, style) = badge(look)
    let choice = choose(in: row)
    frame.textRight(badge, right: row.right - 1, y: row.y, style: style.with(.bold))
    frame.text("▌", x: row.x, y: row.y, style: theme.accent)
    if choice.parts.contains(.brand) {
      frame.text("alexnet", x: row.x + 1, y: row.y, style: theme.accent.with(.bold))
    }
    let tabs = tabs(in: row, choice)
    for tab in tabs { draw(tab, on: &frame, look: look) }
    if choice.parts.contains(.subject) {
      let x = tabs.last.map { $0.place.right + 2 } ?? brandEnd(row, choice)
      frame.text(choice.subject, x: x, y: row.y, style: theme.text)
    }
    var right = row.right - reserved
    for (part, fact) in facts(total: row.width >= 100).reversed()
    where choice.parts.contains(part) {
      frame.textRight(fact.value, right: right, y: row.y, style: theme.strong)
      let end = right - fact.value.columns - 1
      frame.textRight(fact.name, right: end, y: row.y, style: theme.muted)
      right -= fact.columns
    }
  }

  /// The screens' names as they are drawn.
  func tabs(in row: Rect, look: Look) -> [Tab] { tabs(in: row, choose(in: row)) }

  private func draw(_ tab: Tab, on frame: inout Frame, look: Look) {
    let theme = look.theme
    let isHere = tab.screen == state.screen
    let key = tab.screen.key.name
    let (x, y) = (tab.place.x, tab.place.y)
    guard !isHere else {
      frame.text(tab.text, x: x, y: y, style: theme.accent.with([.bold, .reverse]))
      return
    }
    frame.text(tab.text, x: x, y: y, style: theme.muted)
    frame.text(key, x: x, y: y, style: theme.key)
  }

  // MARK: - What has room

  /// What is beside the badge must not move when its word changes.
  private var reserved: Int { 16 }

  private func brandEnd(_ row: Rect, _ choice: Choice) -> Int {
    row.x + (choice.parts.contains(.brand) ? 10 : 2)
  }

  private func choose(in row: Rect) -> Choice {
    var room = row.width - reserved - 2
    var choice = Choice()
    let facts = facts(total: row.width >= 100)
    func take(_ part: Part, _ columns: Int) {
      guard columns <= room else { return }
      room -= columns
      choice.parts.insert(part)
    }
    for part in Part.allCases {
      switch part {
      case .tabs: take(.tabs, tabColumns(isLong: false) + 2)
      case .names where choice.parts.contains(.tabs):
        take(.names, tabColumns(isLong: true) - tabColumns(isLong: false))
      case .names: break
      case .brand: take(.brand, 8)
      case .subject:
        // Long, or else short.
        choice.subject = subjects.first { $0.columns + 2 <= room } ?? ""
        if !choice.subject.isEmpty { take(.subject, choice.subject.columns + 2) }
      case .step, .speed, .left, .rate, .time, .epoch:
        if let fact = facts.first(where: { $0.part == part })?.fact { take(part, fact.columns) }
      }
    }
    return choice
  }

  private func tabs(in row: Rect, _ choice: Choice) -> [Tab] {
    guard choice.parts.contains(.tabs) else { return [] }
    var x = brandEnd(row, choice)
    let isLong = choice.parts.contains(.names)
    return Screen.allCases.map { screen in
      let isNamed = isLong || screen == state.screen
      let text = isNamed ? "\(screen.key.name) \(screen.title)" : screen.key.name
      defer { x += text.columns + (isLong ? 2 : 1) }
      return Tab(
        screen: screen, text: text, place: Rect(x: x, y: row.y, width: text.columns, height: 1))
    }
  }

  /// Whichever screen is chosen.
  private func tabColumns(isLong: Bool) -> Int {
    let names = Screen.allCases.map { $0.title.columns + 1 }
    let all = Screen.allCases.count
    return isLong ? names.reduce(0, +) + all + 2 * (all - 1) : all + (names.max() ?? 0) + all - 1
  }

  private var subjects: [String] {
    guard let network = state.run?.network ?? state.plan?.network.name else { return [] }
    return [[network, state.dataName].compactMap(\.self).joined(separator: " on "), network]
  }

  private func facts(total isShown: Bool) -> [(part: Part, fact: Fact)] {
    let latest = state.latest
    var step = latest.map { Digits.grouped($0.step) } ?? "—"
    var least = 6
    if isShown, let total = state.plannedSteps {
      step += "/" + Digits.grouped(total)
      least = 2 * Digits.grouped(total).columns + 1
    }
    let speed = state.speed.value
    let images = speed.isFinite ? Digits.grouped(Int(min(speed, 1e9).rounded())) : "—"
    var facts: [(Part, Fact)] = [
      (.step, Fact(name: "step", value: step, least: least)),
      (
        .epoch,
        Fact(name: "epoch", value: latest.map { Digits.fixed($0.epoch, 2) } ?? "—", least: 5)
      ),
      (.speed, Fact(name: "img/s", value: images, least: 4)),
      (.rate, Fact(name: "rate", value: state.rate.map(Digits.plain) ?? "—", least: 6)),
      (.time, Fact(name: "time", value: Digits.duration(state.elapsed), least: 5)),
    ]
    if state.plannedSteps != nil, !state.hasEnded {
      let left = state.secondsLeft.map { Digits.duration($0) } ?? "—"
      facts.append((.left, Fact(name: "left", value: left, least: 5)))
    }
    return facts.map { (part: $0.0, fact: $0.1) }
  }

  private func badge(_ look: Look) -> (String, Style) {
    let word = state.phaseWord
    switch state.phase {
    case _ where state.isStopping && !state.hasEnded: return ("■ \(word)", look.theme.caution)
    case .preparing: return ("○ \(word)", look.theme.caution)
    case .training: return ("● \(word)", look.theme.good)
    case .paused: return ("‖ \(word)", look.theme.caution)
    case .finished: return ("■ \(word)", look.theme.accent)
    case .failed: return ("× \(word)", look.theme.danger)
    }
  }
}

extension DashboardState {
  var dataName: String? {
    if let run = lane.run { return run.data }
    switch lane.plan?.data {
    case .scenes: return "scenes"
    case .folder(let path): return path.split(separator: "/").last.map(String.init) ?? path
    case nil: return nil
    }
  }

  /// Training time, or before the first step the time since the screen came up.
  var elapsed: Double {
    if case .finished(let seconds, _) = lane.phase { return seconds }
    return lane.latest?.seconds ?? max(0, now - (startedAt ?? now))
  }
}
