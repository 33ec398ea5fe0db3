import Blueprint
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// The steps of differences, the pair of runs below the curves, and hidden runs.
@Suite struct ComparePairTests {
  private func pressed(_ keys: Key..., in state: DashboardState) -> DashboardState {
    var state = state
    for key in keys { _ = update(&state, .terminal(.key(key))) }
    return state
  }

  private func text(_ state: DashboardState, _ width: Int = 120, _ height: Int = 40) -> String {
    view(
      state, width: width, height: height, capabilities: .init(depth: .direct, unicode: true)
    ).plainText
  }

  /// Two lanes that are validated at steps of their own.
  private func lanes(_ first: [Int], _ second: [Int], hasEnded: Bool = false) -> DashboardState {
    let run = SyntheticRun(steps: 0)
    var state = run.state
    guard case .started(var started) = run.started else { return state }
    started.run = "b"
    started.plan = started.plan.with([.dropout(0)])
    _ = update(&state, .trainer(.started(started), run: "b"))
    for (name, steps) in [("amber-heron", first), ("b", second)] {
      for step in 1...(steps.last ?? 1) {
        _ = update(&state, .trainer(.step(run.step(step)), run: name))
        guard steps.contains(step) else { continue }
        var validation = run.validation(step)
        if name == "b" { validation.top1 -= 0.1 }
        _ = update(&state, .trainer(.validation(validation), run: name))
      }
      guard hasEnded else { continue }
      _ = update(
        &state,
        .trainer(.finished(step: steps.last ?? 1, seconds: 9, reason: .completed), run: name))
    }
    return pressed(.character("6"), in: state)
  }

  private func difference(_ state: DashboardState) -> ComparedCurve.Points {
    let curves = ComparedRuns(state).runs.enumerated().map { index, run in
      ComparedCurve(
        name: run.name, strokeNumber: index, members: [index],
        series: [QuantitySeries(run.lane, .top1)], stepAxis: run.lane.history.stepAxis)
    }
    return curves[1].points(in: .step, minus: curves[0], grid: (1...400).map(Double.init))
  }

  @Test func aDifferenceIsDrawnOnlyWhereBothWereValidated() {
    let state = lanes([50, 100, 150, 200], [60, 100, 180, 200])
    #expect(difference(state).steps == [100, 200])
    #expect(difference(state).mean.values.allSatisfy { abs($0 + 0.1) < 1e-12 })
    #expect(text(state).contains("run − baseline, where both were validated"))
  }

  @Test(arguments: [true, false])
  func runsThatWereNeverValidatedAtOneStepHaveNoDifference(hasEnded: Bool) {
    let state = lanes([50, 100], [60, 120], hasEnded: hasEnded)
    #expect(difference(state).steps.isEmpty)
    let drawn = text(state, 160, 50)
    #expect(drawn.contains("no step at which both runs were validated"))
    #expect(drawn.contains("validated yet") != hasEnded)
    #expect(drawn.contains("amber-heron and b have no validation at the same step."))
  }

  @Test func theBaselineIsShownBesideAnotherRun() {
    // Without a selection, the baseline is selected.
    for key in [Key.up, .down] {
      let state = pressed(key, .character("c"), in: lanes([50, 100], [50, 100]))
      #expect(state.interest.runs == ["amber-heron", "b"])
      let layers = text(pressed(.character("c"), in: state))
      #expect(layers.contains("base: amber-heron") && layers.contains("run: b"))
    }
  }

  @Test func hiddenRunsAreNamed() {
    var state = lanes([50, 100], [50, 100])
    state.compare.hidden = ["amber-heron", "b"]
    let drawn = text(state)
    #expect(drawn.contains("2 runs are hidden · Enter on screen 7 shows a run again"))
    #expect(!drawn.contains("baseline") && !drawn.contains("quantity"))
  }

  @Test(arguments: [(120, 40), (160, 60)])
  func theCurvesAndTheirDifferencesHaveOneAxis(width: Int, height: Int) throws {
    let rows = text(lanes([50, 100], [50, 100]), width, height)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let top = try #require(rows.firstIndex { $0.contains("Val top-1 error") })
    let middle = try #require(rows.firstIndex { $0.contains("Difference from") })
    let bottom = try #require(rows.firstIndex { $0.contains("Compared runs") })
    guard top < middle else { return }
    // The steps are the last row with numbers of each panel.
    func steps(_ range: Range<Int>) -> String? {
      rows[range].last { $0.contains(" 0 ") && !$0.contains("pt") && !$0.contains("%") }
        .map(String.init)
    }
    #expect(steps(top..<middle) != nil && steps(top..<middle) == steps(middle..<bottom))
  }

  @Test func theLastChangeOfEachKnobIsInTheTable() {
    var state = lanes([50, 100], [50, 100])
    for (step, on) in [(100, true), (100, false)] {
      _ = update(&state, .trainer(.toggled(step: step, knob: .lrn, on: on), run: "b"))
    }
    _ = update(&state, .trainer(.rate(step: 100, rate: 0.004, cause: .hand), run: "b"))
    #expect(text(state, 200, 50).contains("lrn → off @100 rate → 0.004 @100"))
    _ = update(&state, .trainer(.rate(step: 101, rate: 0.002, cause: .hand), run: "b"))
    #expect(text(state, 200, 50).contains("rate → 0.002 @101 (last of 2)"))
  }
}
