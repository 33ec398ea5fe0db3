import Runs

extension DashboardState {
  /// The command that continues the lane in focus, in a sentence for a run without recorded statistics. A run
  /// that has reached its planned end needs a greater length, and an imported one needs images.
  var continuation: String {
    var command = "alexnet resume \(lane.name ?? "NAME")"
    if lane.plan?.data == .imported { command += " --data PATH" }
    if case .finished(_, .completed) = lane.phase { command += " --steps N" }
    return "`\(command)` continues this run and records them."
  }
}
