import Blueprint
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// The top-5 error, which is always 0 and not shown with five classes or fewer.
@Suite struct FewClassesTests {
  private func state(classes: Int, ending: Bool = false, keys: [Key] = []) -> DashboardState {
    let names = (0..<classes).map { "kind \($0)" }
    var state = SyntheticRun(steps: 300, names: names).state(after: keys)
    if ending {
      _ = update(&state, .trainer(.finished(step: 300, seconds: 9, reason: .completed)))
    }
    return state
  }

  private func text(_ state: DashboardState, width: Int = 160, height: Int = 40) -> String {
    let direct = TerminalCapabilities(depth: .direct, unicode: true)
    return view(state, width: width, height: height, capabilities: direct).plainText
  }

  @Test(arguments: [(2, false), (5, false), (6, true)])
  func theLiveScreenHasATop5ErrorForSixClasses(classes: Int, isShown: Bool) {
    #expect(text(state(classes: classes)).contains("train top-5 error") == isShown)
    #expect(text(state(classes: classes, ending: true)).contains("%, top-5 error") == isShown)
  }

  @Test(arguments: [(2, false), (5, false), (6, true)])
  func theEmptyTop5ChartIsExplained(classes: Int, isShown: Bool) {
    let charts = text(state(classes: classes, keys: [.character("3")]))
    #expect(charts.contains("Top-5 error"))
    #expect(charts.contains("— with five classes or fewer") == !isShown)
  }

  @Test(arguments: [(5, false), (6, true)])
  func theTop5SeriesIsEmptyForFiveClasses(classes: Int, isShown: Bool) {
    let lane = state(classes: classes).lanes[0]
    #expect(QuantitySeries(lane, .top5).values.count == (isShown ? 3 : 0))
    #expect(QuantitySeries(lane, .top1).values.count == 3)
  }
}
