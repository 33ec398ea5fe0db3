import Blueprint
import Runs
import TerminalUI
import Testing

@testable import Dashboard

@Suite struct CompareTests {
  private let direct = TerminalAbilities(depth: .direct, unicode: true)

  private func pressed(_ keys: Key..., in state: DashboardState) -> DashboardState {
    var state = state
    for key in keys { _ = update(&state, .terminal(.key(key))) }
    return state
  }

  /// More steps than there are validations.
  private let dense = (1...2000).map(Double.init)

  private func text(_ state: DashboardState, _ width: Int = 120, _ height: Int = 40) -> String {
    view(state, width: width, height: height, abilities: direct).plainText
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func theComparisonIsAsRecorded(width: Int, height: Int) throws {
    let state = pressed(.character("6"), .down, .down, in: SyntheticRuns.state())
    let size = "\(width)x\(height)"
    try Golden.expect(
      view(state, width: width, height: height, abilities: direct), is: "compare-\(size)")
    let ascii = TerminalAbilities(depth: .sixteen, unicode: false)
    try Golden.expect(
      view(state, width: width, height: height, abilities: ascii), is: "compare-\(size)-ascii-16")
  }

  @Test func withoutColoursCurvesAreStillToldApart() throws {
    let state = pressed(
      .character("6"), .character("a"), in: SyntheticRuns.state(["dropout-1", "no-lrn"]))
    try Golden.expect(
      view(
        state, width: 120, height: 40, abilities: .init(depth: .mono, unicode: true)),
      is: "compare-120x40-mono")
  }

  @Test func pairsAreAsRecorded() throws {
    let state = SyntheticRuns.state(["dropout-1"])
    for (key, name) in [("k", "kernels"), ("g", "layers")] {
      let shown = pressed(
        .character("6"), .character(Unicode.Scalar(key)!), .down, in: state)
      try Golden.expect(
        view(shown, width: 120, height: 40, abilities: direct), is: "compare-\(name)-120x40")
    }
  }

  @Test func onlyWhatDiffersIsInTheTable() {
    let text = text(pressed(.character("6"), in: SyntheticRuns.state(["no-lrn"])), 160, 40)
    #expect(text.contains("lrn=on seed=7"))
    #expect(text.contains("lrn=off seed=1"))
    #expect(!text.contains("dropout="))
  }

  @Test func theBaselineIsPinned() {
    var state = pressed(.character("6"), .down, .character("b"), in: SyntheticRuns.state())
    #expect(Contest(state).comparison.baseline == 1)
    state = pressed(.up, in: state)
    #expect(Contest(state).comparison.baseline == 1)
    #expect(text(state).contains("Less dropout=0.5 ×4") || text(state).contains("Less "))
  }

  @Test func repetitionsAreOneCurveWithABand() {
    let state = pressed(.character("6"), in: SyntheticRuns.state())
    let contest = Contest(state)
    // The live run has dropout too, and a seed of its own, but was changed by hand.
    #expect(contest.comparison.sets.map(\.members.count) == [1, 3, 3, 1])
    let strand = Strand(
      name: "set", number: 0, members: [1, 2, 3],
      tracks: (1...3).map {
        Track(contest.entrants[$0].lane, .top1)
      }, clock: contest.entrants[1].lane.history.places)
    let points = strand.points(in: .step, grid: dense)
    #expect(points.x == stride(from: 100.0, through: 1200, by: 100).map(\.self))
    let values = (1...3).map { contest.entrants[$0].lane.history.validationTop1.values[4] }
    let measured = Measurements(values)
    #expect(points.mean.values[4] == measured.mean)
    #expect(points.low.values[4] == measured.band?.lowerBound)
    #expect(points.high.values[4] == measured.band?.upperBound)
  }

  @Test func differencesAreAtTheSameStep() throws {
    let contest = Contest(SyntheticRuns.state(["dropout-1", "no-lrn"]))
    func strand(_ index: Int, _ source: Lesson.Curve.Source) -> Strand {
      let lane = contest.entrants[index].lane
      return Strand(
        name: "", number: index, members: [index],
        tracks: [Track(lane, .loss, of: source)], clock: lane.history.places)
    }
    let points = strand(2, .validation).points(in: .step, less: strand(1, .validation), grid: dense)
    #expect(points.x.last == 900)
    let (one, other) = (contest.entrants[1].lane.history, contest.entrants[2].lane.history)
    #expect(
      points.mean.values[3] == other.validationLoss.values[3] - one.validationLoss.values[3])
    let grid = [100.0, 450, 901]
    let training = strand(2, .training).points(in: .step, less: strand(1, .training), grid: grid)
    #expect(training.x == [100, 450])
    #expect(
      training.mean.values[1] == other.loss.smoothed.values[449] - one.loss.smoothed.values[449])
  }

  @Test func colorsStayWithRuns() {
    var state = SyntheticRuns.state(["dropout-1", "dropout-2", "no-lrn"])
    let before = state.strokes["no-lrn"]
    state = pressed(.character("6"), .down, .character("h"), in: state)
    #expect(state.entrants.map(\.name) == ["amber-heron", "dropout-2", "no-lrn"])
    #expect(state.strokes["no-lrn"] == before)
    _ = update(&state, .terminal(.key(.character("7"))))
    state.runs.select(3)
    _ = update(&state, .terminal(.key(.character(" "))))
    // The least that is free.
    #expect(state.strokes["no-dropout-1"] == 1)
  }

  @Test func theErrorThatIsTimedIsChosen() {
    var state = pressed(.character("6"), in: SyntheticRuns.state())
    let level = Contest(state).comparison.level
    state = pressed(.character("."), in: state)
    #expect(abs(Contest(state).comparison.level - level - 0.05) < 1e-9)
    state = pressed(.character(","), .character(","), in: state)
    #expect(abs(Contest(state).comparison.level - level + 0.05) < 1e-9)
    for _ in 0..<40 { state = pressed(.character(","), in: state) }
    #expect(abs(Contest(state).comparison.level - 0.01) < 1e-9)
    for _ in 0..<12 { state = pressed(.character("."), in: state) }
    #expect(Contest(state).comparison.level > 0.15)
  }

  @Test func everyKeyOfThePlaceDoesSomething() {
    let start = pressed(.character("6"), .character("i"), in: SyntheticRuns.state())
    for binding in KeyBindings.dashboard.bindings where binding.place == Screen.compare.place {
      var state = pressed(.down, .character("a"), in: start)
      let before = state
      _ = update(&state, .terminal(.key(binding.keys[0])))
      #expect(state != before, "\(binding.help)")
    }
  }

  @Test func lanesThatAreLookedAtSideBySideAreOfInterest() {
    var state = SyntheticRun(steps: 50).state
    guard case .started(var other) = SyntheticRun(steps: 0).started else { return }
    other.run = "no-dropout"
    other.plan.knobs.dropout = 0
    _ = update(&state, .trainer(.started(other), run: "no-dropout"))
    state = pressed(.character("6"), .down, in: state)
    #expect(state.interest.runs == ["amber-heron"])
    state = pressed(.character("k"), in: state)
    #expect(state.interest.runs == ["amber-heron", "no-dropout"])
    #expect(text(state).contains("their difference"))
  }

  @Test func noSizeTraps() {
    let states = [
      pressed(.character("6"), in: DashboardState()),
      pressed(.character("6"), in: SyntheticRuns.state()),
      pressed(.character("6"), .character("k"), .down, in: SyntheticRuns.state()),
      pressed(.character("6"), .character("g"), .character("x"), in: SyntheticRuns.state()),
      pressed(
        .character("6"), .character("v"), .character("a"), .character("i"), .left, .character("x"),
        .character("x"), in: SyntheticRuns.state()),
      pressed(.character("7"), in: DashboardState()), SyntheticRuns.state(),
      pressed(.character("D"), in: SyntheticRuns.state()),
      pressed(.character("/"), .character("x"), in: SyntheticRuns.state()),
    ]
    for (index, state) in states.enumerated() {
      for unicode in [true, false] {
        let abilities = TerminalAbilities(depth: unicode ? .direct : .mono, unicode: unicode)
        for height in stride(from: 1 + index % 3, through: 70, by: 9) {
          for width in stride(from: 1 + index % 4, through: 220, by: 19) {
            let frame = view(state, width: width, height: height, abilities: abilities)
            #expect(frame.width == width && frame.height == height)
          }
        }
      }
    }
  }
}
