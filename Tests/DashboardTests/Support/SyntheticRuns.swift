import Blueprint
import Glibc
import Runs

@testable import Dashboard

/// Recorded runs made of formulas: three seeds with dropout, three without, and one without
/// normalisation.
enum SyntheticRuns {
  static func plan(seed: UInt64, change: (inout RunPlan) -> Void = { _ in }) -> RunPlan {
    var plan = SyntheticRun(steps: 0).plan
    plan.seed = seed
    change(&plan)
    return plan
  }

  /// - Parameter speed: The rate at which the error falls towards `end`.
  static func events(
    _ name: String, _ plan: RunPlan, steps: Int, speed: Double, end: Double
  ) -> [TrainingEvent] {
    let seed = Int(plan.seed)
    func error(_ step: Int) -> Double { end + (0.97 - end) * exp(-Double(step) * speed / 400) }
    return (1...steps).flatMap { step -> [TrainingEvent] in
      let wobble = SyntheticRun.noise(step, seed * 31) - 0.5
      let error = error(step)
      let event = TrainingEvent.step(
        .init(
          step: step, epoch: Double(step) * 128 / 24_000, loss: 3.6 * error + wobble * 0.4,
          top1: min(1, max(0, error - 0.04 + wobble * 0.1)), top5: error / 3,
          rate: plan.knobs.rate, imagesPerSecond: 800 + 40 * wobble,
          seconds: Double(step) * 0.15))
      guard step % 100 == 0 else { return [event] }
      let shift = (SyntheticRun.noise(step, seed * 7) - 0.5) * 0.03
      return [
        event,
        .validation(
          .init(
            step: step, epoch: Double(step) * 128 / 24_000, loss: 3.8 * error, top1: error + shift,
            top5: error / 3)),
      ]
    }
  }

  static func recorded(
    _ name: String, seed: UInt64, steps: Int = 1200, speed: Double = 1, end: Double = 0.3,
    change: (inout RunPlan) -> Void = { _ in }
  ) -> RecordedRun {
    let plan = plan(seed: seed, change: change)
    return RecordedRun(
      name: name, plan: plan,
      events: events(name, plan, steps: steps, speed: speed, end: end))
  }

  static let all: [RecordedRun] = {
    var runs: [RecordedRun] = []
    for seed in 1...3 {
      runs.append(recorded("dropout-\(seed)", seed: UInt64(seed), speed: 0.8, end: 0.27))
    }
    for seed in 1...3 {
      runs.append(
        recorded("no-dropout-\(seed)", seed: UInt64(seed), speed: 1.3, end: 0.36) {
          $0.knobs.dropout = 0
        })
    }
    runs.append(
      recorded("no-lrn", seed: 1, steps: 900, end: 0.34) { $0.knobs.lrn = false })
    return runs
  }()

  static let listing: RunStore.Listing = {
    var runs = all.enumerated().map { index, run in
      var plan = SyntheticRun(steps: 0).plan
      plan = run.lane.plan ?? plan
      var summary = RunSummary(
        name: run.name, plan: plan,
        events: events(run.name, plan, steps: 200, speed: 1, end: 0.3)
          + [.finished(step: 200, seconds: 9, reason: .completed)])
      // The latest run is first.
      summary.started = 1_770_000_000 - 7000 * Double(index)
      summary.checkpoint = 200 - 20 * index
      summary.diskBytes = index == 3 ? 0 : 12_345_678 + 1_000_000 * index
      return summary
    }
    runs[1].note = "the same with another seed"
    runs[5].state = .failed(message: "The loss is not finite. Try a smaller --rate.")
    runs[6].state = .interrupted
    runs[6].checkpoint = nil
    return RunStore.Listing(runs: runs, unreadable: [])
  }()

  /// Returns the state of the live run with some recorded runs in the comparison.
  static func state(_ names: [String] = all.map(\.name)) -> DashboardState {
    var state = SyntheticRun(steps: 1234).state
    _ = update(&state, .terminal(.key(.character("7"))))
    _ = update(&state, .runList(.listed(listing, secondsFromUTC: 0)))
    for (index, run) in all.enumerated() where names.contains(run.name) {
      state.runList.select(index)
      _ = update(&state, .terminal(.key(.character(" "))))
      _ = update(&state, .runList(.loaded([run])))
    }
    _ = update(&state, .tick(seconds: 310))
    return state
  }
}
