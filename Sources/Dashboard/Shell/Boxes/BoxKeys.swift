import TerminalUI

/// The keys of a page, a dialog or a prompt over the screen, for its footer and its part of the help page.
struct BoxKeys {
  /// The name of the box in the heading on the help page.
  let title: String
  let bindings: [KeyBinding<DashboardCommand>]
  /// True while a text field receives the letters, so that `?` is typed and only F1 opens the help page.
  let isTyping: Bool
  /// True if the keys that change training keep their meaning, because the screen can be seen.
  let keepsTraining: Bool

  /// Creates the keys of a box.
  /// - Parameters:
  ///   - title: The name of the box.
  ///   - answers: The table of its keys.
  ///   - isTyping: True while a text field receives the letters.
  ///   - keepsTraining: True if the keys that change training keep their meaning.
  init<Answer>(
    _ title: String, _ answers: KeyBindings<Answer>, isTyping: Bool = false,
    keepsTraining: Bool = false
  ) {
    self.title = title
    self.isTyping = isTyping
    self.keepsTraining = keepsTraining
    bindings = answers.bindings.map {
      .init(
        $0.keys, .box($0.keys[0]), label: $0.label, help: $0.help, rank: $0.rank,
        family: $0.family)
    }
  }

  /// The key that opens the help page over the box; `nil` on the help page, where it closes the page.
  var help: KeyBinding<DashboardCommand>? {
    let keys: [Key] = isTyping ? [.function(1)] : [.character("?"), .function(1)]
    let taken = Set(bindings.flatMap(\.keys))
    guard taken.isDisjoint(with: keys) else { return nil }
    return .init(keys, .pages(.help), label: "help", help: "the help page; Esc returns", rank: 0)
  }

  /// The section of the help page.
  var section: HelpSection {
    HelpSection(
      heading: "In this box: \(title)",
      lines: HelpSection.lines(of: bindings + [help].compactMap(\.self)))
  }
}

extension DashboardState {
  /// The box that receives the keys after the help page is closed, or else now: `overlay` without the help
  /// page over it.
  var box: Overlay? {
    get { boxUnderHelp ?? overlay }
    set {
      if boxUnderHelp == nil { overlay = newValue } else { boxUnderHelp = newValue }
    }
  }

  /// The keys of the open page, dialog or prompt; `nil` without one.
  var boxKeys: BoxKeys? { overlay.map(keys) ?? runListBoxKeys }

  /// The keys of the box under the help page; `nil` without one.
  var boxKeysUnderHelp: BoxKeys? {
    guard case .help = overlay else { return nil }
    let tourKeys = tour.walk.map { _ in BoxKeys("Tour", .tour) }
    return boxUnderHelp.map(keys) ?? runListBoxKeys ?? tourKeys
  }

  private func keys(of overlay: Overlay) -> BoxKeys {
    switch overlay {
    case .help(let position):
      position.isTyping
        ? BoxKeys("Help", .search("search"), isTyping: true) : BoxKeys("Help", .helpPage)
    case .messages(let position):
      position.isTyping
        ? BoxKeys("Messages", .search("filter"), isTyping: true) : BoxKeys("Messages", .messages)
    case .lesson: BoxKeys("Lesson", .lesson, keepsTraining: true)
    case .leave: BoxKeys("Leave the screen?", .leave(isPaused: isEveryLanePaused))
    case .failure: BoxKeys(failureTitle, failureAnswers)
    case .fork: BoxKeys("Fork", .fork)
    case .stopLane: BoxKeys("Stop", .stopLane)
    case .image(let prompt): BoxKeys(textPrompt(prompt).title, prompt.keys, isTyping: true)
    case .name(let prompt):
      BoxKeys("New name", prompt.isLane ? .laneNamePrompt : .namePrompt, isTyping: true)
    case .rate: BoxKeys("Learning rate", .ratePrompt, isTyping: true)
    case .range: BoxKeys("Limits of an axis", .rangePrompt, isTyping: true)
    case .evaluation(let box): keys(of: box)
    case .export(let box): keys(of: box)
    case .quantities: BoxKeys("Charts", .quantities)
    }
  }

  /// The keys of the text field or of the question in the list of runs; `nil` without one.
  private var runListBoxKeys: BoxKeys? {
    guard screen == .runList else { return nil }
    if runList.deleting != nil { return BoxKeys("Delete a run?", .delete) }
    return switch runList.editing {
    case .filter: BoxKeys("Filter of the runs", .runFilter, isTyping: true)
    case .note: BoxKeys("Note on a run", .runNote, isTyping: true)
    case nil: nil
    }
  }
}

extension DashboardState {
  /// Opens the help page, over the box if one is open.
  mutating func openHelp(_ position: PagePosition = PagePosition()) {
    let below = overlay
    overlay = .help(position)
    boxUnderHelp = below
  }

  /// Closes the help page, and shows the box under it again.
  mutating func closeHelp() {
    let below = boxUnderHelp
    overlay = below
  }

  /// True if the help page is over a dialog or a prompt, which keys of the screen must not close.
  var isHelpOverBox: Bool {
    guard case .help = overlay else { return false }
    return boxUnderHelp.map { !$0.isPage } ?? (runListBoxKeys != nil)
  }

  /// Opens the help page over the box by a key.
  /// - Returns: False if the key has another meaning, or no box is open.
  mutating func opensHelp(_ key: Key) -> Bool {
    if case .help = overlay { return false }
    guard let help = boxKeys?.help, help.keys.contains(key) else { return false }
    openHelp()
    return true
  }
}
