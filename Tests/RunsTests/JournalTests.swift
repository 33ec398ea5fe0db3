import Blueprint
import Foundation
import Testing

@testable import Runs

@Suite struct JournalTests {
  private let folder: TemporaryFolder
  private let run: Run

  init() throws {
    folder = try TemporaryFolder()
    run = try folder.store.create(.example(), data: "scenes")
  }

  private func append(raw text: String) throws {
    let file = try #require(fopen(run.journalPath, "a"))
    fputs(text, file)
    fclose(file)
  }

  @Test func appendedEventsAreReadBack() throws {
    #expect(try run.recording() == Recording())
    let journal = try run.openJournal()
    for event in TrainingEvent.all { try journal.append(event) }
    let recording = try run.recording()
    #expect(recording.events == TrainingEvent.all)
    #expect(recording.damage == nil)
  }

  @Test func aReopenedJournalIsAppendedTo() throws {
    do { try run.openJournal().append(.step(1)) }
    do { try run.openJournal().append(.step(2)) }
    #expect(try run.recording().events == [.step(1), .step(2)])
  }

  @Test func anIncompleteLastLineIsLeftOutAndReported() throws {
    do { try run.openJournal().append(.step(1)) }
    try append(raw: #"{"event":"step","run":"r","st"#)
    let recording = try run.recording()
    #expect(recording.events == [.step(1)])
    #expect(recording.hasTornTail)
    #expect(recording.damage != nil)
  }

  @Test func anIncompleteLineDoesNotDamageTheNext() throws {
    do { try run.openJournal().append(.step(1)) }
    try append(raw: #"{"event":"st"#)
    do { try run.openJournal().append(.step(2)) }
    let recording = try run.recording()
    #expect(recording.events == [.step(1), .step(2)])
    #expect(recording.damage == nil)
  }

  @Test func damagedLinesAndUnknownEventsAreCounted() throws {
    try append(raw: "rubbish\n" + #"{"event":"sung","run":"r"}"# + "\n\u{FFFD}\n")
    try append(raw: EventLine(run: "r", event: .step(4)).text + "\n")
    let recording = try run.recording()
    #expect(recording.events == [.step(4)])
    #expect(recording.damagedLines == [1, 3])
    #expect(recording.unknownEvents == 1)
    #expect(recording.damage?.contains("(1, 3)") == true)
  }

  @Test func aJournalHasOneWriter() throws {
    #expect(!run.isTraining)
    let journal = try run.openJournal()
    #expect(run.isTraining)
    #expect(throws: RunsError.alreadyRunning(run.name)) { try run.openJournal() }
    try journal.append(.step(1))
    #expect(try run.recording().events == [.step(1)])
  }

  @Test func aReleasedRunCanHaveAnotherWriter() throws {
    let journal = try run.openJournal()
    #expect(journal.isCurrent)
    journal.release()
    #expect(!run.isTraining && journal.isCurrent)
    // A warning about the ended run.
    try journal.append(.step(1))
    do {
      let other = try run.openJournal()
      #expect(!journal.isCurrent)
      withExtendedLifetime(other) {}
    }
    #expect(journal.isCurrent)
    #expect(try run.recording().events == [.step(1)])
  }

  @Test func aPartOfTheJournalIsReadByOffsets() throws {
    let journal = try run.openJournal()
    var offsets = [0]
    for step in 1...5 {
      try journal.append(.step(step))
      offsets.append(journal.position.bytes)
    }
    #expect(try run.recording(from: offsets[2], upTo: offsets[4]).events == [.step(3), .step(4)])
    #expect(try run.recording(from: offsets[5], upTo: .max).events.isEmpty)
    #expect(try run.recording(from: offsets[5] + 100, upTo: 3).events.isEmpty)
    #expect(try run.recording(from: 0, upTo: offsets[1] + 3).hasTornTail)
  }

  @Test func aRunDoesNotTrainAfterItsJournalIsClosed() throws {
    do { try run.openJournal().append(.step(1)) }
    #expect(!run.isTraining)
  }

  @Test func aFullDiskIsAnError() throws {
    let journal = try Journal(path: "/dev/full", run: "r")
    #expect(throws: RunsError.fileFailed(action: "write", path: "/dev/full", code: ENOSPC)) {
      try journal.append(.step(1))
    }
  }

  @Test func aDeletedFolderIsAnError() throws {
    try FileManager.default.removeItem(atPath: run.folder)
    #expect(
      throws: RunsError.fileFailed(action: "open", path: run.journalPath, code: ENOENT)
    ) {
      try run.openJournal()
    }
  }
}
