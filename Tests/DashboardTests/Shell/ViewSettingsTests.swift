import Foundation
import TerminalUI
import Testing

@testable import Dashboard

/// The settings that are kept between sessions.
@Suite struct ViewSettingsTests {
  private func pressed(_ keys: Key...) -> DashboardState {
    var state = SyntheticRun(steps: 40).state
    for key in keys { _ = update(&state, .terminal(.key(key))) }
    return state
  }

  private func decoded(_ text: String) throws -> ViewSettings {
    try JSONDecoder().decode(ViewSettings.self, from: Data(text.utf8))
  }

  @Test func settingsAreRestored() throws {
    let left = pressed(
      .character("3"), .character("v"), .enter, .end, .up, .enter, .escape, .character("t"))
    let file = try JSONEncoder().encode(left.viewSettings)
    var state = SyntheticRun(steps: 40).state
    state.adopt(try JSONDecoder().decode(ViewSettings.self, from: file))
    #expect(state.viewSettings == left.viewSettings)
    #expect(state.screen == .charts && state.theme == .light)
    #expect(state.charts.shown == [.top1, .top5, .rate, .gradient])
  }

  @Test func curvesAreReadInTheUsualWayInANewSession() throws {
    let left = pressed(
      .character("3"), .character("x"), .character("y"), .character("]"), .character("+"))
    #expect(left.charts.isLogarithmic && left.isLogarithmic && left.charts.window != nil)
    // A file of a version that kept the axis, the smoothing and logarithmic values.
    let earlier = try decoded(
      """
      {"version": 1, "screen": "charts", "smoothing": 0, "axis": "time", "logarithmicAxis": true,
       "logarithmic": true, "contrast": "shared"}
      """)
    for settings in [left.viewSettings, earlier] {
      var state = SyntheticRun(steps: 40).state
      let smoothed = state.history.loss.smoothed
      state.adopt(settings)
      #expect(state.screen == .charts && !state.isLogarithmic)
      #expect(state.charts.unit == .step && !state.charts.isLogarithmic)
      #expect(state.charts.window == nil)
      #expect(state.history.loss.smoothed == smoothed)
    }
    let file = try JSONEncoder().encode(earlier)
    let keys = try #require(JSONSerialization.jsonObject(with: file) as? [String: Any]).keys
    #expect(Set(keys) == ["version", "screen"])
  }

  /// A setting that changes how pictures are read starts anew, so that no session begins with a
  /// forgotten scale.
  @Test func theContrastOfKernelsStartsAtItsDefault() throws {
    let left = pressed(.character("n"))
    #expect(left.kernelContrast == .shared)
    var state = DashboardState()
    state.adopt(left.viewSettings)
    state.adopt(try decoded(#"{"contrast": "range"}"#))
    #expect(state.kernelContrast == .each)
  }

  @Test(arguments: Screen.allCases) func everyScreenIsRestored(screen: Screen) throws {
    var state = DashboardState()
    state.screen = screen
    let file = try JSONEncoder().encode(state.viewSettings)
    var other = DashboardState()
    other.adopt(try JSONDecoder().decode(ViewSettings.self, from: file))
    #expect(other.screen == screen)
  }

  @Test func damagedAndNewerSettingsAreIgnored() throws {
    let settings = try decoded(
      """
      {"version": 9, "screen": "hologram", "smoothing": "much", "axis": 7, "theme": "light",
       "charts": ["loss", "smell"], "logarithmic": null, "colours": {"many": true}}
      """)
    #expect(settings.isNewer)
    var state = DashboardState()
    state.adopt(settings)
    #expect(state.screen == .live && state.theme == .light)
    #expect(state.charts.shown == [.loss])
    state.adopt(try decoded("{}"))
    #expect(state.charts.shown == [.loss])
    #expect(throws: (any Error).self) { try decoded("[1, 2") }
  }

  @Test func theThemeOfTheCommandLineTakesPrecedence() throws {
    let kept = try decoded(#"{"theme": "contrast"}"#)
    var state = DashboardState(theme: .light)
    state.adopt(kept)
    #expect(state.theme == .light && state.viewSettings.theme == .contrast)
    _ = update(&state, .terminal(.background(.rgb(0))))
    #expect(state.theme == .light)
    var other = DashboardState()
    other.adopt(kept)
    _ = update(&other, .terminal(.background(.rgb(0xffffff))))
    #expect(other.theme == .contrast)
  }

  @Test func aThemeFromTheTerminalIsNotStored() {
    var state = DashboardState()
    _ = update(&state, .terminal(.background(.rgb(0xffffff))))
    #expect(state.theme == .light && state.viewSettings.theme == nil)
  }
}
