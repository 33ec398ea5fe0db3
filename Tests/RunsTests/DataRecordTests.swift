import Blueprint
import Foundation
import Testing

@testable import Runs

@Suite struct DataRecordTests {
  private let folder: TemporaryFolder
  private let run: Run

  init() throws {
    folder = try TemporaryFolder()
    run = try folder.store.create(.example(data: .folder(path: "/old")), name: "a", data: "cats")
  }

  @Test func aRecordIsReplacedAsAWhole() throws {
    #expect(try run.dataRecord() == nil)
    #expect(!run.hasDataRecord)
    try run.writeDataRecord([1, 2, 3])
    try run.writeDataRecord([4])
    #expect(run.hasDataRecord)
    #expect(try run.dataRecord() == [4])
    let files = try FileManager.default.contentsOfDirectory(atPath: run.folder)
    #expect(files.sorted() == ["data.json", "plan.json"])
  }

  /// The checkpoint has the path at its time, the plan the latest.
  @Test func movedDataDoNotMakeAnotherRun() throws {
    let state = TrainingState(
      plan: try run.plan(), knobs: Knobs(), step: 3, seconds: 1, waited: 0, imagesPerEpoch: 10,
      validationImages: 2)
    _ = try [Float](repeating: 0, count: 1).withUnsafeBytes {
      try run.checkpoints.write(state, [.init("a", shape: [1])], data: $0)
    }
    let batch = try run.plan().batch
    try run.writeDataChoice(.folder(path: "/new"), batch: batch)
    #expect(try run.plan().data == .folder(path: "/new"))
    let resumption = try run.resumption()
    #expect(resumption.step == 3)
    #expect(resumption.plan.data == .folder(path: "/new"))
  }

  @Test func theStartEventIsTheFirstEvent() throws {
    #expect(try run.startEvent() == nil)
    let journal = try run.openJournal()
    try journal.append(.started)
    try journal.append(.step(1))
    guard case .started(let started) = TrainingEvent.started else { return }
    #expect(try run.startEvent() == started)
  }

  @Test func aResumedRunReportsChangedData() throws {
    var resumed = TrainingEvent.Resumed(
      step: 4, knobs: Knobs(), length: .endless, time: 1_790_000_001)
    let plain = EventLine(run: "a", event: .resumed(resumed))
    #expect(!plain.text.contains("Images") && !plain.text.contains("\"data\""))
    #expect(try EventLine.Parser().parse(plain.text) == plain)
    resumed.data = .folder(path: "/new/cats")
    resumed.trainImages = 12
    resumed.validationImages = 3
    let full = EventLine(run: "a", event: .resumed(resumed))
    #expect(try EventLine.Parser().parse(full.text) == full)
  }
}
