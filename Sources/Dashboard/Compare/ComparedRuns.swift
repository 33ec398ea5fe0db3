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
  /// Sentences on the differences between seed sets.
  let verdicts: [String]
  /// The index of the baseline; `nil` without runs.
  let baseline: Int?
  /// The index of the selected run; `nil` without runs.
  let selected: Int?

  init(_ state: DashboardState) {
    let runs = state.comparedRuns
    let subjects = runs.compactMap { run in
      run.lane.plan.map {
        Comparison.Subject(name: run.name, plan: $0, history: run.lane.validationHistory)
      }
    }
    let baseline = runs.firstIndex { $0.name == state.compare.baseline } ?? 0
    self.runs = runs
    self.baseline = runs.isEmpty ? nil : baseline
    let selected = runs.firstIndex { $0.name == state.compare.selected }
    self.selected = runs.isEmpty ? nil : selected ?? 0
    comparison = Comparison(subjects, baseline: baseline, level: state.compare.level)
    func length(_ run: ComparedRun) -> (Int, Int) {
      let history = run.lane.history
      return (Int(history.steps.last ?? 0), Int(history.validationSteps.last ?? 0))
    }
    longest = runs.max { length($0) < length($1) }?.lane.history
    verdicts = state.compare.lowerPanel == .table ? comparison.verdicts : []
  }
}
