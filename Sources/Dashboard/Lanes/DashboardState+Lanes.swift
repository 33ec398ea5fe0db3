extension DashboardState {
  /// The lane in focus. It is modified in place, because its curves can be long.
  var lane: LaneState {
    get { lanes[focus] }
    _modify { yield &lanes[focus] }
  }

  /// A property of the lane in focus.
  public subscript<Value>(dynamicMember path: KeyPath<LaneState, Value>) -> Value {
    lanes[focus][keyPath: path]
  }

  /// A property of the lane in focus.
  public subscript<Value>(dynamicMember path: WritableKeyPath<LaneState, Value>) -> Value {
    get { lanes[focus][keyPath: path] }
    _modify { yield &lanes[focus][keyPath: path] }
  }

  /// The name of the run to which commands go; `nil` if there is only one lane.
  var focusedRun: String? { lanes.count > 1 ? lane.name : nil }

  /// The speed of the lane in focus in images per second, as `shownSpeed(of:)`.
  var shownSpeed: Double { shownSpeed(of: lane) }

  /// Returns the speed of a lane in images per second; NaN before the first step, and if the lane does not train
  /// while another one does.
  func shownSpeed(of lane: LaneState) -> Double {
    let isIdle = lane.hasEnded || lane.phase == .paused
    let othersTrain = lanes.contains { !$0.hasEnded && $0.phase != .paused }
    return isIdle && othersTrain ? .nan : lane.speed.value
  }

  var everyLaneHasEnded: Bool { lanes.allSatisfy(\.hasEnded) }

  /// True if no lane trains, and at least one is paused. A requested pause or continuation counts as done.
  var isEveryLanePaused: Bool {
    let training = lanes.filter { !$0.hasEnded }
    return !training.isEmpty && training.allSatisfy(\.isPaused)
  }

  /// True if no lane trains yet, and at least one is being prepared.
  var isEveryLanePreparing: Bool {
    let training = lanes.filter { !$0.hasEnded }
    return !training.isEmpty && training.allSatisfy { $0.phase == .preparing }
  }

  var everyLaneIsStopping: Bool { lanes.allSatisfy { $0.isStopping || $0.hasEnded } }

  /// The seconds until the lane in focus has ended, at its planned end or by the session's time limit;
  /// `nil` if its end is not known.
  var secondsLeft: Double? {
    guard !lane.hasEnded else { return nil }
    // A lane measures the time of its own steps alone, and the lanes step in turns.
    let planned = lane.secondsLeft.map { $0 * Double(max(1, lanes.count { !$0.hasEnded })) }
    return [planned, lane.latest?.secondsLeft].compactMap(\.self).min()
  }

  /// Returns the index of a run's lane.
  /// - Parameter run: The run's name; `nil` is the first lane.
  /// - Returns: `nil` if the run has no lane. A single lane without a name belongs to any run.
  func index(ofRun run: String?) -> Int? {
    guard let run else { return 0 }
    return lanes.firstIndex { $0.name == run }
      ?? (lanes.count == 1 && lanes[0].name == nil ? 0 : nil)
  }
}
