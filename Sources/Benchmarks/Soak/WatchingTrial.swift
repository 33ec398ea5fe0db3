import Foundation
import Statistics

/// Compares the speed of training with dashboards, which attach and leave, and without.
///
/// Each turn measures without dashboards and then with them, so that other processes affect both
/// equally.
struct WatchingTrial {
  var workspace: SoakWorkspace
  var cycles: Int
  /// The number of dashboards that attach one after another in a turn.
  private static let cyclesATurn = 5
  /// The time for which a dashboard is attached, in seconds.
  private static let cycleSeconds = 0.8

  /// The progress of the trainer during one or more measurements.
  private struct TrainingProgress {
    var steps = 0.0
    var seconds = 0.0
    var processorSeconds = 0.0
  }

  func run() throws -> [TrialResult] {
    let trainer = try SoakTrainer(workspace, "watched", ["--batch", "16", "--limit", "2000"])
    let turns = (cycles + Self.cyclesATurn - 1) / Self.cyclesATurn
    var (alone, watched) = (TrainingProgress(), TrainingProgress())
    var speeds: [Double] = []
    // The first measurement fills caches and is not counted.
    try measure(trainer, into: &alone) { usleep(2_000_000) }
    alone = TrainingProgress()
    for _ in 0..<turns {
      var (one, other) = (TrainingProgress(), TrainingProgress())
      try measure(trainer, into: &one) {
        usleep(UInt32(Double(Self.cyclesATurn) * Self.cycleSeconds * 1e6))
      }
      try measure(trainer, into: &other) {
        for _ in 0..<Self.cyclesATurn { try trainer.watch(for: Self.cycleSeconds) }
      }
      speeds.append(other.steps / other.seconds / (one.steps / one.seconds))
      add(one, to: &alone)
      add(other, to: &watched)
    }
    let speed = watched.steps / watched.seconds / (alone.steps / alone.seconds)
    let work =
      alone.processorSeconds / alone.steps / (watched.processorSeconds / watched.steps)
    func figure(_ value: Double) -> String { String(format: "%.3f", value) }
    return [
      .init(name: "attachments", value: "\(turns * Self.cyclesATurn)"),
      .init(
        name: "steps unattended and watched", value: "\(Int(alone.steps)), \(Int(watched.steps))"),
      .init(
        name: "speed against unattended, by the clock", value: figure(speed), limit: "0.980",
        isWithinLimit: speed >= 0.98),
      .init(name: "the same, median of turns", value: figure(Measurements(speeds).median)),
      .init(
        name: "the same by processor time a step", value: figure(work), limit: "0.980",
        isWithinLimit: work >= 0.98),
    ]
  }

  private func add(_ progress: TrainingProgress, to sum: inout TrainingProgress) {
    sum.steps += progress.steps
    sum.seconds += progress.seconds
    sum.processorSeconds += progress.processorSeconds
  }

  /// Adds the progress of the trainer during a closure.
  private func measure(
    _ trainer: SoakTrainer, into progress: inout TrainingProgress, _ body: () throws -> Void
  ) throws {
    let (step, processor) = (try trainer.step(), try trainer.processorSeconds())
    let start = ContinuousClock.now
    try body()
    progress.steps += Double(try trainer.step() - step)
    progress.processorSeconds += try trainer.processorSeconds() - processor
    progress.seconds += start.duration(to: .now) / .seconds(1)
  }
}
