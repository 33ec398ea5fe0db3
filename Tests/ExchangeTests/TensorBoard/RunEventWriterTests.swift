import Blueprint
import Foundation
import Runs
import Testing

@testable import Exchange

/// The event files that are written while a run trains.
@Suite struct RunEventWriterTests {
  private let folder: TemporaryFolder
  private let recorded: RecordedRun

  init() throws {
    folder = try TemporaryFolder()
    recorded = try RecordedRun("one", in: folder)
  }

  private var logs: String { folder.path("logs") }

  private func writer(from first: TrainingEvent? = nil) throws -> RunEventWriter {
    let events = try recorded.run.recording().events
    return try RunEventWriter(
      recorded.run, from: first ?? events[0], in: logs, draw: RecordedRun.draw)
  }

  /// Records events as a trainer does, and writes them.
  private func train(_ events: [TrainingEvent], _ writer: RunEventWriter) throws {
    try recorded.add(events)
    writer.add(events, at: recorded.start)
    try writer.flush()
  }

  private func read(_ name: String = "one") throws -> ReadEvents {
    try ReadEvents(folder.names(in: "logs/\(name)").map { "\(logs)/\(name)/\($0)" })
  }

  @Test func eventsAreWrittenAtEachFlush() throws {
    let writer = try writer()
    try train([.step(1, loss: 4)], writer)
    #expect(try read().scalars("loss/train") == [[1, 4]])
    try train([.step(2, loss: 3), .validation(2, top1: 0.5)], writer)
    #expect(try read().scalars("loss/train") == [[1, 4], [2, 3]])
    #expect(try read().scalars("top1Error/validation") == [[2, 0.5]])
    #expect(try read().values("_hparams_/session_start_info").count == 1)
  }

  @Test func statisticsAndKernelsFollowTheSteps() throws {
    try recorded.addLayers([1, 5])
    try recorded.addKernels([0, 1, 5])
    let writer = try writer()
    try train([.step(1)], writer)
    // Records of later steps are from an earlier session, and will be removed.
    #expect(try read().values("weights/conv1").map(\.step) == [1])
    #expect(try read().values("kernels/conv1").map(\.step) == [1])
    try train([.step(2), .step(3), .step(4), .step(5)], writer)
    #expect(try read().values("weights/conv1").map(\.step) == [1, 5])
    #expect(try read().values("weightGradients/conv1").map(\.step) == [1, 5])
  }

  @Test func aResumedRunContinuesInAFurtherFile() throws {
    var first: RunEventWriter? = try writer()
    try train([.step(1, loss: 4), .step(2, loss: 9), .step(3, loss: 9)], #require(first))
    first = nil
    let resumed = TrainingEvent.resumed(1, at: Date().timeIntervalSince1970 + 60)
    try recorded.add([resumed])
    let second = try writer(from: resumed)
    try train([.step(2, loss: 3)], second)
    #expect(folder.names(in: "logs/one").count == 2)
    #expect(try read().scalars("loss/train") == [[1, 4], [2, 3]])
  }

  @Test func aFolderWithoutTheEarlierStepsGetsThem() throws {
    let resumed = TrainingEvent.resumed(2, at: Date().timeIntervalSince1970)
    try recorded.add([
      .step(1, loss: 4), .step(2, loss: 3), .validation(2, top1: 0.5), .step(3, loss: 9), resumed,
    ])
    let writer = try writer(from: resumed)
    try train([.step(3, loss: 2)], writer)
    #expect(try read().scalars("loss/train") == [[1, 4], [2, 3], [3, 2]])
    #expect(try read().scalars("top1Error/validation") == [[2, 0.5]])
  }

  @Test func aSessionThatWasNotWrittenIsAddedLater() throws {
    var first: RunEventWriter? = try writer()
    try train([.step(1, loss: 4), .step(2, loss: 9), .step(3, loss: 9)], #require(first))
    first = nil
    let now = Date().timeIntervalSince1970
    let unwritten = TrainingEvent.resumed(1, at: now + 60)
    let resumed = TrainingEvent.resumed(4, at: now + 120)
    try recorded.add([
      unwritten, .step(2, loss: 3), .step(3, loss: 2), .step(4, loss: 1), resumed,
    ])
    let second = try writer(from: resumed)
    try train([.step(5, loss: 0.5)], second)
    #expect(
      try read().scalars("loss/train") == [[1, 4], [2, 3], [3, 2], [4, 1], [5, 0.5]])
  }

  @Test func theFolderOfARenamedRunHasItsNewName() throws {
    let writer = try writer()
    try train([.step(1, loss: 4)], writer)
    let journal = try recorded.run.openJournal()
    writer.move(to: try recorded.run.store.rename(journal, to: "two"))
    writer.add([.step(2, loss: 3)], at: recorded.start)
    try writer.flush()
    #expect(folder.names(in: "logs") == ["two"])
    #expect(try read("two").scalars("loss/train") == [[1, 4], [2, 3]])
  }

  @Test func anExportWaitsForTheTrainer() throws {
    let writer = try writer()
    try train([.step(1)], writer)
    #expect(throws: ExchangeError.eventsInUse(folder: "\(logs)/one")) {
      try TensorBoardExport(recorded.run, to: logs, draw: RecordedRun.draw)
        .write(replacesEvents: true)
    }
  }

  @Test func aPauseIsAPartOfTheDates() throws {
    let writer = try writer()
    writer.add([.step(1, seconds: 1)], at: recorded.start + 1)
    writer.add([.step(2, seconds: 2)], at: recorded.start + 3602)
    try writer.flush()
    let dates = try read().events.filter { $0.step > 0 }.map(\.wallTime)
    #expect(dates == [recorded.start + 1, recorded.start + 3602])
  }
}
