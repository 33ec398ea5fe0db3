import Runs
import TerminalUI

/// The state of the list of recorded runs: the runs, the filter, the selected row, the runs that
/// were chosen for the comparison, and the text that is being edited.
struct RunListState: Equatable, Sendable {
  /// The use of the text field below the list.
  enum Editing: Equatable, Sendable {
    case filter
    /// A note on the run with this name.
    case note(String)
  }

  /// The time of the last request for the list; `nil` while the screen is not shown.
  var listedAt: Double?
  /// The runs of the store; `nil` before the first list has arrived.
  private(set) var all: [RunSummary]?
  /// The names of the folders that cannot be read as runs.
  private(set) var unreadable: [String] = []
  /// The runs that match the filter and are not hidden.
  private(set) var rows: [RunSummary] = []
  private(set) var filterText = ""
  /// The first error in the filter; `nil` if there is none.
  private(set) var filterProblem: String?
  /// The names of the hidden runs.
  private(set) var hidden: Set<String> = []
  /// The name of the selected run. An index would change with the list.
  private(set) var selected: String?
  /// The names of the runs that were chosen for the comparison, in that order.
  private(set) var chosen: [String] = []
  /// The chosen runs that have been read, by name.
  var loaded: [String: RecordedRun] = [:]
  var editing: Editing?
  var field = TextField()
  /// The name of the run in the delete dialog; `nil` without the dialog.
  var deleting: String?
  /// The offset of the local time from UTC.
  var secondsFromUTC = 0
  /// The settings in which each run differs from the others, by name.
  private(set) var differences: [String: String] = [:]

  /// The seconds after which the list is requested again.
  static let listInterval = 5.0

  /// The problem of the text that is being edited; `nil` if there is none.
  var problem: String? {
    switch editing {
    case .filter: filterProblem
    case .note, nil: nil
    }
  }

  var index: Int { rows.firstIndex { $0.name == selected } ?? 0 }
  var selection: RunSummary? { rows.isEmpty ? nil : rows[index] }

  /// Returns the recorded evaluations of a run, the latest first.
  func evaluations(of name: String) -> [Evaluation] {
    all?.first { $0.name == name }?.evaluations ?? []
  }

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

  /// Adds a run to the chosen ones, or removes it.
  /// - Returns: True if the run is chosen now.
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

  /// Filters the runs and describes their differences.
  /// - Parameter index: The row to select if the selected run is not listed any more.
  private mutating func arrange(at index: Int? = nil) {
    let row = index ?? self.index
    let filter = RunFilter(filterText)
    filterProblem = filter.problems.first
    rows = (all ?? []).filter { !hidden.contains($0.name) && filter.admits($0) }
    let settings = rows.map(\.currentPlan).distinctiveSettings()
    let settingsWithColumns: Set = ["network", "data"]
    differences = Dictionary(
      zip(rows, settings).map { run, settings in
        let texts = settings.filter { !settingsWithColumns.contains($0.name) }.map(\.description)
        return (run.name, texts.joined(separator: " "))
      }, uniquingKeysWith: { first, _ in first })
    if !rows.contains(where: { $0.name == selected }) { select(row) }
  }
}

extension RecordedRun {
  init(name: String, lane: LaneState) {
    self.name = name
    self.lane = lane
  }
}
