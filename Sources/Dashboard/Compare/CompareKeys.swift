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
  case select(String)
  case baseline, nextSource, toggleSets, toggleKernels, toggleLayers, levelDown, levelUp, hide
}

/// The keys of the compare screen.
enum CompareKeys {
  static let onScreen: [KeyBinding<DashboardCommand>] = {
    let binding = ScreenKeys(.compare) { DashboardCommand.compare(.runs($0)) }
    let chart = ScreenKeys(.compare) { DashboardCommand.compare(.navigate($0)) }
    let quantity = ScreenKeys(.compare) { DashboardCommand.compare(.show($0)) }
    let quantities = zip("LEFRS".unicodeScalars, ChartQuantity.allCases).map {
      quantity(.character($0), $1, nil, "compare loss, top-1, top-5, rate or images/s")
    }
    let row = "select the run that the keys act on"
    let level = "show the time to a lower or to a higher error"
    let zoom = "zoom in and out"
    let pan = "move back and forward by half of the shown part"
    let ends = "go to the first or to the latest step"
    return quantities + [
      binding(.up, .previous, "run", row, 1),
      binding(.down, .next, "run", row, 1),
      binding(.character("b"), .baseline, "baseline", "make the selected run the baseline", 1),
      binding(
        .character("v"), .nextSource, "of",
        "validation values, training values, or the gap", 1),
      binding(
        .character("a"), .toggleSets, "mean",
        "seed sets as mean and band, or each run", 2),
      binding(
        .character("k"), .toggleKernels, "kernels",
        "kernels of the baseline and the run, and the difference", 2),
      binding(.character("g"), .toggleLayers, "layers", "layers of the baseline and the run", 2),
      binding(.character(","), .levelDown, nil, level),
      binding(.character("."), .levelUp, nil, level),
      binding(.character("h"), .hide, nil, "hide the selected run; screen 7 lists all runs"),
      chart(
        .character("x"), .nextAxis, "axis", "axis: steps, epochs or time, linear or logarithmic", 3),
      chart(.left, .cursorLeft, "cursor", "move the cursor, which reads all curves at one step", 3),
      chart(
        .right, .cursorRight, "cursor", "move the cursor, which reads all curves at one step", 3),
      chart(.character("i"), .zoomIn, "zoom", zoom, 4),
      chart(.character("o"), .zoomOut, "zoom", zoom, 4),
      chart(.pageUp, .panLeft, nil, pan), chart(.pageDown, .panRight, nil, pan),
      chart(.home, .panToStart, nil, ends), chart(.end, .follow, nil, ends),
      chart(.character("0"), .wholeRun, nil, "show all steps of all runs"),
    ]
  }()
}
