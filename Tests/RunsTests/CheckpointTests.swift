import Blueprint
import Checksums
import Foundation
import Testing

@testable import Runs

@Suite struct CheckpointTests {
  private let folder: TemporaryFolder
  private let run: Run
  private let weights: [Float] = (0..<64).map { Float($0) / 7 }

  init() throws {
    folder = try TemporaryFolder()
    run = try folder.store.create(.example(), data: "scenes")
  }

  private func state(_ step: Int, error: Double? = nil, plan: RunPlan = .example()) -> TrainingState
  {
    var state = TrainingState(
      plan: plan, knobs: Knobs(rate: 0.1 + 0.2, dropout: 0.25), step: step, seconds: 1 / 3,
      waited: 0.1, imagesPerEpoch: 9000, validationImages: 1000, validationError: error,
      bestError: error)
    state.plateau.best = 2 / 3
    state.flatness.average = 1e-300
    return state
  }

  @discardableResult
  private func write(_ step: Int, error: Double? = nil, plan: RunPlan = .example()) throws -> String
  {
    try weights.withUnsafeBytes {
      try run.checkpoints.write(
        state(step, error: error, plan: plan), [.init("fc.weight", shape: [8, 8])], data: $0)
    }
  }

  private func replace(_ old: String, by new: String, in path: String) throws {
    // The length stays, and the checksum is corrected, so that this is not damage.
    precondition(old.utf8.count == new.utf8.count)
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    let place = try #require(Data(bytes).range(of: Data(old.utf8)))
    bytes.replaceSubrange(place, with: Array(new.utf8))
    let digits = Safetensors.checksumOffset..<Safetensors.checksumOffset + 8
    bytes.replaceSubrange(digits, with: Array(Safetensors.noChecksum.utf8))
    var checksum = CRC32()
    bytes.withUnsafeBytes { checksum.update($0) }
    bytes.replaceSubrange(digits, with: Array(checksum.digits.utf8))
    try Data(bytes).write(to: URL(filePath: path))
  }

  @Test func aCheckpointIsReadBackBitForBit() throws {
    let path = try write(400, error: 0.1)
    #expect(path == "\(run.folder)/checkpoints/step-00000400.safetensors")
    let checkpoint = try run.checkpoints.checkpoint(ofStep: 400)
    #expect(checkpoint.state == state(400, error: 0.1))
    #expect(try checkpoint.numbers("fc.weight", shape: [8, 8]) == weights)
    #expect(throws: RunsError.self) { try checkpoint.numbers("fc.weight", shape: [64]) }
    #expect(throws: RunsError.self) { try checkpoint.numbers("fc.bias", shape: [8]) }
  }

  @Test func aCheckpointThatIsWrittenInPartsHasTheSameBytes() throws {
    let path = try write(400, error: 0.1)
    let whole = try Data(contentsOf: URL(filePath: path))
    try FileManager.default.removeItem(atPath: path)
    let file = try run.checkpoints.create(
      state(400, error: 0.1), [.init("fc.weight", shape: [8, 8])])
    for start in stride(from: 0, to: weights.count, by: 5) {
      weights[start..<min(start + 5, weights.count)].withUnsafeBytes { file.append($0) }
    }
    var wasComplete = false
    let written = try file.complete {
      // Without its final name the file is not found by a process that starts now.
      wasComplete = run.checkpoints.steps.isEmpty
    }
    #expect(wasComplete && written == path)
    #expect(try Data(contentsOf: URL(filePath: path)) == whole)
  }

  @Test func theTwoLatestAndTheBestAreKept() throws {
    for (step, error) in [(10, 0.5), (20, 0.25), (30, 0.75), (40, nil), (50, 0.375)] {
      try write(step, error: error)
    }
    #expect(run.checkpoints.steps == [20, 40, 50])
    try write(60, error: 0.125)
    #expect(run.checkpoints.steps == [50, 60])
  }

