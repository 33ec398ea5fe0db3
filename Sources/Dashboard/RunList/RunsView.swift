import Runs
import TerminalUI

/// What the screen of recorded runs knows and shows: which there are, which of them are wanted, the
/// row that keys act on, and what is being written.
struct RunsView: Equatable, Sendable {
  /// What the line below is for.
  enum Editing: Equatable, Sendable {
    case filter
    case rename(String)
    case note(String)
  }

  /// When they were last asked for; nil while the screen is not shown.
  var listedAt: Double?
  /// Nil until they are known.
  private(set) var all: [RunSummary]?
  private(set) var unreadable: [String] = []
  /// Those that the filter admits and that are not hidden.
  private(set) var rows: [RunSummary] = []
  private(set) var filterText = ""
  private(set) var complaint: String?
  private(set) var hidden: Set<String> = []
  /// By name, for rows come and go.
  private(set) var selected: String?
  /// In the order in which they were chosen.
  private(set) var chosen: [String] = []
  /// Those of the chosen that have been read.
  var loaded: [String: RecordedRun] = [:]
  var editing: Editing?
  var field = TextField()
  /// The run that is to be deleted, when that is agreed to.
  var deleting: String?
  /// How far the clock on the wall is ahead of Greenwich's.
  var secondsFromUTC = 0
  /// Of every row what its plan does not share with the others, in words.
  private(set) var differences: [String: String] = [:]

  /// Seconds after which they are asked for again: some may be going.
  static let listInterval = 5.0

  var index: Int { rows.firstIndex { $0.name == selected } ?? 0 }
  var selection: RunSummary? { rows.isEmpty ? nil : rows[index] }

  mutating func list(_ listing: RunStore.Listing) {
    unreadable = listing.unreadable.map(\.name)
    guard listing.runs != all else { return }
    all = listing.runs
    arrange()
  }

  mutating func filter(by text: String) {
    filterText = text
    arrange()
  }

  mutating func hide(_ name: String) {
    let index = index
    hidden.insert(name)
    arrange(at: index)
  }

  mutating func showHidden() {
    hidden = []
    arrange()
  }

  mutating func move(by rows: Int) { select(index + rows) }

  mutating func select(_ index: Int) {
    selected = rows.isEmpty ? nil : rows[min(rows.count - 1, max(0, index))].name
  }

  /// Whether it is chosen now.
  mutating func toggle(_ name: String) -> Bool {
    if let index = chosen.firstIndex(of: name) {
      chosen.remove(at: index)
      loaded[name] = nil
      return false
    }
    chosen.append(name)
    return true
  }

  mutating func rename(_ old: String, to new: String) {
    if let index = chosen.firstIndex(of: old) { chosen[index] = new }
    if var run = loaded.removeValue(forKey: old) {
      run.lane.name = new
      loaded[new] = RecordedRun(name: new, lane: run.lane)
    }
    if let index = all?.firstIndex(where: { $0.name == old }) { all?[index].name = new }
    if hidden.remove(old) != nil { hidden.insert(new) }
    if selected == old { selected = new }
    arrange()
  }

  mutating func remove(_ name: String) {
    let index = index
    chosen.removeAll { $0 == name }
    loaded[name] = nil
    all?.removeAll { $0.name == name }
    arrange(at: index)
  }

  /// - Parameter index: the row to be in when the selected one is gone.
  private mutating func arrange(at index: Int? = nil) {
    let place = index ?? self.index
    let filter = RunFilter(filterText)
    complaint = filter.complaints.first
    rows = (all ?? []).filter { !hidden.contains($0.name) && filter.admits($0) }
    let facts = PlanFacts.peculiarities(of: rows.map(\.plan))
    let own: Set = ["network", "data"]
    differences = Dictionary(
      zip(rows, facts).map { run, facts in
        let words = facts.filter { !own.contains($0.name) }.map(\.description)
        return (run.name, words.joined(separator: " "))
      }, uniquingKeysWith: { first, _ in first })
    if !rows.contains(where: { $0.name == selected }) { select(place) }
  }
}

extension RecordedRun {
  init(name: String, lane: LaneState) {
    self.name = name
    self.lane = lane
  }
}
