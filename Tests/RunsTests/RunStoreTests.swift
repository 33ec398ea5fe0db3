import Blueprint
import Foundation
import Testing

@testable import Runs

@Suite struct RunStoreTests {
  private let folder: TemporaryFolder
  private var store: RunStore { folder.store }

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func theEnvironmentDeterminesTheDirectory() throws {
    func directory(_ environment: [String: String]) throws -> String {
      try RunStore(environment: environment).directory
    }
    #expect(try directory(["HOME": "/home/ann"]) == "/home/ann/.local/share/alexnet/runs")
    #expect(try directory(["HOME": "/home/ann", "XDG_DATA_HOME": "/data"]) == "/data/alexnet/runs")
    #expect(
      try directory(["HOME": "/home/ann", "XDG_DATA_HOME": "data"])
        == "/home/ann/.local/share/alexnet/runs")
    #expect(throws: RunsError.noPlaceForRuns) { try directory([:]) }
    #expect(throws: RunsError.noPlaceForRuns) { try directory(["HOME": "", "XDG_DATA_HOME": ""]) }
  }

  @Test func runsAreNamedAfterNetworkAndData() throws {
    #expect(try store.create(.example(), data: "scenes").name == "compact-scenes-1")
    #expect(try store.create(.example(), data: "scenes").name == "compact-scenes-2")
    #expect(try store.create(.example(), data: "CIFAR-10").name == "compact-cifar-10-1")
    #expect(try store.create(.example(), data: "../Bilder & Töne").name == "compact-bilder-t-ne-1")
  }

  @Test func thePlanIsReadBack() throws {
    let plan = RunPlan.example(data: .folder(path: "/pictures/cifar"))
    let run = try store.create(plan, name: "mine", data: "CIFAR-10")
    #expect(try run.plan() == plan)
    #expect(try store.run(named: "mine") == run)
  }

  @Test func aRunWithTheSameNameIsNotChanged() throws {
    let run = try store.create(.example(), name: "mine", data: "scenes")
    do { try run.openJournal().append(.step(1)) }
    #expect(throws: RunsError.nameTaken("mine", directory: store.directory)) {
      try store.create(.example(), name: "mine", data: "scenes")
    }
    #expect(try run.recording().events == [.step(1)])
  }

  @Test(arguments: [
    "", ".", "..", ".hidden", "-x", "a/b", "../x", "a b", "ä", "a\n",
    String(repeating: "a", count: 65),
  ])
  func anInvalidNameIsRefused(name: String) {
    #expect(throws: RunsError.invalidName(name)) {
      try store.create(.example(), name: name, data: "scenes")
    }
    #expect(throws: RunsError.noSuchRun(name, directory: store.directory)) {
      try store.run(named: name)
    }
  }

  @Test func aDirectoryThatCannotBeCreatedIsAnError() throws {
    try Data().write(to: URL(filePath: "\(folder.path)/file"))
    let error = try #require(throws: RunsError.self) {
      try RunStore(directory: "\(folder.path)/file/runs").create(.example(), data: "scenes")
    }
    guard case .fileFailed(action: "create", path: "\(folder.path)/file/runs", _) = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test func aNewerOrDamagedPlanIsAnError() throws {
    var plan = RunPlan.example()
    plan.version = RunPlan.currentVersion + 1
    let newer = try store.create(plan, data: "scenes")
    #expect(
      throws: RunsError.newerPlan(path: newer.planPath, version: RunPlan.currentVersion + 1)
    ) {
      try newer.plan()
    }
    try Data("{".utf8).write(to: URL(filePath: newer.planPath))
    guard case .damagedPlan = try #require(throws: RunsError.self, performing: { try newer.plan() })
    else {
      Issue.record("the error is not of a damaged plan")
      return
    }
  }
}

@Suite struct RunListingTests {
  private let folder: TemporaryFolder
  private var store: RunStore { folder.store }

  init() throws {
    folder = try TemporaryFolder()
  }

  /// A run whose journal holds `events` and is closed.
  @discardableResult
  private func record(_ name: String, _ events: [TrainingEvent]) throws -> Run {
    let run = try store.create(.example(), name: name, data: "scenes")
    let journal = try run.openJournal()
    for event in events { try journal.append(event) }
    return run
  }

  private func summary(_ name: String) throws -> RunSummary {
    try #require(try store.list().runs.first { $0.name == name })
  }

  @Test func aStoreThatDoesNotExistIsEmpty() throws {
    #expect(try store.list() == RunStore.Listing(runs: [], unreadable: []))
  }

