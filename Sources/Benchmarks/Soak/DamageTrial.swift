import Foundation
import Runs

/// Truncates a run's journal and its checkpoint at random positions, or changes a random byte of
/// them. The data that is then read must be correct or reported as damaged. This process reads it,
/// so a crash in the reading code ends the trial.
struct DamageTrial {
  var workspace: SoakWorkspace
  var count: Int
  /// The number of changes from one resumption of the damaged run to the next. The program itself
  /// resumes it, in a separate process.
  private static let resumeInterval = 50

  private struct DamageStatistics {
    /// The number of changes that were reported.
    var reported = 0
    /// The number of changes with correct data.
    var correct = 0
    /// The number of changes with wrong data that was not reported.
    var wrong = 0
    /// The number of programs that were started to resume the run.
    var programs = 0
    /// The number of programs that a signal ended, or that ended with an unexpected status.
    var badExits = 0
  }

  func run() throws -> [TrialResult] {
    try workspace.finish(workspace.tiny("original", "--steps", "40", "--checkpoint-every", "20"))
    let original = try workspace.store.run(named: "original")
    let step = try original.resumption().step
    let checkpoint = original.checkpoints.path(ofStep: step)
    var random = SplitMix64(state: 2)
    var rows: [TrialResult] = []
    for (path, noun) in [(original.journalPath, "journal"), (checkpoint, "checkpoint")] {
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
      for isCut in [true, false] {
        var statistics = DamageStatistics()
        for round in 0..<count {
          var damaged = bytes
          if isCut {
            damaged.removeLast(Int.random(in: 1...bytes.count, using: &random))
          } else {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            damaged[index] ^= UInt8.random(in: 1...255, using: &random)
          }
          try Data(damaged).write(to: URL(filePath: path))
          if noun == "journal" {
            checkJournal(of: original, bytes, &statistics)
          } else {
            checkCheckpoint(of: original, step, &statistics)
          }
          if round.isMultiple(of: Self.resumeInterval) { try resumeCopy(&statistics) }
        }
        try Data(bytes).write(to: URL(filePath: path))
        rows += self.rows("\(noun), \(isCut ? "cut" : "a byte changed")", statistics)
      }
    }
    return rows
  }

  private func rows(_ damage: String, _ statistics: DamageStatistics) -> [TrialResult] {
    [
      .init(
        name: "\(damage): reported, or correct",
        value: "\(statistics.reported) + \(statistics.correct)"),
      .count("\(damage): wrong and not reported", statistics.wrong, atMost: 0),
      .count(
        "\(damage): unexpected exits of \(statistics.programs) programs", statistics.badExits,
        atMost: 0),
    ]
  }

  /// Compares the events of a damaged journal with those of the original bytes.
  private func checkJournal(
    of run: Run, _ original: [UInt8], _ statistics: inout DamageStatistics
  ) {
    guard let found = try? run.recording() else {
      statistics.reported += 1
      return
    }
    let whole = Recording(bytes: original)
    if found.damage != nil {
      statistics.reported += 1
    } else if found.events == Array(whole.events.prefix(found.events.count)) {
      statistics.correct += 1
    } else {
      statistics.wrong += 1
    }
  }

  /// Resumes from a damaged checkpoint in this process. The checkpoint has a checksum, so only two
  /// results are correct: an older checkpoint with a warning, or an error.
  private func checkCheckpoint(of run: Run, _ step: Int, _ statistics: inout DamageStatistics) {
    do throws(RunsError) {
      let resumption = try run.resumption()
      if resumption.step < step, !resumption.warnings.isEmpty {
        statistics.reported += 1
      } else {
        statistics.wrong += 1
      }
    } catch {
      statistics.reported += 1
    }
  }

  /// Starts a program that resumes a copy of the damaged run. Its status must be 0, or 2 for an
  /// error.
  private func resumeCopy(_ statistics: inout DamageStatistics) throws {
    let (from, to) = ("\(workspace.store.directory)/original", "\(workspace.store.directory)/copy")
    try? FileManager.default.removeItem(atPath: to)
    try FileManager.default.copyItem(atPath: from, toPath: to)
    let process = try workspace.start(["resume", "copy", "--quiet", "--steps", "42"])
    process.waitUntilExit()
    statistics.programs += 1
    if process.terminationReason != .exit || ![0, 2].contains(process.terminationStatus) {
      statistics.badExits += 1
    }
  }
}
