import Blueprint
import Runs
import Statistics
import TerminalUI
import Testing

@testable import Dashboard

@Suite struct CompareTests {
  private let direct = TerminalCapabilities(depth: .direct, unicode: true)

  private func pressed(_ keys: Key..., in state: DashboardState) -> DashboardState {
    var state = state
    for key in keys { _ = update(&state, .terminal(.key(key))) }
    return state
  }

  /// The steps of a grid that is finer than the validations.
  private let dense = (1...2000).map(Double.init)

  private func text(_ state: DashboardState, _ width: Int = 120, _ height: Int = 40) -> String {
    view(state, width: width, height: height, capabilities: direct).plainText
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func theComparisonIsAsRecorded(width: Int, height: Int) throws {
    let state = pressed(.character("6"), .down, .down, in: SyntheticRuns.state())
    let size = "\(width)x\(height)"
    try Golden.expect(
      view(state, width: width, height: height, capabilities: direct), is: "compare-\(size)")
    let ascii = TerminalCapabilities(depth: .sixteen, unicode: false)
    try Golden.expect(
      view(state, width: width, height: height, capabilities: ascii), is: "compare-\(size)-ascii-16"
    )
  }

  @Test func curvesDifferWithoutColours() throws {
    let state = pressed(
      .character("6"), .character("a"), in: SyntheticRuns.state(["dropout-1", "no-lrn"]))
    try Golden.expect(
      view(
        state, width: 120, height: 40, capabilities: .init(depth: .mono, unicode: true)),
      is: "compare-120x40-mono")
  }

  @Test func twoRunsSideBySideAreAsRecorded() throws {
    let state = SyntheticRuns.state(["dropout-1"])
    var shown = pressed(.character("6"), .down, in: state)
    for name in ["kernels", "layers"] {
      shown = pressed(.character("c"), in: shown)
      try Golden.expect(
        view(shown, width: 120, height: 40, capabilities: direct), is: "compare-\(name)-120x40")
    }
  }

  @Test func aForkWithOneValidationIsAsRecorded() throws {
    let state = pressed(.character("6"), .down, in: SyntheticRuns.forked(steps: 60))
    for (width, height) in [(80, 24), (120, 40)] {
      try Golden.expect(
        view(state, width: width, height: height, capabilities: direct),
        is: "compare-fork-\(width)x\(height)")
    }
  }

  @Test func equalRunsAreAsRecorded() throws {
    let state = pressed(.character("6"), .down, in: SyntheticRuns.forked(steps: 300))
    try Golden.expect(
      view(state, width: 120, height: 40, capabilities: direct), is: "compare-equal-120x40")
  }

  @Test func longNamesAreAsRecorded() throws {
    let state = pressed(.character("6"), .down, in: SyntheticRuns.longNames())
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
      try Golden.expect(
        view(state, width: width, height: height, capabilities: direct),
        is: "compare-long-names-\(width)x\(height)")
    }
    var read = state
    read.compare.charts.cursor = 450
    try Golden.expect(
      view(read, width: 120, height: 40, capabilities: direct), is: "compare-cursor-120x40")
  }

  @Test func theTableShowsDifferencesOnly() {
    let text = text(pressed(.character("6"), in: SyntheticRuns.state(["no-lrn"])), 160, 40)
    #expect(text.contains("lrn=on seed=7"))
    #expect(text.contains("lrn=off seed=1"))
    #expect(!text.contains("dropout="))
  }

  @Test func theBaselineStaysWhileTheSelectionMoves() {
    var state = pressed(.character("6"), .down, .character("b"), in: SyntheticRuns.state())
    #expect(ComparedRuns(state).comparison.baseline == 1)
    state = pressed(.up, in: state)
    #expect(ComparedRuns(state).comparison.baseline == 1)
    #expect(text(state).contains("Difference from "))
  }

  @Test func aSeedSetIsOneCurveWithABand() {
    let state = pressed(.character("6"), in: SyntheticRuns.state())
    let compared = ComparedRuns(state)
    // The live run has the same plan with another seed, but its settings were changed by hand.
    #expect(compared.comparison.sets.map(\.members.count) == [1, 3, 3, 1])
    let curve = ComparedCurve(
      name: "set", strokeNumber: 0, members: [1, 2, 3],
      series: (1...3).map {
        QuantitySeries(compared.runs[$0].lane, .top1)
      }, stepAxis: compared.runs[1].lane.history.stepAxis)
    let points = curve.points(in: .step, grid: dense)
    #expect(points.x == stride(from: 100.0, through: 1200, by: 100).map(\.self))
    let values = (1...3).map { compared.runs[$0].lane.history.validationTop1.values[4] }
    let measured = Measurements(values)
    #expect(points.mean.values[4] == measured.mean)
    #expect(points.low.values[4] == measured.band?.lowerBound)
    #expect(points.high.values[4] == measured.band?.upperBound)
  }

