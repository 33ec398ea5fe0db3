import Foundation
import Runs

/// Kills a trainer at random times, also while it writes checkpoints, and resumes it each time. In
/// the end the loss, the errors and the rate of every step must equal those of an uninterrupted
/// run.
struct KillTrial {
  var workspace: SoakWorkspace
  /// The number of times that the trainer is killed.
  var count: Int
  /// The number of steps between checkpoints.
  private static let interval = 20

  private struct KillStatistics {
    var kills = 0
    /// The number of kills that left an incomplete checkpoint.
    var duringCheckpoint = 0
    /// The largest number of steps that a kill lost.
    var maximumLostSteps = 0
    /// The number of times that a journal had a damaged line or that a checkpoint was damaged.
    var warnings = 0
    /// The number of the last step.
    var steps = 0
  }

  func run() throws -> [TrialResult] {
    let statistics = try killRepeatedly()
    let steps = statistics.steps + 50
    try workspace.finish(["resume", "broken", "--quiet", "--steps", "\(steps)"])
    try workspace.finish(workspace.tiny("whole", "--steps", "\(steps)", "--checkpoint-every", "0"))
    let (whole, broken) = (try numbers(of: "whole"), try numbers(of: "broken"))
    let different = whole.filter { broken[$0.key] != $0.value }.count
    return [
      .init(name: "kills", value: "\(statistics.kills)"),
      .init(
        name: "kills while a checkpoint was written", value: "\(statistics.duringCheckpoint)"),
      .init(name: "steps of the run", value: "\(whole.count)", isWithinLimit: whole.count == steps),
      .count(
        "steps lost at most, checkpoints every \(Self.interval)", statistics.maximumLostSteps,
        atMost: Self.interval),
      .count("damaged journals and checkpoints", statistics.warnings, atMost: 0),
      .count("steps that differ from an uninterrupted run", different, atMost: 0),
    ]
  }

  private func killRepeatedly() throws -> KillStatistics {
    var statistics = KillStatistics()
    var random = SplitMix64(state: 1)
    var arguments = workspace.tiny("broken", "--checkpoint-every", "\(Self.interval)")
    while statistics.kills < count {
      let process = try workspace.start(arguments)
      // About a quarter of the kills do not wait for steps, so that some are before the journal
      // exists or before the first step.
      if Int.random(in: 0..<4, using: &random) > 0 { waitForSteps(of: process) }
      usleep(UInt32.random(in: 20_000...800_000, using: &random))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      statistics.kills += 1
      guard let run = try? workspace.store.run(named: "broken") else { continue }
      try inspect(run, &statistics)
      arguments = ["resume", "broken", "--quiet"]
    }
    return statistics
  }

  /// Waits until three more events are recorded or the process ends.
  private func waitForSteps(of process: Process) {
    func recorded() -> Int {
      (try? workspace.store.run(named: "broken").recording().events.count) ?? 0
    }
    let before = recorded()
    while process.isRunning, recorded() < before + 3 { usleep(5_000) }
  }

  /// Counts the steps that a kill lost and the files that it damaged or left incomplete.
  private func inspect(_ run: Run, _ statistics: inout KillStatistics) throws {
    let recording = try run.recording()
    if !recording.damagedLines.isEmpty { statistics.warnings += 1 }
    let files = try? FileManager.default.contentsOfDirectory(atPath: run.checkpoints.path)
    if files?.contains(where: { !$0.hasSuffix(".safetensors") }) == true {
      statistics.duringCheckpoint += 1
    }
    let resumption = try run.resumption()
    if !resumption.warnings.isEmpty { statistics.warnings += 1 }
    var last = 0
    for event in recording.events {
      switch event {
      case .step(let step): last = step.step
      case .resumed(let resumed): last = resumed.step
      case .started, .validation, .rate, .scheduled, .toggled, .paused, .checkpoint, .warning,
        .renamed, .finished, .failed:
        break
      }
    }
    statistics.steps = max(statistics.steps, last)
    statistics.maximumLostSteps = max(statistics.maximumLostSteps, last - resumption.step)
  }

  /// Returns the loss, the errors and the rate of each step, as bits, so that they are compared
  /// exactly. A step that was repeated after a kill has its last values.
  private func numbers(of name: String) throws -> [Int: [UInt64]] {
    var numbers: [Int: [UInt64]] = [:]
    for event in try workspace.store.run(named: name).recording().events {
      guard case .step(let step) = event else { continue }
      numbers[step.step] = [step.loss, step.top1, step.top5, step.rate].map(\.bitPattern)
    }
    return numbers
  }
}
