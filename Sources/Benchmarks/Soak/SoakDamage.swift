import Foundation
import Runs

/// Cuts journals and checkpoints anywhere and changes bytes of them. What is read must be right or said
/// to be damaged; a crash would end this process too.
struct SoakDamage {
  var place: SoakPlace
  var count: Int
  /// Every so many the real program has to go on from what is left.
  private static let tried = 50

  private struct Tally {
    var said = 0
    var right = 0
    var wrong = 0
    var ends = 0
    var badEnds = 0
  }

  func run() throws -> [Soak.Row] {
    try place.finish(place.tiny("original", "--steps", "40", "--checkpoint-every", "20"))
    let original = try place.store.run(named: "original")
    let step = try original.resumption().step
    let checkpoint = original.checkpoints.path(ofStep: step)
    var random = SoakRandomGenerator(state: 2)
    var rows: [Soak.Row] = []
    for (path, noun) in [(original.journalPath, "journal"), (checkpoint, "checkpoint")] {
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
      for isCut in [true, false] {
        var tally = Tally()
        for round in 0..<count {
          var damaged = bytes
          if isCut {
            damaged.removeLast(Int.random(in: 1...bytes.count, using: &random))
          } else {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            damaged[place] ^= UInt8.random(in: 1...255, using: &random)
          }
          try Data(damaged).write(to: URL(filePath: path))
          noun == "journal" ? look(at: original, bytes, &tally) : look(at: original, step, &tally)
          if round.isMultiple(of: Self.tried) { try goOn(&tally) }
        }
        try Data(bytes).write(to: URL(filePath: path))
        rows += self.rows("\(noun), \(isCut ? "cut" : "a byte changed")", tally)
      }
    }
    return rows
  }

  private func rows(_ what: String, _ tally: Tally) -> [Soak.Row] {
    [
      .init(
        what: "\(what): said, or right",
        found: "\(tally.said) + \(tally.right)"),
      .count("\(what): wrong unsaid", tally.wrong, atMost: 0),
      .count("\(what): bad ends of \(tally.ends) programs", tally.badEnds, atMost: 0),
    ]
  }

  private func look(at run: Run, _ original: [UInt8], _ tally: inout Tally) {
    guard let found = try? run.recording() else {
      tally.said += 1
      return
    }
    let whole = Recording(bytes: original)
    if found.complaint != nil {
      tally.said += 1
    } else if found.events == Array(whole.events.prefix(found.events.count)) {
      tally.right += 1
    } else {
      tally.wrong += 1
    }
  }

  /// A checkpoint has a checksum: only the older one, or an error, is right.
  private func look(at run: Run, _ step: Int, _ tally: inout Tally) {
    do throws(RunsError) {
      let resumption = try run.resumption()
      if resumption.step < step, !resumption.complaints.isEmpty {
        tally.said += 1
      } else {
        tally.wrong += 1
      }
    } catch {
      tally.said += 1
    }
  }

  /// A copy of the damaged run goes on, or says why it cannot.
  private func goOn(_ tally: inout Tally) throws {
    let (from, to) = ("\(place.store.directory)/original", "\(place.store.directory)/copy")
    try? FileManager.default.removeItem(atPath: to)
    try FileManager.default.copyItem(atPath: from, toPath: to)
    let process = try place.start(["resume", "copy", "--quiet", "--steps", "42"])
    process.waitUntilExit()
    tally.ends += 1
    if process.terminationReason != .exit || ![0, 2].contains(process.terminationStatus) {
      tally.badEnds += 1
    }
  }
}