  @Test func differencesAreAtTheSameStep() throws {
    let compared = ComparedRuns(SyntheticRuns.state(["dropout-1", "no-lrn"]))
    func curve(_ index: Int, _ source: Lesson.Curve.Source) -> ComparedCurve {
      let lane = compared.runs[index].lane
      return ComparedCurve(
        name: "", strokeNumber: index, members: [index],
        series: [QuantitySeries(lane, .loss, of: source)], stepAxis: lane.history.stepAxis)
    }
    let points = curve(2, .validation).points(in: .step, minus: curve(1, .validation), grid: dense)
    #expect(points.x.last == 900)
    let (one, other) = (compared.runs[1].lane.history, compared.runs[2].lane.history)
    #expect(
      points.mean.values[3] == other.validationLoss.values[3] - one.validationLoss.values[3])
    let grid = [100.0, 450, 901]
    let training = curve(2, .training).points(in: .step, minus: curve(1, .training), grid: grid)
    #expect(training.x == [100, 450])
    #expect(
      training.mean.values[1] == other.loss.smoothed.values[449] - one.loss.smoothed.values[449])
  }

  @Test(arguments: [(0, true), (60, true), (100, false), (300, false)])
  func aForkIsComparedInTrainingUntilItHasTwoValidations(steps: Int, awaits: Bool) {
    let state = pressed(.character("6"), in: SyntheticRuns.forked(steps: steps))
    let compared = ComparedRuns(state)
    #expect(compared.awaitsValidations == awaits)
    #expect(compared.source == (awaits ? .training : .validation))
    #expect(text(state).contains("until two validations exist") == awaits)
    // Both have a validation at the step of the fork, so the table has a difference at once.
    #expect(compared.comparison.rows[1].difference?.step == 1000 + steps / 100 * 100)
  }

  @Test func runsThatHaveEndedAreNotWaitedFor() {
    var state = SyntheticRuns.forked(steps: 60)
    _ = update(
      &state,
      .trainer(
        .finished(step: 1060, seconds: 160, reason: .stopped), run: "amber-heron-no-lrn"))
    #expect(ComparedRuns(state).source == .validation)
    // A user who asks for training values or for differences gets them.
    state = SyntheticRuns.forked()
    state.compare.source = .gap
    #expect(ComparedRuns(state).source == .gap)
    state.compare.quantity = .speed
    state.compare.source = .validation
    #expect(!ComparedRuns(state).awaitsValidations)
  }

  // The first validation of a fork has no training values before it.
  @Test func theDifferenceOfValidationAndTrainingBeginsWithTheSecondValidation() {
    let lane = SyntheticRuns.forked(steps: 200).lanes[1]
    let series = QuantitySeries(lane, .top1, of: .gap)
    #expect(series.stepAxis.steps == [1100, 1200])
    #expect(series.values.values.allSatisfy { $0.isFinite })
    #expect(QuantitySeries(lane, .top1).stepAxis.steps == [1000, 1100, 1200])
    // Step 1,001 takes 150.15 s, the time at which the fork begins.
    #expect(QuantitySeries(lane, .top1).stepAxis.seconds.first == 1001 * 0.15)
  }

  @Test func theCursorReadsTheLastValidationBeforeIt() {
    let lane = SyntheticRun(steps: 500).state.lane
    let series = QuantitySeries(lane, .top1)
    #expect(series.latest(atStep: 450)?.step == 400)
    #expect(series.latest(atStep: 400)?.value == SyntheticRun(steps: 0).validation(400).top1)
    #expect(series.latest(atStep: 99) == nil)
    #expect(series.latest(atStep: 9000)?.step == 500)
    var state = pressed(.character("6"), in: SyntheticRuns.state(["no-lrn"]))
    state.compare.charts.cursor = 550
    #expect(text(state).contains("@500"))
    state.compare.charts.cursor = 500
    #expect(!text(state).contains("@500"))
  }

  @Test(arguments: Array(stride(from: 40, through: 220, by: 12)))
  func headingsAreNotWiderThanTheirColumns(width: Int) {
    let state = SyntheticRuns.longNames()
    let room = Rect(x: 0, y: 0, width: width, height: 40)
    let table = ComparisonTable(
      state: Shared(state), compared: ComparedRuns(state), edges: .box, in: room
    ).table(0..<3, Appearance(direct))
    for (column, width) in zip(table.columns, table.widths(in: width)) {
      guard let width else { continue }
      #expect(column.heading.split(separator: "\n").allSatisfy { $0.count <= width })
    }
  }

  @Test func longNamesKeepTheirEnds() {
    let state = pressed(.character("6"), in: SyntheticRuns.longNames())
    for width in [80, 120, 200] {
      let rows = text(state, width, 40).split(separator: "\n")
      #expect(rows.contains { $0.contains("compact") && $0.contains("out-7") }, "\(width)")
      #expect(rows.contains { $0.contains("compact") && $0.contains("out-8") }, "\(width)")
    }
  }

  @Test func aRunKeepsItsColor() {
    var state = SyntheticRuns.state(["dropout-1", "dropout-2", "no-lrn"])
    let before = state.strokes["no-lrn"]
    state = pressed(.character("6"), .down, .character("z"), in: state)
    #expect(state.comparedRuns.map(\.name) == ["amber-heron", "dropout-2", "no-lrn"])
    #expect(state.strokes["no-lrn"] == before)
    _ = update(&state, .terminal(.key(.character("7"))))
    state.runList.select(3)
    _ = update(&state, .terminal(.key(.character(" "))))
    // The smallest free number.
    #expect(state.strokes["no-dropout-1"] == 1)
  }

  @Test func theErrorThatIsTimedIsChosen() {
    var state = pressed(.character("6"), in: SyntheticRuns.state())
    let level = ComparedRuns(state).comparison.level
    state = pressed(.character("."), in: state)
    #expect(abs(ComparedRuns(state).comparison.level - level - 0.05) < 1e-9)
    state = pressed(.character(","), .character(","), in: state)
    #expect(abs(ComparedRuns(state).comparison.level - level + 0.05) < 1e-9)
    for _ in 0..<40 { state = pressed(.character(","), in: state) }
    #expect(abs(ComparedRuns(state).comparison.level - 0.01) < 1e-9)
    for _ in 0..<12 { state = pressed(.character("."), in: state) }
    #expect(ComparedRuns(state).comparison.level > 0.15)
  }

  @Test func everyKeyOfTheScreenChangesTheState() {
    let start = pressed(.character("6"), .character("+"), in: SyntheticRuns.state())
    for binding in KeyBindings.dashboard.bindings where binding.scope == Screen.compare.scope {
      var state = pressed(.down, .character("a"), in: start)
      let before = state
      _ = update(&state, .terminal(.key(binding.keys[0])))
      #expect(state != before, "\(binding.help)")
    }
  }

  @Test func comparedLanesAreInTheInterest() {
    var state = SyntheticRun(steps: 50).state
    guard case .started(var other) = SyntheticRun(steps: 0).started else { return }
    other.run = "no-dropout"
    other.plan.knobs.dropout = 0
    _ = update(&state, .trainer(.started(other), run: "no-dropout"))
    state = pressed(.character("6"), .down, in: state)
    // The selected lane has the focus.
    #expect(state.interest.runs == ["no-dropout"])
    state = pressed(.character("c"), in: state)
    #expect(state.interest.runs == ["amber-heron", "no-dropout"])
    #expect(text(state).contains("run − baseline"))
  }

  @Test func everySizeIsDrawn() {
    let states = [
      pressed(.character("6"), in: DashboardState()),
      pressed(.character("6"), in: SyntheticRuns.state()),
      pressed(.character("6"), .character("c"), .down, in: SyntheticRuns.state()),
      pressed(
        .character("6"), .character("c"), .character("c"), .character("x"),
        in: SyntheticRuns.state()),
      pressed(
        .character("6"), .character("s"), .character("a"), .character("+"), .left, .character("x"),
        .character("x"), in: SyntheticRuns.state()),
      pressed(.character("7"), in: DashboardState()), SyntheticRuns.state(),
      pressed(.character("d"), in: SyntheticRuns.state()),
      pressed(.character("/"), .character("x"), in: SyntheticRuns.state()),
    ]
    for (index, state) in states.enumerated() {
      for unicode in [true, false] {
        let capabilities = TerminalCapabilities(depth: unicode ? .direct : .mono, unicode: unicode)
        for height in stride(from: 1 + index % 3, through: 70, by: 9) {
          for width in stride(from: 1 + index % 4, through: 220, by: 19) {
            let frame = view(state, width: width, height: height, capabilities: capabilities)
            #expect(frame.width == width && frame.height == height)
          }
        }
      }
    }
  }
}
