import Runs
import Testing

@testable import LiveSession

@Suite struct RunOutcomesOfASession {
  private let commands = RunCommandLines(
    resume: { runs, _ in ["resume"] + runs }, attach: { ["attach", $0] })
  private let stopped = TrainingEvent.finished(step: 5, seconds: 1, reason: .stopped)

  private func outcomes(
    _ runs: [String], _ events: (run: String, event: TrainingEvent)...
  ) -> RunOutcomes {
    var outcomes = RunOutcomes(runs)
    for (run, event) in events { outcomes.update(with: EventLine(run: run, event: event)) }
    return outcomes
  }

  @Test func countRunsThatAreNotOver() {
    let one = outcomes(["a", "b"], ("a", stopped))
    #expect(one.runningCount == 1 && !one.areAllOver && one.stoppedRuns == ["a"])
    let both = outcomes(
      ["a", "b"], ("a", stopped), ("b", .finished(step: 5, seconds: 1, reason: .completed)))
    #expect(both.runningCount == 0 && both.areAllOver && both.failure == nil)
  }

  @Test func namePausedRuns() {
    let paused = outcomes(
      ["a", "b"], ("a", .paused(step: 5, on: true)), ("b", .paused(step: 5, on: true)),
      ("b", .paused(step: 5, on: false)), ("a", .renamed(step: 5, name: "c")))
    #expect(paused.pausedRuns == ["c"])
  }

  @Test func followARenamedRun() {
    let warning = TrainingEvent.warning(step: 5, kind: TrainingEvent.unsaved, message: "Not all.")
    let outcomes = outcomes(
      ["a"], ("a", warning), ("a", .renamed(step: 5, name: "c")), ("c", stopped))
    #expect(outcomes.runs == ["c"])
    #expect(
      outcomes.unsavedRun(commands)
        == UnsavedRun(
          run: "c", message: "Not all.", command: "resume c", hasCheckpoint: false))
  }

  /// A run without a checkpoint starts again when it is resumed.
  @Test func promiseACheckpointOnlyWhereThereIsOne() throws {
    let warning = TrainingEvent.warning(step: 5, kind: TrainingEvent.unsaved, message: "Not all.")
    let checkpoint = TrainingEvent.checkpoint(step: 3, path: "/c")
    let without = outcomes(["a"], ("a", warning), ("a", stopped))
    let with = outcomes(
      ["a"], ("a", checkpoint), ("a", warning), ("a", .renamed(step: 5, name: "c")),
      ("c", stopped))
    #expect(without.unsavedRun(commands)?.hasCheckpoint == false)
    #expect(with.unsavedRun(commands)?.hasCheckpoint == true)
  }

  @Test func reportAnUnsavedRunOnlyOnceItIsOver() {
    let warning = TrainingEvent.warning(step: 5, kind: TrainingEvent.unsaved, message: "Not all.")
    #expect(outcomes(["a"], ("a", warning)).unsavedRun(commands) == nil)
  }

  @Test func nameTheFailedRunAmongSeveral() {
    let failed = TrainingEvent.failed(step: 3, message: "diverged")
    #expect(outcomes(["a"], ("a", failed)).failure?.problem == "diverged")
    #expect(outcomes(["a", "b"], ("b", failed)).failure?.problem == "b: diverged")
  }
}
