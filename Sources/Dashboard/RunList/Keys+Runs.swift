import TerminalUI

/// What a key means on the compare screen alone.
enum CompareCommand: Hashable, Sendable {
  case next, previous
  case choose(String)
  case baseline, validation, sets, kernels, layers, levelDown, levelUp, hide
}

/// What a key means in the list of recorded runs alone.
enum RunsCommand: Hashable, Sendable {
  case next, previous, pageDown, pageUp, first, last
  case select(Int)
  case choose, hide, showHidden, filter, rename, note, delete, reload
}

extension KeyBindings<DashboardCommand> {
  static let compare: [KeyBinding<DashboardCommand>] = {
    let binding = ScreenKeys(.compare)
    let quantities = zip("LEFRS".unicodeScalars, ChartsView.Quantity.allCases).map {
      binding(.character($0), .chart($1), nil, "by loss, top-1, top-5, rate, images/s")
    }
    let row = "choose the run that keys act on"
    let level = "the error whose reaching is timed: lower, higher"
    let zoom = "look closer, and from further away"
    let pan = "go back and on by half of what is shown"
    let ends = "to the first step, and to the latest"
    return quantities + [
      binding(.up, .compare(.previous), "run", row, 1),
      binding(.down, .compare(.next), "run", row, 1),
      binding(
        .character("b"), .compare(.baseline), "baseline", "set the others against the chosen run", 1
      ),
      binding(
        .character("v"), .compare(.validation), "of",
        "of validation, of training, or the one less the other", 1),
      binding(
        .character("a"), .compare(.sets), "mean",
        "seeds of one plan as mean and band, or each run", 2),
      binding(
        .character("k"), .compare(.kernels), "kernels",
        "below: the kernels of baseline and run, and the difference", 2),
      binding(.character("g"), .compare(.layers), "layers", "below: the layers of these two", 2),
      binding(.character(","), .compare(.levelDown), nil, level),
      binding(.character("."), .compare(.levelUp), nil, level),
      binding(.character("h"), .compare(.hide), nil, "leave the chosen run out; 7 has all"),
      binding(
        .character("x"), .axis, "axis", "over steps, epochs or time, linear or logarithmic", 3),
      binding(.left, .cursorLeft, "cursor", "read all curves at one step", 3),
      binding(.right, .cursorRight, "cursor", "read all curves at one step", 3),
      binding(.character("i"), .zoomIn, "zoom", zoom, 4),
      binding(.character("o"), .zoomOut, "zoom", zoom, 4),
      binding(.pageUp, .panLeft, nil, pan), binding(.pageDown, .panRight, nil, pan),
      binding(.home, .panToStart, nil, ends), binding(.end, .follow, nil, ends),
      binding(.character("0"), .wholeRun, nil, "all of the runs"),
    ]
  }()

  static let runs: [KeyBinding<DashboardCommand>] = {
    let place = Screen.runs.place
    func binding(
      _ keys: [Key], _ command: RunsCommand, _ label: String?, _ help: String, _ rank: Int = 5
    ) -> KeyBinding<DashboardCommand> {
      .init(keys, .runs(command), label: label, help: help, rank: rank, only: place)
    }
    return [
      binding([.up], .previous, nil, "the run above, the run below"),
      binding([.down], .next, nil, "the run above, the run below"),
      binding([.pageUp], .pageUp, nil, "ten runs on; to the first, to the last"),
      binding([.pageDown], .pageDown, nil, "ten runs on; to the first, to the last"),
      binding([.home], .first, nil, "ten runs on; to the first, to the last"),
      binding([.end], .last, nil, "ten runs on; to the first, to the last"),
      binding(
        [.character(" "), .enter], .choose, "choose",
        "compare the run with the others (6), or not",
        1),
      binding(
        [.character("/")], .filter, "filter",
        "only some: a name's part, lrn=off, after=2026-11-01, …", 1),
      binding([.character("n")], .note, "note", "write a note on the run", 2),
      binding([.character("R")], .rename, "rename", "give the run another name", 3),
      binding([.character("D")], .delete, "delete", "delete the run, after a question", 3),
      binding(
        [.character("h")], .hide, "hide", "leave the run out of the list; H shows all again", 4),
      binding(
        [.character("H")], .showHidden, nil, "leave the run out of the list; H shows all again"),
      binding([.character("r")], .reload, nil, "look for runs again, and read the chosen ones"),
    ]
  }()
}

/// What a key of the question before deleting means.
enum DeleteAnswer: Hashable, Sendable {
  case delete, cancel
}

extension KeyBindings<DeleteAnswer> {
  static let delete = KeyBindings([
    .init([.character("D"), .character("y")], .delete, label: "delete", help: "", rank: 0),
    .init(
      [.escape, .character("c"), .character("n")], .cancel, label: "cancel", help: "", rank: 0),
  ])
}
