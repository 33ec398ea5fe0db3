import TerminalUI
import Testing

@testable import Dashboard

/// The smoothed curve over that of the values, the smoothed curve alone, and the values alone.
@Suite struct Smoothing {
  private func press(_ keys: Key..., on state: inout DashboardState) {
    for key in keys { _ = update(&state, .terminal(.key(key))) }
  }

  private func lossSeries(_ state: DashboardState) -> LineChart.Series? {
    let appearance = Appearance(.init(depth: .direct, unicode: true), theme: .dark)
    let curves = LaneCurves(state: Shared(state), unit: .step, appearance: appearance)
    return curves.learning(.loss, curves.first).first { $0.name == "train loss" }
  }

  @Test func theCurvesAreCycled() throws {
    var state = SyntheticRun(steps: 100).state
    let (raw, smooth) = (state.history.loss.values, state.history.loss.smoothed)
    press(.character("3"), on: &state)
    var series = try #require(lossSeries(state))
    #expect(series.y == smooth && series.raw == raw)
    press(.character("\\"), on: &state)
    #expect(state.notice?.text == "smoothing 0.9 alone")
    series = try #require(lossSeries(state))
    #expect(series.y == smooth && series.raw == nil)
    press(.character("\\"), on: &state)
    #expect(state.notice?.text == "no smoothing")
    series = try #require(lossSeries(state))
    #expect(series.y == raw && series.raw == nil)
    press(.character("\\"), on: &state)
    #expect(state.notice?.text == "smoothing 0.9")
    series = try #require(lossSeries(state))
    #expect(series.y == smooth && series.raw == raw)
  }

  @Test func anotherSmoothingIsSeen() {
    var state = SyntheticRun(steps: 100).state
    press(.character("3"), .character("\\"), .character("]"), on: &state)
    #expect(state.notice?.text == "smoothing 0.95 alone")
    press(.character("\\"), .character("["), on: &state)
    #expect(state.history.smoothingMode == .overRaw)
    // Without a memory, the key smooths again.
    for _ in 0..<9 { press(.character("["), on: &state) }
    #expect(state.notice?.text == "no smoothing")
    press(.character("\\"), on: &state)
    #expect(state.notice?.text == "smoothing 0.9")
  }

  @Test func newLanesAndComparedRunsHaveTheSameCurves() {
    var state = SyntheticRuns.state(["dropout-1"])
    press(.character("3"), .character("\\"), on: &state)
    #expect(state.runList.loaded.values.allSatisfy { $0.lane.history.smoothingMode == .alone })
    _ = update(&state, .trainer(SyntheticRun(steps: 0).started, run: "other"))
    #expect(state.lanes.allSatisfy { $0.history.smoothingMode == .alone })
  }
}
