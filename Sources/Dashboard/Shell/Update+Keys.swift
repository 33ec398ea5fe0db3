import TerminalUI

extension DashboardState {
  /// Handles a key. Every key has a visible result: a change, or a notice that explains why not.
  mutating func press(_ key: Key) -> [DashboardEffect] {
    notice = nil
    switch overlay {
    case .quit: return pressInQuitDialog(key)
    case .help(let position): if let effects = pressInHelp(key, position) { return effects }
    case .messages(let row): if let effects = pressInMessages(key, row) { return effects }
    case .failure:
      if key == .escape || key == .enter {
        overlay = nil
        return []
      }
    case .fork(let menu): return pressInForkMenu(key, menu)
    case .stopLane: return pressInStopLaneDialog(key)
    case .path(let field):
      pressInPathPrompt(key, field)
      return []
    case .laneName(let field): return pressInNamePrompt(key, field)
    case .lesson(let row): if pressInLesson(key, row) { return [] }
    case nil: break
    }
    if let effects = pressInRunList(key) { return effects }
    guard let command = KeyBindings.dashboard.command(for: key, in: screen.scope) else {
      showNotice(NoticeText.noMeaning(of: key))
      return []
    }
    return perform(command, key)
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
    case .kernels(let command): return perform(command)
    case .runList(let command): return perform(command)
    case .pages(let command): perform(command)
    case .panels(let command): perform(command)
    case .charts(let command): perform(command)
    case .layers(let command): perform(command)
    case .images(let command): perform(command)
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
    case .close: if !goBack() { showNotice(NoticeText.nothingIsOpen) }
    case .quit: return quit(key)
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
    if case .messages = overlay { closeMessages() }
    if overlay != .quit { overlay = nil }
    return refreshRunList()
  }

  /// Closes what was opened last, as Esc does.
  /// - Returns: False if nothing is open.
  mutating func goBack() -> Bool {
    switch screen {
    case .charts: if goBackInCharts() { return true }
    case .images: if !lane.hasEnded, images.goBack(lane.snapshot?.image) { return true }
    case .compare: if goBackInComparison() { return true }
    case .kernels: if returnToPresent() { return true }
    case .live, .layers, .runList: break
    }
    if enlarged != nil {
      enlarged = nil
    } else if screen != .live {
      screen = .live
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
