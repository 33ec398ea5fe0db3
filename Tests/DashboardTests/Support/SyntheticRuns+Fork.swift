import Blueprint
import Runs

@testable import Dashboard

extension SyntheticRuns {
  /// Returns the state of a live run at step 1,000 with a fork that was made there. Both are validated at
  /// the fork, as a trainer does it. The fork has the same values as the run.
  /// - Parameters:
  ///   - steps: The steps of both after the fork. There is a validation every 100 steps.
  ///   - change: The change of the fork's plan.
  static func forked(
    steps: Int = 0, name: String = "amber-heron-no-lrn",
    change: (inout RunPlan) -> Void = { $0.knobs.lrn = false }
  ) -> DashboardState {
    let run = SyntheticRun(steps: 1000)
    var state = run.state
    guard case .started(var started) = run.started else { return state }
    started.run = name
    change(&started.plan)
    started.plan.lineage = Lineage(parent: "amber-heron", step: 1000)
    let knobs = started.plan.knobs
    for event in [
      .started(started),
      .resumed(.init(step: 1000, knobs: knobs, length: started.plan.length, time: 1_770_000_300)),
      .validation(run.validation(1000)),
    ] as [TrainingEvent] {
      _ = update(&state, .trainer(event, run: name))
    }
    for step in stride(from: 1001, through: 1000 + steps, by: 1) {
      for lane in ["amber-heron", name] {
        _ = update(&state, .trainer(.step(run.step(step)), run: lane))
        guard step % 100 == 0 else { continue }
        _ = update(&state, .trainer(.validation(run.validation(step)), run: lane))
      }
    }
    return state
  }

  /// A name of nearly the greatest length, which is 64 characters.
  static let longName = "compact-scenes-with-crop-mirror-and-colour-noise-no-dropout-7"

  /// Returns the state of the live run with two runs whose names differ only at their ends.
  static func longNames() -> DashboardState {
    var state = state(["dropout-1", "no-dropout-1"])
    for (old, end) in [("dropout-1", "7"), ("no-dropout-1", "8")] {
      let name = String(longName.dropLast()) + end
      _ = update(&state, .runList(.renamed(old, to: name)))
    }
    return state
  }
}
