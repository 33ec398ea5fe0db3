import TerminalUI

/// A command for the step that the screens of a run show: the kernels, the layers and the charts.
enum TimelineCommand: Hashable, Sendable {
  case recordBack, recordForward, firstRecord, present
  /// Shows the record that is nearest to a step, or the present if it is nearer.
  case record(atStep: Int)
  case play
}

/// The keys of the timeline, which are the same on each screen with one.
enum TimelineKeys {
  /// Returns the keys that move through the records.
  static func records(on screen: Screen) -> [KeyBinding<DashboardCommand>] {
    let binding = ScreenKeys(screen, DashboardCommand.timeline)
    let scrub = "timeline: the previous or the next record of kernels, layers and charts"
    return [
      binding(.character(","), .recordBack, "time", scrub, 1),
      binding(.character("."), .recordForward, "time", scrub, 1),
      binding(.character(";"), .play, "play", "play and stop the timeline", 1),
    ]
  }

  /// Returns the keys of the first record and of the present.
  static func ends(on screen: Screen) -> [KeyBinding<DashboardCommand>] {
    let binding = ScreenKeys(screen, DashboardCommand.timeline)
    let ends = "show the first record, or return to the present"
    return [
      binding(.home, .firstRecord, nil, ends),
      binding(.end, .present, nil, ends),
    ]
  }
}
