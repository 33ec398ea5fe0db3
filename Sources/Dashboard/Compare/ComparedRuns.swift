import Blueprint
import Runs
import TerminalUI

/// A run of the comparison. It is a class, so that the large state of the lane is not copied.
final class ComparedRun: Sendable {
  let name: String
  /// The stroke number, which determines colour and dash.
  let strokeNumber: Int
  let lane: LaneState
  /// True for a lane, false for a recorded run.
  let isLive: Bool

  init(name: String, strokeNumber: Int, lane: LaneState, isLive: Bool) {
    self.name = name
    self.strokeNumber = strokeNumber
    self.lane = lane
    self.isLive = isLive
  }
}

/// The compared runs with their comparison. It is computed for each frame.
struct ComparedRuns {
  let runs: [ComparedRun]
  let comparison: Comparison
  /// The history with the most steps, which determines the axis.
  let longest: History?
  /// Sentences on the differences between seed sets, and after them on those between runs that were evaluated
  /// on the same images.
  let verdicts: [String]
  /// The source of the shown values. Training replaces validation while a run has too few validations for
  /// a curve, so that the comparison of a fork with its parent has a beginning.
  let source: Lesson.Curve.Source
  /// True if training values are shown until two validations exist.
  var awaitsValidations: Bool { source != chosenSource }
  private let chosenSource: Lesson.Curve.Source
  /// The index of the baseline; `nil` without runs.
  let baseline: Int?
  /// The index of the selected run; `nil` without runs.
  let selected: Int?
  /// The indices of the baseline and of the run beside it: the selected one, or another one if the baseline is
  /// selected; `nil` without runs.
  let pair: (baseline: Int, selected: Int)?

  init(_ state: DashboardState) {
    let runs = state.comparedRuns
    let subjects = runs.compactMap { run in
      run.lane.plan.map {
        Comparison.Subject(
          name: run.name, plan: $0, history: run.lane.validationHistory,
          evaluations: state.runList.evaluations(of: run.name))
      }
    }
    let baseline = runs.firstIndex { $0.name == state.compare.baseline } ?? 0
    self.runs = runs
    self.baseline = runs.isEmpty ? nil : baseline
    let selected = runs.firstIndex { $0.name == state.compare.selected }
    self.selected = runs.isEmpty ? nil : selected ?? 0
    pair = state.comparedPair(of: runs)
    comparison = Comparison(subjects, baseline: baseline, level: state.compare.level)
    func length(_ run: ComparedRun) -> (Int, Int) {
      let history = run.lane.history
      let origin = state.compare.charts.origin(of: history)
      return (
        Int((history.steps.last ?? 0) - origin), Int((history.validationSteps.last ?? 0) - origin)
      )
    }
    longest = runs.max { length($0) < length($1) }?.lane.history
    chosenSource = state.compare.source
    source =
      chosenSource == .validation && state.compare.quantity.isValidated
        && Self.awaitsValidations(runs.map(\.lane)) ? .training : chosenSource
    var verdicts = comparison.verdicts()
    if !comparison.imageTests.isEmpty { verdicts += comparison.imageVerdicts() }
    self.verdicts = state.compare.lowerPanel == .table ? verdicts : []
  }

  /// The history of the selected run; `nil` without runs.
  var selectedHistory: History? { selected.map { runs[$0].lane.history } }

  /// The number of validations from which a curve can be drawn.
  private static let validationsOfACurve = 2

  /// Returns true if a run that trains has no curve of validations yet, or if no run has one. Runs that
  /// have ended, or whose plans have no validations, do not get one any more and are not waited for.
  static func awaitsValidations(_ lanes: [LaneState]) -> Bool {
    func hasCurve(_ lane: LaneState) -> Bool {
      lane.validationHistory.results.count >= validationsOfACurve
    }
    return !lanes.contains(where: hasCurve)
      || lanes.contains { !$0.hasEnded && $0.plan?.validateEvery ?? 0 > 0 && !hasCurve($0) }
  }
}
