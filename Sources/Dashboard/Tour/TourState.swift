import TerminalUI

/// The state of the tour: the walk in progress, and whether the user has heard of the tour.
struct TourState: Equatable, Sendable {
  /// The seconds for which the tour is offered on the status line.
  static let offerDuration = 180.0

  /// The tour in progress; `nil` before it is started and after it is left.
  var walk: TourWalk?
  /// True once the tour was offered or started. It is kept between sessions, so that the tour is offered once.
  var isKnown = false
  /// The time at which the tour was offered in this session; `nil` if it is not offered.
  var offeredAt: Double?
}

/// The position in the tour, and what it has changed.
struct TourWalk: Equatable, Sendable {
  /// The index of the stop; the number of stops at the end of the tour.
  var stop = 0
  /// The index of the task at the stop.
  var task = 0
  /// The state of the dashboard when the task began, from which its goal differs.
  var origin: Origin
  /// The stops whose last task was completed.
  var completed: Set<Int> = []
  /// The key that was pressed last and was not an answer to a box; `nil` once its effect is known.
  var pressed: Key?
  /// True once the playback of the timeline has begun at this stop.
  var hasPlayed = false
  /// True from the request of a fork to its first event, or to the refusal.
  var isForkRequested = false
  /// The change of dropout by the tour; `nil` without one.
  var dropoutChange: DropoutChange?
  /// The name of the lane that was forked at a stop; `nil` without one.
  var fork: String?

  /// The values with which the goals of tasks are compared.
  struct Origin: Equatable, Sendable {
    var kernel = 0
    var dropout: Bool?
    var lanes = 1
    var layer: String?
  }

  /// A change of dropout in a lane.
  struct DropoutChange: Equatable, Sendable {
    /// The name of the lane's run.
    var run: String?
    /// True if dropout was on before.
    var wasOn: Bool
  }

  /// True after the last stop.
  var isAtEnd: Bool { stop >= TourStop.all.count }
  /// The current stop; `nil` at the end.
  var currentStop: TourStop? { isAtEnd ? nil : TourStop.all[stop] }
  /// The current task; `nil` at the end.
  var currentTask: TourTask? { currentStop?.tasks[task] }
}