  @Test func aSummaryHasTheBestErrorsAndTheLastLoss() throws {
    try record(
      "a",
      [
        .started, .step(1, loss: 3), .step(2, loss: 2), .validation(2, top1: 0.5, top5: 0.2),
        .step(3, loss: 1.5), .validation(3, top1: 0.6, top5: 0.1),
        .finished(step: 3, seconds: 1, reason: .completed),
      ])
    let summary = try summary("a")
    #expect(summary.network == "compact")
    #expect(summary.data == "scenes")
    #expect(summary.started == 1_790_000_000.123456)
    #expect(summary.steps == 3)
    #expect(summary.loss == 1.5)
    #expect(summary.bestTop1 == 0.5)
    #expect(summary.bestTop5 == 0.1)
    #expect(summary.damage == nil)
  }

  @Test func aRunWithoutStepsHasNoErrors() throws {
    try record("a", [.started])
    let summary = try summary("a")
    #expect(summary.steps == 0)
    #expect(summary.loss == nil && summary.bestTop1 == nil && summary.bestTop5 == nil)
  }

  @Test func theStateFollowsFromTheLastEvent() throws {
    try record("done", [.started, .finished(step: 1, seconds: 1, reason: .stopped)])
    try record("broken", [.started, .failed(step: 1, message: "loss is nan")])
    try record("killed", [.started, .step(1)])
    #expect(try summary("done").state == .finished(.stopped))
    #expect(try summary("broken").state == .failed(message: "loss is nan"))
    #expect(try summary("killed").state == .interrupted)
  }

  @Test func aRunIsRunningWhileItsJournalIsOpen() throws {
    let run = try store.create(.example(), name: "live", data: "scenes")
    let journal = try run.openJournal()
    try journal.append(.step(1))
    #expect(try summary("live").state == .running)
    withExtendedLifetime(journal) {}
  }

  /// A trainer keeps the journal of a lane that has ended open while it trains other lanes.
  @Test func aRunThatHasEndedIsNotRunningWhileItsJournalIsOpen() throws {
    let run = try store.create(.example(), name: "ended", data: "scenes")
    let journal = try run.openJournal()
    try journal.append(.step(1))
    try journal.append(.finished(step: 1, seconds: 1, reason: .completed))
    #expect(try summary("ended").state == .finished(.completed))
    try journal.append(.resumed(.init(step: 1, knobs: Knobs(), length: .endless, time: 0)))
    #expect(try summary("ended").state == .running)
    withExtendedLifetime(journal) {}
  }

  @Test func theSizeOfARunIncludesFoldersInsideIt() throws {
    let run = try record("a", [.started])
    let before = try summary("a")
    #expect(before.diskBytes > 0)
    try FileManager.default.createDirectory(
      atPath: "\(run.folder)/pictures", withIntermediateDirectories: true)
    try Data(count: 12_345).write(to: URL(filePath: "\(run.folder)/pictures/conv1.png"))
    #expect(try summary("a").diskBytes == before.diskBytes + 12_345)
    // The journal has not changed, so the rest of the summary is not read again.
    let listing = try store.list(after: .init(runs: [before], unreadable: []))
    #expect(listing.runs.map(\.diskBytes) == [before.diskBytes + 12_345])
  }

  @Test func theLatestRunIsFirst() throws {
    func started(at time: Double) -> TrainingEvent {
      guard case .started(var started) = TrainingEvent.started else { return .started }
      started.time = time
      return .started(started)
    }
    try record("old", [started(at: 100)])
    try record("new", [started(at: 300)])
    try record("middle", [started(at: 200)])
    #expect(try store.list().runs.map(\.name) == ["new", "middle", "old"])
  }

  @Test func unreadableRunsAreReportedBesideTheOthers() throws {
    try record("good", [.started])
    let deleted = try record("gone", [.started])
    try FileManager.default.removeItem(atPath: deleted.planPath)
    let damaged = try record("damaged", [.started])
    try Data("no plan".utf8).write(to: URL(filePath: damaged.planPath))
    let listing = try store.list()
    #expect(listing.runs.map(\.name) == ["good"])
    #expect(listing.unreadable.map(\.name) == ["damaged", "gone"])
    #expect(
      listing.unreadable.last?.error
        == .fileFailed(action: "read", path: deleted.planPath, code: ENOENT))
  }

  @Test func aFolderInThePlaceOfAPlanIsReported() throws {
    let run = try record("odd", [.started])
    try FileManager.default.removeItem(atPath: run.planPath)
    try FileManager.default.createDirectory(
      atPath: run.planPath, withIntermediateDirectories: false)
    #expect(throws: RunsError.fileFailed(action: "read", path: run.planPath, code: EISDIR)) {
      try run.plan()
    }
  }

  @Test func aDamagedJournalIsReported() throws {
    let run = try record("torn", [.started, .step(1)])
    let file = try #require(fopen(run.journalPath, "a"))
    fputs("{\"event\":\"step\"", file)
    fclose(file)
    let summary = try summary("torn")
    #expect(summary.steps == 1)
    #expect(summary.damage != nil)
  }
}