  @Test func checkpointsOfLaterStepsAndIncompleteFilesAreDeleted() throws {
    for step in [10, 20] { try write(step) }
    _ = FileManager.default.createFile(
      atPath: "\(run.checkpoints.path)/step-00000030.safetensors.part", contents: Data())
    try write(15)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: run.checkpoints.path).sorted() == [
        "step-00000010.safetensors", "step-00000015.safetensors",
      ])
  }

  @Test func aRunContinuesFromTheLatestCheckpoint() throws {
    #expect(try run.resumption().step == 0)
    for step in [10, 20] { try write(step) }
    let resumption = try run.resumption()
    #expect(resumption.step == 20)
    #expect(resumption.knobs == state(20).knobs)
    #expect(resumption.warnings.isEmpty)
    #expect(try run.resumption(from: 10).step == 10)
    #expect(try run.resumption(from: 0).checkpoint == nil)
    #expect(throws: RunsError.noSuchCheckpoint(run: run.name, step: 15, [10, 20])) {
      try run.resumption(from: 15)
    }
  }

  @Test func aForkCannotStartAgain() throws {
    var plan = RunPlan.example()
    plan.lineage = Lineage(parent: run.name, step: 30)
    let fork = try folder.store.create(plan, data: "scenes")
    let missing = RunsError.noSuchCheckpoint(run: fork.name, step: 0, [])
    #expect(throws: missing) { try fork.resumption() }
    #expect(throws: missing) { try fork.resumption(from: 0) }
  }

  @Test func theLengthAndTheThreadsCanChangeDuringARun() throws {
    var longer = RunPlan.example()
    longer.length = .epochs(9)
    longer.checkpointEvery = 7
    longer.threads = 5
    try write(10, plan: longer)
    #expect(try run.resumption().plan == longer)
  }

  @Test func aDamagedCheckpointIsSkippedAndReported() throws {
    try write(10)
    let path = try write(20)
    #expect(truncate(path, 900) == 0)
    let resumption = try run.resumption()
    #expect(resumption.step == 10)
    #expect(resumption.warnings.count == 1 && resumption.warnings[0].contains(path))
    #expect(truncate(run.checkpoints.path(ofStep: 10), 7) == 0)
    let error = try #require(throws: RunsError.self) { try run.resumption() }
    guard case .damagedTensorFile(run.checkpoints.path(ofStep: 10), _) = error else {
      Issue.record("the error is \(error)")
      return
    }
  }

  @Test func aNewerCheckpointIsRefusedAndAnOlderOneOffered() throws {
    try write(10)
    let path = try write(20)
    try replace(#""version":"1""#, by: #""version":"2""#, in: path)
    let newer = RunsError.newerCheckpoint(path: path, version: 2)
    #expect(throws: RunsError.olderCheckpoint(newer.problem, step: 10)) { try run.resumption() }
    #expect(throws: newer) { try run.resumption(from: 20) }
  }

  @Test func aCheckpointOfAnotherRunIsRefused() throws {
    var other = RunPlan.example()
    other.network = .compact(classes: 40, side: 32)
    var seeded = RunPlan.example()
    seeded.seed = 3
    for plan in [other, seeded] {
      let path = try write(10, plan: plan)
      let error = try #require(throws: RunsError.self) { try run.resumption() }
      guard case .foreignCheckpoint(path, _) = error else {
        Issue.record("the error is \(error)")
        return
      }
    }
  }

  @Test func aFolderThatCannotBeCreatedIsAnError() throws {
    _ = FileManager.default.createFile(atPath: run.checkpoints.path, contents: Data())
    #expect(throws: RunsError.self) { try write(10) }
  }

  @Test func truncationsAndChangedBytesAreAlwaysFound() throws {
    let path = try write(10, error: 0.5)
    let good = try Data(contentsOf: URL(filePath: path))
    var random = FixedRandomGenerator(state: 1)
    for round in 0..<1000 {
      var bytes = good
      if round % 2 == 0 {
        bytes = bytes.prefix(random.below(good.count))
      } else {
        for _ in 0...random.below(2) {
          bytes[random.below(good.count)] ^= UInt8(1 + random.below(255))
        }
        // The second change can restore the byte that the first one has changed.
        if bytes == good { continue }
      }
      try bytes.write(to: URL(filePath: path))
      let error = #expect(throws: RunsError.self, "round \(round)") { try Checkpoint(path: path) }
      guard case .damagedTensorFile = error else {
        Issue.record("round \(round) gave \(String(describing: error))")
        continue
      }
    }
  }

  @Test func aTruncatedJournalIsReadAndContinued() throws {
    do {
      let journal = try run.openJournal()
      for event in TrainingEvent.all { try journal.append(event) }
    }
    let good = try Data(contentsOf: URL(filePath: run.journalPath))
    var random = FixedRandomGenerator(state: 2)
    for _ in 0..<300 {
      let cut = good.prefix(random.below(good.count + 1))
      try cut.write(to: URL(filePath: run.journalPath))
      let whole =
        cut.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).count - 1
      let journal = try run.openJournal()
      #expect((journal.tornBytes > 0) == (cut.last.map { $0 != UInt8(ascii: "\n") } ?? false))
      try journal.append(.step(99))
      let recording = try run.recording()
      #expect(recording.events == TrainingEvent.all.prefix(whole) + [.step(99)])
      #expect(recording.damage == nil)
    }
  }

  @Test func aJournalWithAChangedByteIsRead() throws {
    do {
      let journal = try run.openJournal()
      for event in TrainingEvent.all { try journal.append(event) }
    }
    let good = try Data(contentsOf: URL(filePath: run.journalPath))
    var random = FixedRandomGenerator(state: 3)
    for _ in 0..<500 {
      var bytes = good
      bytes[random.below(good.count)] ^= UInt8(1 + random.below(255))
      try bytes.write(to: URL(filePath: run.journalPath))
      let recording = try run.recording()
      #expect(recording.events.count >= TrainingEvent.all.count - 2)
    }
  }
}
