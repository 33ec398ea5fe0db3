import TerminalUI

/// A command for curves: which are shown, and how.
enum ChartsCommand: Hashable, Sendable {
  case chooseQuantities
  case navigate(ChartNavigation)
  case logarithmic, lessSmooth, moreSmooth, nextSmoothing
  /// Opens the prompt for the limits of an axis, on the charts' screen and on the compare screen.
  case limits
  /// Counts steps from the beginning, or since the fork of each run, on both screens.
  case sinceFork
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
      [.character("[")], .charts(.lessSmooth), label: "smooth",
      help: "smooth the curves less or more", rank: 7),
    .init(
      [.character("]")], .charts(.moreSmooth), label: "smooth",
      help: "smooth the curves less or more", rank: 7),
    .init(
      [.character("\\")], .charts(.nextSmoothing),
      help: "the mean over the values, the mean alone, or the values alone", rank: 8),
  ]

  static let onScreen: [KeyBinding<DashboardCommand>] = {
    let panel = ScreenKeys(.charts, DashboardCommand.panels)
    let chart = ScreenKeys(.charts, DashboardCommand.charts)
    let choose = "choose a chart"
    return [
      panel(.up, .previous, "chart", choose, 1),
      panel(.down, .next, "chart", choose, 1),
      PanelsKeys.enlarge(.charts, "chart"),
      chart(
        .character("v"), .chooseQuantities, "choose",
        "choose the charts: loss, errors, rate, images/s, gradients, updates", 1),
    ] + navigation(on: .charts, charts: "charts", run: "run") { .charts(.navigate($0)) }
      + axes(on: .charts)
      + TimelineKeys.records(on: .charts)
  }()

  /// Returns the keys of a screen for the limits of its axes.
  static func axes(on screen: Screen) -> [KeyBinding<DashboardCommand>] {
    let binding = ScreenKeys(screen, DashboardCommand.charts)
    // The footer of the comparison has no room for them beside the keys that change training.
    let isNamed = screen == .charts
    return [
      binding(
        .character("r"), .limits, isNamed ? "limits" : nil,
        "type the limits of the values, or of the steps; 0 resets them", 3),
      binding(
        .character("f"), .sinceFork, isNamed ? "since fork" : nil,
        "count steps from the beginning, or since the fork of each run", 6),
    ]
  }

  /// Returns the keys of a screen for the axis, the shown part and the cursor of its charts.
  /// - Parameters:
  ///   - charts: The word for all that the cursor reads.
  ///   - run: The word for the run or the runs.
  static func navigation(
    on screen: Screen, charts: String, run: String,
    _ wrap: @escaping (ChartNavigation) -> DashboardCommand
  ) -> [KeyBinding<DashboardCommand>] {
    let binding = ScreenKeys(screen, wrap)
    let cursor = "move the cursor, which reads all \(charts) at one step"
    let zoom = "zoom in and out"
    let pan = "move back and forward by half of the shown part"
    let ends = "go to the first step; follow the latest step"
    return [
      binding(.left, .cursorLeft, "cursor", cursor, 1),
      binding(.right, .cursorRight, "cursor", cursor, 1),
      .init(
        [.character("+"), .character("=")], wrap(.zoomIn), label: "zoom", help: zoom, rank: 2,
        only: screen.scope),
      binding(.character("-"), .zoomOut, "zoom", zoom, 2),
      binding(.pageUp, .panLeft, nil, pan), binding(.pageDown, .panRight, nil, pan),
      binding(.home, .panToStart, nil, ends), binding(.end, .follow, nil, ends),
      binding(.character("0"), .wholeRun, nil, "show the whole \(run), with automatic limits"),
      binding(
        .character("x"), .nextAxis, "axis",
        "axis: steps, epochs or time, each linear or logarithmic", 3),
    ]
  }
}
