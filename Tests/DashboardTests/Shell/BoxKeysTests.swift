import TerminalUI
import Testing

@testable import Dashboard

/// Each page, dialog and prompt over the screen: its own footer, and the help page over it.
@Suite struct BoxKeysTests {
  /// All boxes, each over the state of one lane, of three lanes, and of interrupted ones.
  private static let states: [(name: String, state: DashboardState)] = {
    EveryKeyTests.states.flatMap { name, state in
      EveryKeyTests.boxes(of: state).compactMap { box in
        var state = state
        _ = update(&state, .terminal(.resized(width: 120, height: 40)))
        state.overlay = nil
        box.open(&state)
        state.notice = nil
        // A run without a lesson has no page of a lesson.
        if case .lesson = state.overlay, state.lesson == nil { return nil }
        return state.boxKeys == nil ? nil : ("\(box.name), \(name)", state)
      }
    }
  }()

  private func footer(_ state: DashboardState) -> String {
    view(state, width: 120, height: 40, capabilities: state.surface.capabilities)
      .plainText.split(separator: "\n", omittingEmptySubsequences: false).last.map(String.init)
      ?? ""
  }

  private func press(_ key: Key, _ state: DashboardState) -> DashboardState {
    var state = state
    _ = update(&state, .terminal(.key(key)))
    return state
  }

  private func isRefused(_ key: Key, _ state: DashboardState) -> Bool {
    state.notice?.text.hasPrefix(NoticeText.noMeaning(of: key, "")) ?? false
  }

  @Test func theFooterHasTheKeysOfTheBox() throws {
    for (name, state) in Self.states {
      let keys = try #require(state.boxKeys)
      let labelled = keys.bindings.filter { $0.label != nil && $0.rank <= 1 }
      #expect(!labelled.isEmpty, "\(name)")
      let footer = footer(state)
      for binding in labelled {
        #expect(footer.contains(binding.label ?? ""), "\(footer), \(name)")
      }
      let screen = state.screen.scope
      for binding in KeyBindings.dashboard.bindings where binding.scope == screen {
        guard let label = binding.label, let key = binding.keys.first else { continue }
        let isOwn = keys.bindings.contains { $0.label == label }
        #expect(isOwn || !footer.contains("\(key.name) \(label)"), "\(footer), \(name)")
      }
    }
  }

  @Test func noKeyOfABoxIsRefused() throws {
    for (name, state) in Self.states {
      for binding in try #require(state.boxKeys).bindings {
        #expect(!binding.help.isEmpty, "\(binding.keys), \(name)")
        for key in binding.keys {
          let refused = isRefused(key, press(key, state))
          #expect(!refused, "\(key.name), \(name)")
        }
      }
    }
  }

  @Test func helpOpensOverABoxAndReturnsToIt() throws {
    for (name, state) in Self.states {
      if case .help = state.overlay { continue }
      let keys = try #require(state.boxKeys)
      let key: Key = keys.isTyping ? .function(1) : .character("?")
      #expect(footer(state).contains("\(key.name) help"), "\(footer(state)), \(name)")
      let help = press(key, state)
      guard case .help(let position) = help.overlay else {
        Issue.record("no help: \(name)")
        continue
      }
      let page = HelpPage(position: position, screen: help.screen, boxKeys: help.boxKeysUnderHelp)
      let first = try #require(page.sections.first)
      #expect(first.heading.hasSuffix(keys.title), "\(name)")
      #expect(first.lines.count >= 2)
      for close in [Key.escape, .enter, .character("q"), .function(1)] {
        let closed = press(close, help)
        let isRestored =
          closed.box == state.box && closed.overlay == state.overlay
          && closed.runList.editing == state.runList.editing && closed.screen == state.screen
        #expect(isRestored, "\(close.name), \(name)")
      }
    }
  }

  /// A key of a screen would close the box, which can contain typed text.
  @Test func theHelpPageOverADialogKeepsIt() {
    var state = EveryKeyTests.states[0].state
    for key in [Key.character("N"), .character("x"), .function(1)] { state = press(key, state) }
    for key in [Key.character("2"), .tab, .character("D"), .character("N")] {
      let after = press(key, state)
      #expect(after.box == state.box && isRefused(key, after), "\(key.name)")
    }
    guard case .name(let prompt) = press(.escape, state).overlay else {
      Issue.record("the prompt is closed")
      return
    }
    #expect(prompt.field.text.hasSuffix("x"))
  }

  @Test func aReplyReachesTheBoxUnderTheHelpPage() {
    var state = EveryKeyTests.states[0].state
    for key in [Key.character("F"), .character("?")] { state = press(key, state) }
    _ = update(&state, .room(lanes: 3, bytes: 1000, free: 7))
    guard case .fork(let menu) = press(.escape, state).overlay else {
      Issue.record("the dialog is closed")
      return
    }
    #expect(menu.room == 3)
  }

  @Test func aKeyOfTheFooterIsPressedByAClick() throws {
    var state = EveryKeyTests.states[0].state
    _ = update(&state, .terminal(.resized(width: 120, height: 40)))
    state = press(.character("q"), state)
    let footer = footer(state)
    let range = try #require(footer.firstRange(of: "Esc stay"))
    let x = footer.distance(from: footer.startIndex, to: range.lowerBound)
    _ = update(&state, .terminal(.click(x: x, y: 39)))
    #expect(state.overlay == nil)
  }
}
