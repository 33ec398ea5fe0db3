import Blueprint
import Runs
import TerminalUI
import Testing

@testable import Dashboard

/// The names of the curves of several lanes, and the alignment of charts above one another.
@Suite struct LaneLegendTests {
  private let direct = TerminalCapabilities(depth: .direct, unicode: true)

  /// Lanes with a number of steps each; all are validated every 100 steps.
  private func lanes(_ steps: Int...) -> DashboardState {
    var state = SyntheticRun(steps: steps[0]).state
    for (index, steps) in steps.enumerated().dropFirst() {
      let run = SyntheticRun(steps: steps)
      guard case .started(var started) = run.started else { return state }
      let name = "lane-\(index + 1)"
      started.run = name
      started.plan = started.plan.with([.seed(UInt64(index) + 40)])
      _ = update(&state, .trainer(.started(started), run: name))
      for event in run.events.dropFirst() { _ = update(&state, .trainer(event, run: name)) }
    }
    return state
  }

  private func series(_ state: DashboardState, _ quantity: ChartQuantity) -> [LineChart.Series] {
    let curves = LaneCurves(state: Shared(state), unit: .step, appearance: Appearance(direct))
    return curves.learning(quantity, curves.first)
  }

  @Test(arguments: [ChartQuantity.loss, .top1, .top5], [400, 150, 20])
  func everyNameSaysWhatIsMeasured(quantity: ChartQuantity, steps: Int) {
    let state = lanes(500, steps, 300)
    for series in series(state, quantity) {
      for name in [series.name] + series.shortNames {
        #expect(name.contains("train") || name.contains("val"), "\(name)")
      }
    }
  }

  @Test func theCurvesOfOtherLanesHaveOneMeaningInAllCharts() {
    func sources(_ state: DashboardState) -> Set<String> {
      Set(
        [ChartQuantity.loss, .top1, .top5].flatMap { quantity in
          series(state, quantity).filter { !$0.name.hasPrefix("1 ") }
            .compactMap { $0.shortNames.last.map { String($0.dropFirst(2)) } }
        })
    }
    #expect(sources(lanes(500, 400, 300)) == ["val"])
    // The third lane has no curve of validations yet.
    #expect(sources(lanes(500, 400, 150)) == ["train"])
  }

  /// The marker and the dash are all that distinguishes curves without colours.
  @Test(arguments: [2, 4, 6]) func everyCurveHasItsOwnStrokeWithoutColors(count: Int) {
    var state = lanes(500, 400)
    switch count {
    case 4: state = lanes(500, 400, 300, 300)
    case 6: state = lanes(500, 400, 300, 300, 300, 300)
    default: break
    }
    let mono = Appearance(TerminalCapabilities(depth: .mono, unicode: true))
    for focus in 0..<count {
      state.focus = focus
      let curves = LaneCurves(state: Shared(state), unit: .step, appearance: mono)
      let samples = curves.learning(.loss, curves.first).map { $0.stroke?.sample(mono) }
      #expect(samples.count == count + 1 && Set(samples).count == count + 1)
    }
  }

  @Test(arguments: [(80, 24), (100, 30), (120, 40), (200, 60)])
  func lossAndErrorHaveOneAxis(width: Int, height: Int) {
    for state in [lanes(500), lanes(500, 400)] {
      var drawn = Frame(width: width, height: height)
      let appearance = Appearance(direct)
      let rect = Rect(x: 0, y: 0, width: width, height: height / 2)
      let lower = Rect(x: 0, y: height / 2, width: width, height: height / 2)
      CurvePanels(state: Shared(state), edges: .box, isAboveAnother: true)
        .draw(loss: rect, error: lower, on: &drawn, appearance: appearance)
      let axes = drawn.plainText.split(separator: "\n").filter {
        $0.contains(" 0 ") && $0.contains("400") && !$0.contains("%")
      }
      #expect(axes.count == 2 && axes[0] == axes[1])
    }
  }

  @Test func aForkThatIsResumedIsAnnotatedTwice() {
    var state = SyntheticRuns.forked(steps: 0)
    let name = "amber-heron-no-lrn"
    guard let lane = state.lanes.last, let plan = lane.plan else { return }
    let resumed = TrainingEvent.Resumed(
      step: plan.lineage?.step ?? 0, knobs: plan.knobs, length: plan.length, time: 0)
    _ = update(&state, .trainer(.resumed(resumed), run: name))
    #expect(state.lanes.last?.changes.map(\.label) == ["forked", "resumed"])
  }
}
