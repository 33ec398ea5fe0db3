import Blueprint
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// The panel of the tour covers nothing at any size, and points at the thing that its text is about.
@Suite struct TourViewTests {
  private static let direct = TerminalCapabilities(depth: .direct, unicode: true)
  private static let plain = TerminalCapabilities(depth: .mono, unicode: false)

  private static let forked = SyntheticRuns.forked(steps: 40) { $0.knobs.dropout = 0 }

  /// Returns the tour at a stop, with two lanes from the comparison on, and a snapshot of what is shown.
  private static func state(
    at stop: Int, width: Int, height: Int, _ capabilities: TerminalCapabilities = direct
  ) -> DashboardState {
    let start = stop > 6 ? forked : TourTests.start
    var state = TourTests.atStop(stop, of: start, width: width, height: height)
    state.surface.capabilities = capabilities
    let run = SyntheticRun(steps: state.lane.step)
    _ = update(&state, .snapshot(run.snapshot(for: state.interest)))
    return state
  }

  private static func frame(_ state: DashboardState) -> Frame {
    view(
      state, width: state.surface.width, height: state.surface.height,
      capabilities: state.surface.capabilities)
  }

  @Test(arguments: 1...9) func everyStopIsAsRecorded(stop: Int) throws {
    try Golden.expect(
      Self.frame(Self.state(at: stop, width: 80, height: 24)), is: "tour-\(stop)-80x24")
  }

  @Test(arguments: [(1, 120, 40), (4, 120, 40), (7, 120, 40), (9, 120, 40), (3, 200, 60)])
  func someStopsAreAsRecordedOnLargerTerminals(stop: Int, width: Int, height: Int) throws {
    let state = Self.state(at: stop, width: width, height: height)
    try Golden.expect(Self.frame(state), is: "tour-\(stop)-\(width)x\(height)")
  }

  @Test(arguments: [(2, 80, 24), (8, 120, 40), (5, 40, 10)])
  func someStopsAreAsRecordedInASCII(stop: Int, width: Int, height: Int) throws {
    let state = Self.state(at: stop, width: width, height: height, Self.plain)
    try Golden.expect(Self.frame(state), is: "tour-\(stop)-\(width)x\(height)-ascii-mono")
  }

  @Test func theForkMenuAndTheOfferAreAsRecorded() throws {
    var state = Self.state(at: 6, width: 80, height: 24)
    _ = update(&state, .terminal(.key(.character("F"))))
    try Golden.expect(Self.frame(state), is: "tour-fork-80x24")
    state = SyntheticRun(steps: 40).state
    state.offerTour()
    try Golden.expect(Self.frame(state), is: "tour-offer-80x24")
  }

  /// The text has room on every terminal, and a part of the screen is emphasised beside it.
  @Test(arguments: 1...8) func thePanelCoversNothing(stop: Int) throws {
    for (width, height) in [
      (40, 10), (60, 12), (70, 15), (80, 24), (100, 30), (120, 40), (200, 60),
    ] {
      let state = Self.state(at: stop, width: width, height: height)
      let layout = state.layout
      let target = try #require(layout.tourTarget, "\(width)x\(height)")
      #expect(layout.tour.height >= 3 && !layout.tour.overlaps(target.rect))
      #expect(layout.tour.y == layout.body.bottom)
      #expect(target.rect.height >= 1 && target.rect.bottom <= layout.tour.y)
      let rows = Self.frame(state).plainText.split(
        separator: "\n", omittingEmptySubsequences: false)[layout.tour.y..<layout.tour.bottom]
      #expect(rows.contains { $0.contains("Esc leave") }, "\(width)x\(height)")
    }
  }

  @Test(arguments: 1...9) func everySizeIsDrawn(stop: Int) {
    var state = Self.state(at: stop, width: 80, height: 24)
    for (number, width) in [1, 5, 39, 40, 41, 59, 60, 99, 101, 200].enumerated() {
      for height in [1, 9, 10, 11, 15, 20, 31, 60] {
        state.surface.capabilities = number % 2 == 0 ? Self.direct : Self.plain
        _ = update(&state, .terminal(.resized(width: width, height: height)))
        let frame = Self.frame(state)
        #expect(frame.width == width && frame.height == height)
        var withBox = state
        withBox.openHelp()
        _ = Self.frame(withBox)
      }
    }
  }
}
