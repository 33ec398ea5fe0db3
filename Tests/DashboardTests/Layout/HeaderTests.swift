import TerminalUI
import Testing

@testable import Dashboard

/// The first row: tabs that can be read and clicked, and facts that give way to them.
@Suite struct HeaderTests {
  private let appearance = Appearance(TerminalCapabilities(depth: .direct, unicode: true))
  private static let run = SyntheticRun(steps: 60).state

  private func header(_ width: Int, at screen: Screen) -> String {
    var state = Self.run
    state.screen = screen
    let frame = view(
      state, width: width, height: 24,
      capabilities: TerminalCapabilities(depth: .direct, unicode: true))
    return String(
      frame.plainText.split(separator: "\n", omittingEmptySubsequences: false).first ?? "")
  }

  private func tabs(_ width: Int, at screen: Screen = .live) -> [HeaderPanel.Tab] {
    var state = Self.run
    state.screen = screen
    return HeaderPanel(state: Shared(state))
      .tabs(in: Rect(x: 0, y: 0, width: width, height: 1), appearance: appearance)
  }

  @Test(arguments: [100, 110, 120, 140, 160, 200, 300], Screen.allCases)
  func allScreensAreNamedFromAHundredColumnsOn(width: Int, screen: Screen) {
    let header = header(width, at: screen)
    for screen in Screen.allCases {
      #expect(header.contains("\(screen.key.name) \(screen.title)"), "\(header)")
    }
    #expect(header.contains("step 60") && header.contains("running"))
  }

  @Test(arguments: Array(40...99), Screen.allCases)
  func theShownScreenIsNamedOnEveryTerminal(width: Int, screen: Screen) {
    let header = header(width, at: screen)
    #expect(header.contains("\(screen.key.name) \(screen.title)"), "\(header)")
    #expect(header.contains("step 60") && header.contains("● running"), "\(header)")
  }

  /// The tabs do not move when another screen is shown, from the width on at which all are named.
  @Test(arguments: [100, 120, 200])
  func namedTabsDoNotMove(width: Int) {
    let places = Set(Screen.allCases.map { screen in tabs(width, at: screen).map(\.rect) })
    #expect(places.count == 1)
  }

  /// Steps, times and rates get longer while a run trains, and a focus on another lane changes all of them.
  @Test(arguments: Array(40...240))
  func noValueMovesTheTabs(width: Int) {
    let row = Rect(x: 0, y: 0, width: width, height: 1)
    var long = SyntheticRun(steps: 0).state
    _ = update(
      &long,
      .trainer(
        .step(
          .init(
            step: 1_234_567, epoch: 123.45, loss: 1, top1: 0.5, top5: 0.1, rate: 0.000123,
            imagesPerSecond: 12_345, seconds: 360_000))))
    for screen in Screen.allCases {
      long.screen = screen
      let tabs = HeaderPanel(state: Shared(long)).tabs(in: row, appearance: appearance)
      #expect(tabs.map(\.rect) == self.tabs(width, at: screen).map(\.rect))
    }
  }

  /// The shown tab is drawn reversed, with at least one cell of the background at each side.
  @Test(arguments: [60, 80, 100, 120, 150, 180, 200, 240], Screen.allCases)
  func theShownTabTouchesNoOther(width: Int, screen: Screen) throws {
    var state = Self.run
    state.screen = screen
    let frame = view(
      state, width: width, height: 24,
      capabilities: TerminalCapabilities(depth: .direct, unicode: true))
    let tabs = tabs(width, at: screen)
    let reversed = (0..<width).filter { frame[$0, 0].attributes.contains(.reverse) }
    let (first, last) = (try #require(reversed.first), try #require(reversed.last))
    for tab in tabs where tab.screen != screen {
      #expect(tab.textX + tab.text.count < first || tab.textX > last + 1, "\(tab)")
    }
  }

  @Test(arguments: Array(60...200), Screen.allCases)
  func everyCellBetweenTheFirstAndTheLastTabIsATab(width: Int, screen: Screen) throws {
    let tabs = tabs(width, at: screen)
    #expect(tabs.map(\.screen) == Screen.allCases)
    for (left, right) in zip(tabs, tabs.dropFirst()) { #expect(left.rect.right == right.rect.x) }
    #expect(tabs.allSatisfy { $0.rect.width >= 3 })
    // Each tab contains its text.
    let header = Array(header(width, at: screen))
    for tab in tabs {
      let end = tab.textX + tab.text.count
      #expect(String(header[tab.textX..<end]) == tab.text && end <= tab.rect.right)
    }
  }

  @Test func aGapBetweenTwoTabsCanBeClicked() throws {
    var state = Self.run
    _ = update(&state, .terminal(.resized(width: 80, height: 24)))
    let kernels = try #require(tabs(80).first { $0.screen == .kernels })
    for x in kernels.rect.x..<kernels.rect.right {
      var clicked = state
      _ = update(&clicked, .terminal(.click(x: x, y: 0)))
      #expect(clicked.screen == .kernels)
    }
  }
}
