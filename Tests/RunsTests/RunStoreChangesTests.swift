import Blueprint
import Foundation
import Testing

@testable import Runs

@Suite struct RunStoreChangesTests {
  private let folder: TemporaryFolder
  private var store: RunStore { folder.store }

  init() throws {
    folder = try TemporaryFolder()
  }

  private func makeRun(_ name: String) throws -> Run {
    let run = try store.create(.example(), name: name, data: "scenes")
    let journal = try run.openJournal()
    try journal.append(.started)
    try journal.append(.step(1))
    return run
  }

  @Test func aRenamedRunIsTheSameUnderItsNewName() throws {
    let old = try makeRun("old")
    let identity = try #require(old.identity)
    #expect(store.run(identity) == old)
    let new = try store.rename(old, to: "new")
    #expect(try store.run(named: "new") == new)
    #expect(old.identity == nil)
    #expect(store.run(identity) == new)
    #expect(throws: RunsError.noSuchRun("old", directory: store.directory)) {
      try store.run(named: "old")
    }
    #expect(try store.list().runs.map(\.name) == ["new"])
    // The first line of the journal still has the old name.
    let events = try new.recording().events
    guard case .started(let started) = events.first else {
      Issue.record("the run has not started")
      return
    }
    #expect(started.run == "new")
    do { try new.openJournal().append(.step(2)) }
    #expect(try new.recording().events.count == 3)
  }

  @Test func usedAndInvalidNamesAreRefused() throws {
    let run = try makeRun("one")
    _ = try makeRun("two")
    #expect(throws: RunsError.nameTaken("two", directory: store.directory)) {
      try store.rename(run, to: "two")
    }
    #expect(throws: RunsError.invalidName("../x")) { try store.rename(run, to: "../x") }
    #expect(try store.list().runs.count == 2)
  }

  @Test func aRunThatTrainsIsNotChanged() throws {
    let run = try makeRun("going")
    let journal = try run.openJournal()
    #expect(throws: RunsError.alreadyRunning("going")) { try store.rename(run, to: "gone") }
    #expect(throws: RunsError.alreadyRunning("going")) { try store.delete(run) }
    withExtendedLifetime(journal) {}
    #expect(try store.list().runs.map(\.name) == ["going"])
  }

  /// The first run of a trainer keeps its lock, because the trainer is reached through its folder.
  @Test func anEndedRunWhoseTrainerContinuesIsNotChanged() throws {
    let run = try makeRun("ended")
    let journal = try run.openJournal()
    try journal.append(.finished(step: 1, seconds: 1, reason: .stopped))
    #expect(throws: RunsError.heldByTrainer("ended")) { try store.rename(run, to: "gone") }
    #expect(throws: RunsError.heldByTrainer("ended")) { try store.delete(run) }
    var listing = try store.list()
    #expect(listing.runs[0].state == .finished(.stopped) && listing.runs[0].isHeldByTrainer)
    journal.release()
    listing = try store.list(after: listing)
    #expect(!listing.runs[0].isHeldByTrainer)
    let renamed = try store.rename(run, to: "free")
    #expect(!journal.isCurrent)
    try store.delete(renamed)
    #expect(try store.list().runs.isEmpty)
  }

  @Test func theWriterOfAJournalRenamesItsRun() throws {
    let run = try makeRun("going")
    let journal = try run.openJournal()
    let new = try store.rename(journal, to: "renamed")
    #expect(journal.run == "renamed" && journal.position.run == "renamed")
    try journal.append(.renamed(step: 1, name: "renamed"))
    try journal.append(.step(2))
    #expect(new.isTraining)
    #expect(throws: RunsError.noSuchRun("going", directory: store.directory)) {
      try store.run(named: "going")
    }
    // Recordings do not include renames.
    let events = try new.recording().events
    #expect(events.count == 3 && events.last == .step(2))
    _ = try makeRun("other")
    #expect(throws: RunsError.nameTaken("other", directory: store.directory)) {
      try store.rename(journal, to: "other")
    }
    #expect(journal.run == "renamed")
  }

  @Test func lanesFollowTheNewNameOfTheirParent() throws {
    let parent = try makeRun("parent")
    var plan = RunPlan.example()
    plan.lineage = Lineage(parent: "parent", step: 3)
    let lane = try store.create(plan, name: "lane", data: "scenes")
    plan.lineage = Lineage(parent: "another", step: 3)
    let other = try store.create(plan, name: "parent-other", data: "scenes")
    _ = try store.rename(parent, to: "elder")
    #expect(try lane.plan().lineage == Lineage(parent: "elder", step: 3))
    #expect(try other.plan().lineage?.parent == "another")
    #expect(try store.list().unreadable.isEmpty)
  }

  /// A new run of the name would become the parent of the lanes.
  @Test func theNameOfADeletedParentIsNotGivenAgainWhileALaneExists() throws {
    let first = try store.create(.example(), data: "scenes")
    #expect(first.name == "compact-scenes-1")
    let lane = try first.makeLane(copy(of: first.name), of: first.name, [.lrn(false)])
    try store.delete(first)
    #expect(try store.create(.example(), data: "scenes").name == "compact-scenes-2")
    let refusal = RunsError.nameOfDeletedParent(first.name, child: lane.name)
    #expect(throws: refusal) { try store.create(.example(), name: first.name, data: "") }
    let one = try makeRun("one")
    #expect(throws: refusal) { try store.rename(one, to: first.name) }
    try store.delete(lane)
    #expect(try store.create(.example(), data: "scenes").name == "compact-scenes-1")
  }

  @Test func lanesWithTheSameChangesAreNumbered() throws {
    let run = try makeRun("mine")
    let names = try (0..<3).map { _ in
      try run.makeLane(copy(of: "mine"), of: "mine", [.dropout(0)]).name
    }
    #expect(names == ["mine-no-dropout", "mine-no-dropout-2", "mine-no-dropout-3"])
  }

  private func copy(of parent: String) -> RunPlan {
    var plan = RunPlan.example()
    plan.lineage = Lineage(parent: parent, step: 3)
    return plan
  }

  @Test func anEarlierListingIsUpdated() throws {
    let (run, other) = (try makeRun("one"), try makeRun("other"))
    let before = try store.list()
    #expect(before.runs.map(\.steps) == [1, 1])
    do { try run.openJournal().append(.step(2)) }
    try other.writeNote("of use")
    let after = try store.list(after: before)
    #expect(Dictionary(uniqueKeysWithValues: after.runs.map { ($0.name, $0.steps) })["one"] == 2)
    #expect(after == (try store.list()))
    let journal = try run.openJournal()
    #expect(try store.list(after: after).runs.contains { $0.state == .running })
    withExtendedLifetime(journal) {}
  }

  @Test func deletingARunDeletesItsFiles() throws {
    let run = try makeRun("one")
    try run.writeNote("of no use")
    try store.delete(run)
    #expect(try store.list().runs.isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: store.directory).isEmpty)
  }

  @Test func aFolderWithoutAJournalCanBeDeleted() throws {
    let run = try store.create(.example(), name: "empty", data: "scenes")
    try store.delete(run)
    #expect(try store.list().runs.isEmpty)
    #expect(throws: RunsError.self) { try store.delete(run) }
  }

  @Test func writingANoteReplacesTheOneBefore() throws {
    let run = try makeRun("one")
    #expect(run.note == "")
    try run.writeNote("  the best so far\n")
    #expect(run.note == "the best so far")
    try run.writeNote("überholt: see 日本")
    #expect(run.note == "überholt: see 日本")
    #expect(try store.list().runs.first?.note == "überholt: see 日本")
    try run.writeNote(" ")
    #expect(run.note == "")
    #expect(!FileManager.default.fileExists(atPath: run.notePath))
  }
}
