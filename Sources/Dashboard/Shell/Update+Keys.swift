import TerminalUI

extension DashboardState {
  /// Handles a key. Every key has a visible result: a change, or a notice that explains why not.
  mutating func press(_ key: Key) -> [DashboardEffect] {
    let question = undoQuestion
    notice = nil
    if KeyBindings.dashboard.command(for: key) == .live(.undo) { undoQuestion = question }
    if key == .control("l") { return [.repaint] }
    if key == .control("z") { return [.suspend] }
    if overlay != .leave, !DashboardLayout.hasRoom(surface.bounds) {
      // A box that is not drawn must not receive keys, and the effect of other keys cannot be seen.
      return KeyBindings.dashboard.command(for: key) == .shell(.leave) ? leave(key) : []
    }
    if opensHelp(key) { return [] }
    switch overlay {
    case .leave: return pressInLeaveDialog(key)
    case .help(let position): if let effects = pressInHelp(key, position) { return effects }
    case .messages(let position):
      if let effects = pressInMessages(key, position) { return effects }
    case .failure: if let effects = pressInFailureDialog(key) { return effects }
    case .fork(let menu): return pressInForkMenu(key, menu)
    case .stopLane: return pressInStopLaneDialog(key)
    case .image(let prompt): return pressInImagePrompt(key, prompt)
    case .name(let prompt): return pressInNamePrompt(key, prompt)
    case .rate(let prompt): return pressInRatePrompt(key, prompt)
    case .range(let prompt):
      pressInRangePrompt(key, prompt)
      return []
    case .quantities(let menu):
      pressInQuantityMenu(key, menu)
      return []
    case .evaluation(let box): if let effects = pressInEvaluation(key, box) { return effects }
    case .export(let box): if let effects = pressInExport(key, box) { return effects }
    case .lesson(let row): if pressInLesson(key, row) { return [] }
    case nil: break
    }
    if let effects = pressInRunList(key) ?? pressInTour(key) { return effects }
    guard let command = KeyBindings.dashboard.command(for: key, in: keyScope) else {
      showNotice(noMeaning(of: key))
      return []
    }
    if pageHidesScreen, KeyBindings.dashboard.family(of: command) == .training {
      showNotice(NoticeText.pageIsOpen(key))
      return []
    }
    if let place = placeOfEffect(of: command) {
      showNotice(NoticeText.noMeaning(of: key, place))
      return []
    }
    return perform(command, key)
  }

  /// True while a page hides the screen on which a change to training would be seen.
  private var pageHidesScreen: Bool {
    switch overlay {
    case .help, .messages: true
    case .leave, .failure, .fork, .stopLane, .image, .name, .rate, .range, .quantities,
      .evaluation, .export, .lesson, nil:
      false
    }
  }

  /// Returns where a key for curves or kernels has an effect, on a screen without them; `nil` for a key with
  /// an effect on the shown screen.
  func placeOfEffect(of command: DashboardCommand) -> String? {
    if !showsCurves, ChartsKeys.everywhere.contains(where: { $0.command == command }) {
      return "it changes curves: screens 1, 3, 6"
    }
    if !interest.kernels, KernelsKeys.everywhere.contains(where: { $0.command == command }) {
      return "it changes kernels: screens 1, 2, and 6 where it shows them"
    }
    return nil
  }

  private var showsCurves: Bool {
    switch screen {
    case .live, .charts, .compare: true
    case .kernels, .layers, .images, .runList: false
    }
  }

  /// Returns the notice for a key without a meaning. It names the key that changes training and is
  /// probably meant: the capital letter, or for the space bar the key that pauses.
  private func noMeaning(of key: Key) -> String {
    guard !everyLaneHasEnded, case .character(let letter) = key,
      let capital =
        letter == " " ? "P" : letter.properties.uppercaseMapping.unicodeScalars.first,
      let binding = KeyBindings.dashboard.bindings.first(where: {
        $0.family == .training && $0.keys == [.character(capital)]
      })
    else { return NoticeText.noMeaning(of: key) }
    return NoticeText.noMeaning(
      of: key, training: .character(capital), binding.label ?? binding.help)
  }

  /// Performs a command.
  /// - Parameter key: The pressed key; `nil` for a mouse gesture.
  mutating func perform(
    _ command: DashboardCommand, _ key: Key? = nil
  ) -> [DashboardEffect] {
    switch command {
    case .shell(let command): return perform(command, key)
    case .live(let command): return perform(command)
    case .lanes(let command): return perform(command)
    case .runList(let command): return perform(command)
    case .evaluating(let command): return perform(command)
    case .exporting(let command): return perform(command)
    case .tour(let command): return perform(command)
    case .box(let key): return press(key)
    case .pages(let command): perform(command)
    case .panels(let command): perform(command)
    case .charts(let command): perform(command)
    case .kernels(let command): perform(command)
    case .timeline(let command): perform(command)
    case .layers(let command): perform(command)
    case .images(let command): perform(command)
    case .ranks(let command): perform(command)
    case .compare(let command): perform(command)
    }
    return []
  }

  private mutating func perform(_ command: ShellCommand, _ key: Key?) -> [DashboardEffect] {
    switch command {
    case .show(let screen): return show(screen)
    case .nextScreen: return show(screen.next(1))
    case .previousScreen: return show(screen.next(-1))
    case .nextTheme: nextTheme()
    case .close: if !goBack(), !declineTour() { showNotice(NoticeText.nothingIsOpen) }
    case .leave: return leave(key)
    case .repaint: return [.repaint]
    case .suspend: return [.suspend]
    }
    return []
  }

  /// Shows another screen and closes the overlay.
  @discardableResult
  mutating func show(_ new: Screen) -> [DashboardEffect] {
    screen = new
    enlarged = nil
    enlargedFrom = nil
    // The box of a lost trainer stays until it is answered.
    let isQuestion = box == .leave || box == .failure && !interruptedLanes.isEmpty
    overlay = isQuestion ? box : nil
    noticeCursor()
    return refreshRunList()
  }

  /// Closes what was opened last, as Esc does. A screen that was chosen by its key stays.
  /// - Returns: False if nothing is open.
  mutating func goBack() -> Bool {
    switch screen {
    case .charts: if goBackInCharts() { return true }
    case .images: if images.goBack(imageAnalysis) { return true }
    case .compare: if goBackInComparison() { return true }
    case .kernels, .layers: if returnToPresent() { return true }
    case .runList where !runList.filterText.isEmpty:
      runList.filter(by: "")
      showNotice(NoticeText.allRunsAreListed)
      return true
    case .live, .runList: break
    }
    if enlarged != nil {
      enlarged = nil
    } else if let origin = enlargedFrom {
      screen = origin
      enlargedFrom = nil
    } else if focusedPanel != nil {
      focusedPanel = nil
    } else {
      return false
    }
    return true
  }

  private mutating func nextTheme() {
    theme = theme.next
    themeIsFound = false
    chosenTheme = theme
    showNotice(NoticeText.theme(theme.title))
  }
}

extension Theme.Name {
  var title: String {
    switch self {
    case .dark: "dark"
    case .light: "light"
    case .contrast: "high contrast"
    case .colorblind: "colour-blind safe"
    }
  }
}

extension CaseIterable where Self: Equatable {
  /// The case after this one; the first after the last.
  var next: Self {
    let all = Array(Self.allCases)
    let index = all.firstIndex(of: self) ?? 0
    return all[(index + 1) % all.count]
  }
}
