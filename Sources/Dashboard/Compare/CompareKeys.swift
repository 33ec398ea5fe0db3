import TerminalUI

/// A command of the compare screen.
enum CompareCommand: Hashable, Sendable {
  case show(ChartQuantity)
  case navigate(ChartNavigation)
  case runs(ComparedRunsCommand)
}

/// A command for the compared runs; it has no effect while there are none.
enum ComparedRunsCommand: Hashable, Sendable {
  case next, previous
  case choose(String)
  case baseline, nextSource, toggleSets, toggleKernels, toggleLayers, levelDown, levelUp, hide
}

/// The keys of the compare screen.
enum CompareKeys {
  static let onScreen: [KeyBinding<DashboardCommand>] = {
    let binding = ScreenKeys(.compare) { DashboardCommand.compare(.runs($0)) }
    let chart = ScreenKeys(.compare) { DashboardCommand.compare(.navigate($0)) }
    let quantity = ScreenKeys(.compare) { DashboardCommand.compare(.show($0)) }
    let quantities = zip("LEFRS".unicodeScalars, ChartQuantity.allCases).map {
      quantity(.character($0), $1, nil, "by loss, top-1, top-5, rate, images/s")
    }
    let row = "choose the run that keys act on"
    let level = "the error whose reaching is timed: lower, higher"
    let zoom = "look closer, and from further away"
    let pan = "go back and on by half of what is shown"
    let ends = "to the first step, and to the latest"
    return quantities + [
      binding(.up, .previous, "run", row, 1),
      binding(.down, .next, "run", row, 1),
      binding(.character("b"), .baseline, "baseline", "set the others against the chosen run", 1),
      binding(
        .character("v"), .nextSource, "of",
        "of validation, of training, or the one less the other", 1),
      binding(
        .character("a"), .toggleSets, "mean",
        "seeds of one plan as mean and band, or each run", 2),
      binding(
        .character("k"), .toggleKernels, "kernels",
        "below: the kernels of baseline and run, and the difference", 2),
      binding(.character("g"), .toggleLayers, "layers", "below: the layers of these two", 2),
      binding(.character(","), .levelDown, nil, level),
      binding(.character("."), .levelUp, nil, level),
      binding(.character("h"), .hide, nil, "leave the chosen run out; 7 has all"),
      chart(
        .character("x"), .nextAxis, "axis", "over steps, epochs or time, linear or logarithmic", 3),
      chart(.left, .cursorLeft, "cursor", "read all curves at one step", 3),
      chart(.right, .cursorRight, "cursor", "read all curves at one step", 3),
      chart(.character("i"), .zoomIn, "zoom", zoom, 4),
      chart(.character("o"), .zoomOut, "zoom", zoom, 4),
      chart(.pageUp, .panLeft, nil, pan), chart(.pageDown, .panRight, nil, pan),
      chart(.home, .panToStart, nil, ends), chart(.end, .follow, nil, ends),
      chart(.character("0"), .wholeRun, nil, "all of the runs"),
    ]
  }()
}
