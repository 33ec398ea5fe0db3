import Blueprint
import Runs
import TerminalUI

extension DashboardState {
  /// The compared runs: the lanes that are not hidden, then the chosen recorded runs that have been
  /// read.
  var comparedRuns: [ComparedRun] {
    let live = lanes.compactMap { lane -> ComparedRun? in
      let name = lane.compareName
      guard lane.plan != nil, !compare.hidden.contains(name) else { return nil }
      return ComparedRun(name: name, strokeNumber: strokes[name], lane: lane, isLive: true)
    }
    let recorded = runList.chosen.compactMap { name in
      runList.loaded[name].map {
        ComparedRun(name: name, strokeNumber: strokes[name], lane: $0.lane, isLive: false)
      }
    }
    return live + recorded
  }

  /// Returns the indices of the baseline and of the run that the panels below the curves show beside it: the
  /// selected one, or another one if the baseline is selected; `nil` without runs.
  func comparedPair(of runs: [ComparedRun]) -> (baseline: Int, selected: Int)? {
    guard !runs.isEmpty else { return nil }
    let baseline = runs.firstIndex { $0.name == compare.baseline } ?? 0
    let selected = runs.firstIndex { $0.name == compare.selected } ?? 0
    let other = selected == baseline ? runs.indices.first { $0 != baseline } : selected
    return (baseline, other ?? baseline)
  }

  /// Assigns stroke numbers to the lanes and the chosen runs.
  mutating func numberStrokes() {
    strokes.assign(to: lanes.map(\.compareName) + runList.chosen)
  }

  /// The names of the one or two lanes whose kernels or layers are compared; `nil` if none are.
  var comparedLanes: [String]? {
    guard screen == .compare, compare.lowerPanel != .table, lanes.count > 1 else { return nil }
    let runs = comparedRuns
    guard let pair = comparedPair(of: runs) else { return nil }
    var names: [String] = []
    for run in [runs[pair.baseline], runs[pair.selected]]
    where run.isLive && !names.contains(run.name) {
      names.append(run.name)
    }
    return names.isEmpty ? nil : names
  }

  func isLive(_ run: String) -> Bool { lanes.contains { $0.compareName == run } }
}

extension LaneState {
  /// The name in the comparison. A run without a name has not started yet.
  var compareName: String { name ?? "this run" }
}
