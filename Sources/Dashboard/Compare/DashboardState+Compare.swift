import Blueprint
import Runs
import TerminalUI

// What is compared: the live lanes, then the recorded runs that have been chosen.

extension DashboardState {
  /// Without those that are hidden or not yet known.
  var entrants: [Entrant] {
    let live = lanes.compactMap { lane -> Entrant? in
      let name = lane.compareName
      guard lane.plan != nil, !compare.hidden.contains(name) else { return nil }
      return Entrant(name: name, number: strokes[name], lane: lane, isLive: true)
    }
    let recorded = runs.chosen.compactMap { name in
      runs.loaded[name].map {
        Entrant(name: name, number: strokes[name], lane: $0.lane, isLive: false)
      }
    }
    return live + recorded
  }

  /// Gives every run its colour and dash, and keeps it.
  mutating func numberStrokes() {
    strokes.keep(lanes.map(\.compareName) + runs.chosen)
  }

  /// The live runs whose networks are looked at side by side; nil when none are.
  var comparedLanes: [String]? {
    guard screen == .compare, compare.lower != .table, lanes.count > 1 else { return nil }
    let entrants = entrants
    guard let first = entrants.first else { return nil }
    let baseline = entrants.first { $0.name == compare.baseline } ?? first
    let selected = entrants.first { $0.name == compare.selected } ?? first
    var names: [String] = []
    for entrant in [baseline, selected] where entrant.isLive && !names.contains(entrant.name) {
      names.append(entrant.name)
    }
    return names.isEmpty ? nil : names
  }

  func isLive(_ run: String) -> Bool { lanes.contains { $0.compareName == run } }
}

extension LaneState {
  /// Before it has started it may have no name.
  var compareName: String { name ?? "this run" }
}

/// The runs of the compare screen with what is worked out of them: for one drawing.
struct Contest {
  let entrants: [Entrant]
  let comparison: Comparison
  /// The one with the most steps: its steps, epochs and times are the axis'.
  let longest: History?
  /// What may be said of them.
  let verdicts: [String]
  /// Places among the entrants; nil when there are none.
  let baseline: Int?
  let selected: Int?

  init(_ state: DashboardState) {
    let entrants = state.entrants
    let subjects = entrants.compactMap { entrant in
      entrant.lane.plan.map {
        Comparison.Subject(name: entrant.name, plan: $0, course: entrant.lane.course)
      }
    }
    let baseline = entrants.firstIndex { $0.name == state.compare.baseline } ?? 0
    self.entrants = entrants
    self.baseline = entrants.isEmpty ? nil : baseline
    let selected = entrants.firstIndex { $0.name == state.compare.selected }
    self.selected = entrants.isEmpty ? nil : selected ?? 0
    comparison = Comparison(subjects, baseline: baseline, level: state.compare.level)
    func length(_ entrant: Entrant) -> (Int, Int) {
      let history = entrant.lane.history
      return (Int(history.steps.last ?? 0), Int(history.validationSteps.last ?? 0))
    }
    longest = entrants.max { length($0) < length($1) }?.lane.history
    verdicts = state.compare.lower == .table ? comparison.verdicts : []
  }
}
