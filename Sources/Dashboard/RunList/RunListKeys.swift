import TerminalUI

/// A command of the list of recorded runs.
enum RunListCommand: Hashable, Sendable {
  case next, previous, pageDown, pageUp, first, last
  case select(Int)
  case showHidden, filter, reload
  case selected(SelectedRunCommand)
}

/// A command for the selected run of the list; it has no effect while the list is empty.
enum SelectedRunCommand: Hashable, Sendable {
  case choose, hide, rename, note, delete
}

/// The keys of the list of recorded runs.
enum RunListKeys {
  static let onScreen: [KeyBinding<DashboardCommand>] = {
    let binding = ScreenKeys(.runList, DashboardCommand.runList)
    let next = "select the previous or the next run"
    let page = "move by ten runs"
    let ends = "go to the first or the last run"
    let hide = "hide the run; a shows all runs again"
    return [
      binding(.up, .previous, nil, next),
      binding(.down, .next, nil, next),
      binding(.pageUp, .pageUp, nil, page),
      binding(.pageDown, .pageDown, nil, page),
      binding(.home, .first, nil, ends),
      binding(.end, .last, nil, ends),
      .init(
        [.character(" "), .enter], .runList(.selected(.choose)), label: "choose",
        help: "add the run to the comparison (6), or remove it", rank: 1, only: Screen.runList.scope
      ),
      binding(
        .character("/"), .filter, "filter",
        "filter: part of a name, lrn=off, after=2026-11-01, …", 1),
      binding(.character("c"), .selected(.note), "note", "edit the note on the run", 2),
      binding(.character("r"), .selected(.rename), "rename", "rename the run", 3),
      .init(
        [.character("d"), .delete], .runList(.selected(.delete)), label: "delete",
        help: "delete the run, after a question", rank: 3, only: Screen.runList.scope),
      binding(.character("z"), .selected(.hide), "hide", hide, 4),
      binding(.character("a"), .showHidden, nil, hide),
      binding(.control("r"), .reload, nil, "read the list of runs and the chosen runs again"),
    ]
  }()
}

/// An answer to the question before a run is deleted.
enum DeleteAnswer: Hashable, Sendable {
  case delete, keep
}

extension KeyBindings<DeleteAnswer> {
  static let delete = KeyBindings([
    // Neither `d` nor `D`: a second press of the key that asked deletes nothing, and one more press of
    // the key that answered changes no training.
    .init(
      [.character("y")], .delete, label: "delete", help: "delete all files of the run", rank: 0),
    .init(
      [.escape, .control("c")], .keep, label: "keep", help: "close the box without a change",
      rank: 0),
  ])
}
