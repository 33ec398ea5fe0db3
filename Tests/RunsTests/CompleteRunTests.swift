import Blueprint
import Foundation
import Testing

@testable import Runs

/// Runs that are created with all of their files.
@Suite struct CompleteRunTests {
  private struct Failure: Error {}

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func names() -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.store.directory)) ?? []).sorted()
  }

  @Test func aRunGetsItsNameWithAllFiles() throws {
    let run = try folder.store.create(.example(), name: "whole") { hidden, final in
      #expect(names() == [URL(filePath: hidden.folder).lastPathComponent])
      #expect(!FileManager.default.fileExists(atPath: final.folder))
      _ = try hidden.write([1, 2, 3], as: "file")
      try hidden.openJournal().append(.started)
    }
    #expect(names() == ["whole"])
    #expect(run == (try folder.store.run(named: "whole")))
    #expect(try run.plan() == .example())
    #expect(FileManager.default.contents(atPath: "\(run.folder)/file") == Data([1, 2, 3]))
    #expect(try run.hasStarted())
    #expect(!run.isTraining)
  }

  @Test func anErrorLeavesNothingBehind() throws {
    #expect(throws: Failure.self) {
      try folder.store.create(.example(), name: "half") { hidden, _ in
        _ = try hidden.write([1], as: "file")
        throw Failure()
      }
    }
    #expect(names().isEmpty)
  }

  @Test func anExistingRunIsNeverReplaced() throws {
    let run = try folder.store.create(.example(), name: "mine", data: "scenes")
    _ = try run.write([7], as: "file")
    let error = RunsError.nameTaken("mine", directory: folder.store.directory)
    #expect(throws: error) {
      try folder.store.create(.example(), name: "mine") { _, _ in Issue.record("not reached") }
    }
    // A run of the name that appears meanwhile is kept too.
    #expect(throws: RunsError.nameTaken("late", directory: folder.store.directory)) {
      try folder.store.create(.example(), name: "late") { _, _ in
        _ = try folder.store.create(.example(), name: "late", data: "scenes")
      }
    }
    #expect(names() == ["late", "mine"])
    #expect(FileManager.default.contents(atPath: "\(run.folder)/file") == Data([7]))
  }

  @Test func namesAreChecked() throws {
    #expect(throws: RunsError.invalidName("a/b")) {
      try folder.store.create(.example(), name: "a/b") { _, _ in }
    }
  }

  /// No process has this number, because Linux allows at most 2²².
  @Test func foldersOfProcessesThatWereKilledAreDeleted() throws {
    let abandoned = "\(folder.store.directory)/.creating-9999999-old"
    try FileManager.default.createDirectory(atPath: abandoned, withIntermediateDirectories: true)
    _ = try folder.store.create(.example(), name: "new") { _, _ in }
    #expect(names() == ["new"])
  }
}
