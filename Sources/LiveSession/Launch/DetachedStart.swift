import Attaching
import Glibc
import Runs

/// The start of a trainer without a screen.
public enum DetachedStart {
  /// Starts a trainer and waits for its first step, so that earlier errors are reported, such as too
  /// little memory or images that cannot be used.
  /// - Parameters:
  ///   - arguments: The arguments of the trainer, first the program's name.
  ///   - commands: The command lines for error messages.
  ///   - findRun: Returns the run of that name.
  /// - Returns: The run and the trainer's process ID.
  /// - Throws: `LaunchFailure`, `RunFailure` or `TrainerLost` if the trainer ended before its first
  ///   step.
  public static func perform(
    _ arguments: [String], _ commands: RunCommandLines, findRun: (_ name: String) throws -> Run
  ) throws -> (run: Run, process: pid_t) {
    let launch = try TrainerLaunch.start(arguments)
    try launch.waitUntilPrepared()
    let run = try findRun(launch.begin())
    try waitForFirstStep(of: run, commands)
    return (run, launch.process)
  }

  private static func waitForFirstStep(of run: Run, _ commands: RunCommandLines) throws {
    let connection = try run.connect(.nothing) {}
    defer { connection.disconnect() }
    if try containsStep(run.recording(before: connection).events) { return }
    while connection.process != nil {
      let isOver = connection.isOver
      if try containsStep(connection.watcher.events.drain().map(\.event)) { return }
      if isOver { break }
      connection.watcher.events.waitForMessage(timeout: .milliseconds(200))
    }
    if try containsStep(run.recording().events) { return }
    throw TrainerLost([run], commands)
  }

  /// True if the last event shows that the run has made a step.
  /// - Throws: The failure, if the last event is one.
  private static func containsStep(_ events: [TrainingEvent]) throws(RunFailure) -> Bool {
    switch events.last {
    case .failed(_, let message): throw RunFailure(problem: message)
    case .started, .resumed, .warning, nil: false
    case .step, .validation, .rate, .scheduled, .toggled, .paused, .checkpoint, .renamed, .finished:
      true
    }
  }
}
