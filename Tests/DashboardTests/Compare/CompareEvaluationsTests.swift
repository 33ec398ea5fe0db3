import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// Runs that were evaluated on the same images, on the compare screen.
@Suite struct CompareEvaluationsTests {
  private func pressed(_ keys: Key..., in state: DashboardState) -> DashboardState {
    var state = state
    for key in keys { _ = update(&state, .terminal(.key(key))) }
    return state
  }

  /// Returns the screen in one line, so that a sentence is found although it is wrapped.
  private func text(_ state: DashboardState, _ width: Int = 200, _ height: Int = 60) -> String {
    let direct = TerminalCapabilities(depth: .direct, unicode: true)
    return view(state, width: width, height: height, capabilities: direct).plainText
      .replacing("│", with: " ").split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Returns the comparison of two recorded runs with the first as the baseline.
  /// - Parameter right: The images on which each is right; `nil` for a run that was not evaluated.
  private func compared(_ right: [Range<Int>?]) -> DashboardState {
    var state = SyntheticRuns.state(["dropout-1", "no-lrn"])
    var listing = SyntheticRuns.listing
    for (run, right) in zip([0, 6], right) {
      guard let right else { continue }
      listing.runs[run].evaluations = [SyntheticRuns.evaluation(step: 200, right: right)]
    }
    _ = update(&state, .runList(.listed(listing, secondsFromUTC: 0)))
    return pressed(.character("6"), .down, .character("b"), .enter, in: state)
  }

  /// Both are right on the images 200 to 499, only one is on 0 to 199, only the other on 500 to 599.
  @Test func runsEvaluatedOnTheSameImagesAreTestedOverThem() {
    let text = text(compared([0..<500, 200..<600]))
    #expect(text.contains("Only no-lrn is right on 100, only dropout-1 on 200."))
    #expect(text.contains("+5.0 points of top-1 error"))
    #expect(text.contains("not the chance of the seed"))
    // The sentences over seeds stand before them.
    #expect(text.contains("With one seed on a side") || text.contains("One seed each"))
  }

  @Test(arguments: [[nil, nil], [0..<500, nil], [nil, 0..<500]])
  func runsThatWereNotEvaluatedOnTheSameImagesAreNot(right: [Range<Int>?]) {
    #expect(!text(compared(right)).contains("McNemar"))
  }

  @Test func aNewEvaluationIsComparedWithoutANewStart() {
    var state = compared([0..<500, nil])
    var listing = SyntheticRuns.listing
    for (run, right) in [(0, 0..<500), (6, 200..<600)] {
      listing.runs[run].evaluations = [SyntheticRuns.evaluation(step: 200, right: right)]
    }
    _ = update(&state, .runList(.listed(listing, secondsFromUTC: 0)))
    #expect(text(state).contains("McNemar"))
  }

  @Test func theComparisonIsAsRecorded() throws {
    let direct = TerminalCapabilities(depth: .direct, unicode: true)
    for (width, height) in [(80, 24), (120, 40)] {
      try Golden.expect(
        view(
          compared([0..<500, 200..<600]), width: width, height: height, capabilities: direct),
        is: "compare-evaluations-\(width)x\(height)")
    }
  }
}
