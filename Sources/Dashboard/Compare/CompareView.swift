import Blueprint
import TerminalUI

/// How runs are compared on the screen: by what, over what, against which, and what is shown below the
/// curves.
struct CompareView: Equatable, Sendable {
  enum Lower: Equatable, Sendable { case table, kernels, layers }

  var quantity = ChartsView.Quantity.top1
  var source = Lesson.Curve.Source.validation
  /// By name; nil is the first.
  var baseline: String?
  /// The run that keys act on.
  var selected: String?
  /// The top-1 error whose reaching is timed; nil is one that all have reached.
  var level: Double?
  /// Whether repetitions with other seeds are drawn as their mean and a band.
  var showsSets = true
  var lower = Lower.table
  /// The live runs that are left out.
  var hidden: Set<String> = []
  /// The axis, the part that is shown and the cursor.
  var charts = ChartsView()
}

/// One of those that are compared. A class, for a lane is large, and a drawing hands it about.
final class Entrant: Sendable {
  let name: String
  /// Decides its colour and dash, as long as it is there.
  let number: Int
  let lane: LaneState
  let isLive: Bool

  init(name: String, number: Int, lane: LaneState, isLive: Bool) {
    self.name = name
    self.number = number
    self.lane = lane
    self.isLive = isLive
  }
}

/// A number for every run on the compare screen: a run keeps its own while it is there, a new one takes
/// the least that is free.
struct StrokeNumbers: Equatable, Sendable {
  private var names: [String?] = []

  subscript(name: String) -> Int { names.firstIndex(of: name) ?? 0 }

  mutating func keep(_ present: [String]) {
    let wanted = Set(present)
    for index in names.indices where names[index].map({ !wanted.contains($0) }) ?? false {
      names[index] = nil
    }
    for name in present where !names.contains(name) {
      if let free = names.firstIndex(of: nil) { names[free] = name } else { names.append(name) }
    }
    while let last = names.last, last == nil { names.removeLast() }
  }

  mutating func rename(_ old: String, to new: String) {
    if let index = names.firstIndex(of: old) { names[index] = new }
  }
}
