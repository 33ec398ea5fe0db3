import TerminalUI

/// A stop of the tour: a thing on the screen, with one task or two.
struct TourStop: Sendable {
  /// The thing, as in the title of the tour's panel and in the list at the end.
  let title: String
  /// The tasks, at least one. The effect of the last one leads to the next stop.
  let tasks: [TourTask]
}

/// A key to press on the running network, with the text that explains what is seen before.
struct TourTask: Sendable {
  /// The screen on which it begins.
  let screen: Screen
  /// The parts of the screen that the text is about. The first one that is shown is emphasised.
  let targets: [TourTarget]
  /// The key.
  let key: Key
  /// The effect of the key, in a few words.
  let label: String
  /// The condition that completes the task.
  let goal: TourGoal
  /// Returns the text, with the numbers of the run.
  let text: @Sendable (DashboardState) -> TourText
}

/// A part of the screen to which the tour points.
enum TourTarget: Hashable, Sendable {
  case loss, error, run, lanes
  case kernelSheet, kernel, timeline
  case comparison
  case image
}

/// The condition that completes a task of the tour.
enum TourGoal: Hashable, Sendable {
  /// The key was pressed.
  case pressed
  /// The screen is shown.
  case screen(Screen)
  /// Another kernel than at the beginning of the task is selected.
  case otherKernel
  /// The timeline was played, to its end or until it was stopped.
  case played
  /// The trainer has turned dropout off, or on if it was off.
  case dropout
  /// The trainer has begun a further lane.
  case fork
  /// The feature maps of another layer than at the beginning of the task are shown.
  case otherLayer
}

/// A text of the tour in two lengths.
struct TourText: Equatable, Sendable {
  /// One sentence or two.
  var full: String
  /// A text that fits into two lines of a small terminal.
  var brief: String

  init(_ full: String, brief: String) {
    self.full = full
    self.brief = brief
  }
}
