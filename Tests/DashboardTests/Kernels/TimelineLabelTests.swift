import TerminalUI
import Testing

@testable import Dashboard

/// The texts below the bar of the timeline.
@Suite struct TimelineLabelTests {
  /// The row of the steps below the bar.
  private func axis(_ state: DashboardState, _ width: Int, _ height: Int) throws -> Substring {
    let rows = view(
      state, width: width, height: height, capabilities: .init(depth: .direct, unicode: true)
    ).plainText.split(separator: "\n", omittingEmptySubsequences: false)
    return rows[try #require(rows.firstIndex { $0.contains("┿") }) + 1]
  }

  private func steps(_ row: Substring) -> [Substring] {
    row.split(separator: " ").filter { word in word.allSatisfy { $0.isNumber || $0 == "," } }
  }

  @Test(arguments: [(120, 40), (200, 60)])
  func changesHideNoStep(width: Int, height: Int) throws {
    let state = SyntheticRun.atKernels(width: width, height: height)
    var unchanged = state
    unchanged.lanes[0].changes = []
    let expected = steps(try axis(unchanged, width, height))
    let shown = steps(try axis(state, width, height))
    #expect(expected.count > 1 && expected.allSatisfy(shown.contains))
  }

  @Test func severalChangesAtOnePlaceNameTheLastAndTheirNumber() throws {
    var state = SyntheticRun.atKernels(width: 120, height: 40)
    state.lanes[0].changes = [(250, true), (252, false), (254, true)].map { step, on in
      .init(step: step, kind: .dropout, label: on ? "dropout on" : "dropout off")
    }
    let texts = view(
      state, width: 120, height: 40, capabilities: .init(depth: .direct, unicode: true)
    ).plainText
    // The text is between the numbers of steps 0 and 500.
    #expect(texts.contains("last of 3: dropout on"))
  }
}
