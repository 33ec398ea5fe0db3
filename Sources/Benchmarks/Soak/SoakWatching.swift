import Foundation
import Statistics

/// Does training notice that it is watched? Cycles of attaching and leaving take turns with times in
/// which nobody looks; what other processes take of the machine is then the same for both.
struct SoakWatching {
  var place: SoakPlace
  var cycles: Int
  private static let cyclesATurn = 5
  private static let cycleSeconds = 0.8

  private struct Part {
    var steps = 0.0
    var seconds = 0.0
    var processorSeconds = 0.0
  }

  func run() throws -> [Soak.Row] {
    let trainer = try SoakTrainer(place, "watched", ["--batch", "16", "--limit", "2000"])
    let turns = (cycles + Self.cyclesATurn - 1) / Self.cyclesATurn
    var (alone, watched) = (Part(), Part())
    // The first is for caches to fill.
    var speeds: [Double] = []
    try measure(trainer, into: &alone) { usleep(2_000_000) }
    alone = Part()
    for _ in 0..<turns {
      var (one, other) = (Part(), Part())
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
      .init(what: "attachments", found: "\(turns * Self.cyclesATurn)"),
      .init(
        what: "steps unattended and watched", found: "\(Int(alone.steps)), \(Int(watched.steps))"),
      .init(
        what: "speed against unattended, by the clock", found: figure(speed), wanted: "0.980",
        isGood: speed >= 0.98),
      .init(what: "the same, median of turns", found: figure(Measurements(speeds).median)),
      .init(
        what: "the same by processor time a step", found: figure(work), wanted: "0.980",
        isGood: work >= 0.98),
    ]
  }

  private func add(_ part: Part, to sum: inout Part) {
    sum.steps += part.steps
    sum.seconds += part.seconds
    sum.processorSeconds += part.processorSeconds
  }

  private func measure(
    _ trainer: SoakTrainer, into part: inout Part, _ body: () throws -> Void
  ) throws {
    let (step, processor) = (try trainer.step(), try trainer.processorSeconds())
    let start = ContinuousClock.now
    try body()
    part.steps += Double(try trainer.step() - step)
    part.processorSeconds += try trainer.processorSeconds() - processor
    part.seconds += start.duration(to: .now) / .seconds(1)
  }
}
