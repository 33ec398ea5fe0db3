import Foundation
import Runs

/// Kills a trainer at random moments, the writing of checkpoints included, and lets it go on each time;
/// in the end every number has to be that of a run that nobody killed.
struct SoakKills {
  var place: SoakPlace
  var count: Int
  private static let interval = 20

  private struct Lives {
    var kills = 0
    /// Kills that left a checkpoint half written.
    var duringCheckpoint = 0
    var mostLost = 0
    var complaints = 0
    var steps = 0
  }

  func run() throws -> [Soak.Row] {
    let lives = try live()
    let steps = lives.steps + 50
    try place.finish(["resume", "broken", "--quiet", "--steps", "\(steps)"])
    try place.finish(place.tiny("whole", "--steps", "\(steps)", "--checkpoint-every", "0"))
    let (whole, broken) = (try numbers(of: "whole"), try numbers(of: "broken"))
    let different = whole.filter { broken[$0.key] != $0.value }.count
    return [
      .init(what: "kills", found: "\(lives.kills)"),
      .init(what: "of them while a checkpoint was written", found: "\(lives.duringCheckpoint)"),
      .init(what: "steps of the run", found: "\(whole.count)", isGood: whole.count == steps),
      .count(
        "steps lost at most, checkpoints every \(Self.interval)", lives.mostLost,
        atMost: Self.interval),
      .count("journals with a line damaged", lives.complaints, atMost: 0),
      .count("losses that differ from an uninterrupted run", different, atMost: 0),
    ]
  }

  private func live() throws -> Lives {
    var lives = Lives()
    var random = SoakRandomGenerator(state: 1)
    var arguments = place.tiny("broken", "--checkpoint-every", "\(Self.interval)")
    while lives.kills < count {
      let process = try place.start(arguments)
      // A quarter of them at once, before there is a journal or a step; the others some steps later.
      if Int.random(in: 0..<4, using: &random) > 0 { waitForAStep(of: process) }
      usleep(UInt32.random(in: 20_000...800_000, using: &random))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      lives.kills += 1
      guard let run = try? place.store.run(named: "broken") else { continue }
      try look(at: run, &lives)
      arguments = ["resume", "broken", "--quiet"]
    }
    return lives
  }

  /// However busy the machine is.
  private func waitForAStep(of process: Process) {
    func recorded() -> Int { (try? place.store.run(named: "broken").recording().events.count) ?? 0 }
    let before = recorded()
    while process.isRunning, recorded() < before + 3 { usleep(5_000) }
  }

  private func look(at run: Run, _ lives: inout Lives) throws {
    let recording = try run.recording()
    if !recording.damagedLines.isEmpty { lives.complaints += 1 }
    let files = try? FileManager.default.contentsOfDirectory(atPath: run.checkpoints.path)
    if files?.contains(where: { !$0.hasSuffix(".safetensors") }) == true {
      lives.duringCheckpoint += 1
    }
    let resumption = try run.resumption()
    if !resumption.complaints.isEmpty { lives.complaints += 1 }
    var last = 0
    for event in recording.events {
      switch event {
      case .step(let step): last = step.step
      case .resumed(let resumed): last = resumed.step
      default: break
      }
    }
    lives.steps = max(lives.steps, last)
    lives.mostLost = max(lives.mostLost, last - resumption.step)
  }

  /// What was told last of each step.
  private func numbers(of name: String) throws -> [Int: [UInt64]] {
    var numbers: [Int: [UInt64]] = [:]
    for event in try place.store.run(named: name).recording().events {
      guard case .step(let step) = event else { continue }
      numbers[step.step] = [step.loss, step.top1, step.top5, step.rate].map(\.bitPattern)
    }
    return numbers
  }
}
