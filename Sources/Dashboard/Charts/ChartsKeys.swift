import TerminalUI

/// A command for curves: which are shown, and how.
enum ChartsCommand: Hashable, Sendable {
  case toggle(ChartQuantity)
  case navigate(ChartNavigation)
  case logarithmic, lessSmooth, moreSmooth
}

/// A command that changes the axis, the shown part or the cursor of charts, on the charts' screen
/// and on the compare screen.
enum ChartNavigation: Hashable, Sendable {
  case nextAxis
  case cursorLeft, cursorRight
  case zoomIn, zoomOut
  case panLeft, panRight, panToStart
  case follow, wholeRun
  /// Moves the cursor to a step.
  case read(step: Double)
  /// Zooms around a point of the axis, given as a share of its width.
  case zoom(factor: Double, around: Double)
  /// Pans by a share of the width.
  case pan(share: Double)
}

/// The keys of curves and charts.
enum ChartsKeys {
  /// Curves are drawn on several screens.
  static let everywhere: [KeyBinding<DashboardCommand>] = [
    .init(
      [.character("y")], .charts(.logarithmic), label: "log", help: "logarithmic and linear values",
      rank: 5),
    .init(
      [.character("-")], .charts(.lessSmooth), label: "smooth", help: "smooth the curves less",
      rank: 7),
    .init(
      [.character("="), .character("+")], .charts(.moreSmooth), label: "smooth",
      help: "smooth the curves more", rank: 7),
  ]

  static let onScreen: [KeyBinding<DashboardCommand>] = {
    let scope = Screen.charts.scope
    let quantities = zip("LEFRSGU".unicodeScalars, ChartQuantity.allCases).map {
      KeyBinding<DashboardCommand>(
        [.character($0)], .charts(.toggle($1)),
        help: "loss, top-1, top-5, rate, images/s, gradients, updates", only: scope)
    }
    let binding = ScreenKeys(.charts) { DashboardCommand.charts(.navigate($0)) }
    let cursor = "move the cursor, which reads all charts at one step"
    let zoom = "zoom in and out"
    let pan = "move back and forward by half of the shown part"
    let ends = "go to the first or to the latest step"
    return PanelsKeys.onScreen(.charts, label: "chart") + quantities + [
      binding(
        .character("x"), .nextAxis, "axis",
        "axis: steps, epochs or time, each linear or logarithmic", 1),
      binding(.left, .cursorLeft, "cursor", cursor, 1),
      binding(.right, .cursorRight, "cursor", cursor, 1),
      binding(.up, .zoomIn, "zoom", zoom, 1),
      binding(.down, .zoomOut, "zoom", zoom, 1),
      binding(.pageUp, .panLeft, "pan", pan, 6),
      binding(.pageDown, .panRight, "pan", pan, 6),
      binding(.home, .panToStart, nil, ends),
      binding(.end, .follow, nil, ends),
      binding(.character("0"), .wholeRun, nil, "show the whole run"),
    ]
  }()
}
