import TerminalUI

/// A command of the compare screen.
enum CompareCommand: Hashable, Sendable {
  case nextQuantity
  case navigate(ChartNavigation)
  case runs(ComparedRunsCommand)
}

/// A command for the compared runs; it has no effect while there are none.
enum ComparedRunsCommand: Hashable, Sendable {
  case next, previous
  case select(String)
  case baseline, nextSource, toggleSets, nextLowerPanel, toggleVerdicts, levelDown, levelUp, hide
}

/// The keys of the compare screen.
enum CompareKeys {
  static let onScreen: [KeyBinding<DashboardCommand>] = {
    let binding = ScreenKeys(.compare) { DashboardCommand.compare(.runs($0)) }
    let quantity = ScreenKeys(.compare, DashboardCommand.compare)
    let row = "select the run for b, c and z; a lane gets the focus too"
    let level = "show the first step with a lower or a higher error"
    return [
      binding(.up, .previous, "run", row, 1),
      binding(.down, .next, "run", row, 1),
      quantity(
        .character("v"), .nextQuantity, "quantity",
        "the quantity: loss, top-1 error, top-5 error, rate, images/s",
        1),
      binding(
        .character("s"), .nextSource, "source",
        "the source of the values: validation, training, or their difference",
        1),
      binding(.character("b"), .baseline, "baseline", "make the selected run the baseline", 1),
      binding(
        .character("a"), .toggleSets, "seeds",
        "runs that differ in the seed as mean and band, or each",
        2),
      binding(
        .character("c"), .nextLowerPanel, "below",
        "below the curves: the table, or the kernels or layers of two runs", 2),
      binding(
        .enter, .toggleVerdicts, nil, "more or less room for the sentences below the table"),
      binding(.character(","), .levelDown, nil, level),
      binding(.character("."), .levelUp, nil, level),
      binding(.character("z"), .hide, nil, "hide the selected run; screen 7 shows it again"),
    ]
      + ChartsKeys.navigation(on: .compare, charts: "curves", run: "runs") {
        .compare(.navigate($0))
      } + ChartsKeys.axes(on: .compare)
  }()
}
