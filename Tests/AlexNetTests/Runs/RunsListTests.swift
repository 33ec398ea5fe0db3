import Blueprint
import Foundation
import Runs
import Testing

@testable import AlexNet

@Suite struct ListingRuns {
  private let folder: TemporaryFolder
  private var store: RunStore { RunStore(directory: "\(folder.path)/.local/share/alexnet/runs") }

  init() throws {
    folder = try TemporaryFolder()
  }

  private func makeRun(_ name: String, classes: Int = 6) throws -> Run {
    try store.create(
      RunPlan(
        network: .compact(classes: classes, side: 32), data: .scenes, seed: 1, batch: 8,
        length: .endless, knobs: Knobs(), schedule: .constant, threads: 1, validateEvery: 50),
      name: name, data: "scenes")
  }

  @Test func anEmptyListNamesTheFolder() throws {
    let result = try Program.run("runs", home: folder.path)
    #expect(result.status == 0)
    #expect(result.output.contains(store.directory))
  }

  @Test func aRunIsOneLine() throws {
    do {
      let journal = try makeRun("mine").openJournal()
      try journal.append(
        .validation(.init(step: 1200, epoch: 1, loss: 1, top1: 0.25, top5: 0.0625)))
      try journal.append(.finished(step: 1200, seconds: 3, reason: .stopped))
    }
    let lines = try Program.run("runs", "list", home: folder.path).output.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(
      lines.last?.split(separator: " ").joined(separator: " ")
        == "mine stopped compact-32 scenes 1,200 — 25.0% 6.3% — —")
  }

  @Test func interruptedLanesAreContinuedByOneCommand() throws {
    let first = try makeRun("mine")
    var plan = try first.plan()
    plan.lineage = Lineage(parent: "mine", step: 0)
    let lane = try store.create(plan, name: "mine-no-lrn", data: "scenes")
    let other = try makeRun("other")
    for run in [first, lane, other] { try run.openJournal().append(.paused(step: 1, on: true)) }
    let lines = try Program.run("runs", "list", home: folder.path).lines.filter {
      $0.contains(" interrupted: ")
    }
    #expect(lines.count == 2)
    for command in ["`alexnet resume mine mine-no-lrn`", "`alexnet resume other`"] {
      #expect(lines.contains { $0.contains(command) }, "\(command)")
    }
  }

  @Test func aTop5ErrorAmongFiveClassesIsADash() throws {
    do {
      let journal = try makeRun("few", classes: 5).openJournal()
      try journal.append(.validation(.init(step: 9, epoch: 1, loss: 1, top1: 0.25, top5: 0)))
    }
    let lines = try Program.run("runs", "list", home: folder.path).lines
    #expect(lines[1].contains("25.0%") && !lines[1].contains(" 0.0%"))
    let shown = try Program.run("runs", "show", "few", home: folder.path).output
    #expect(shown.contains("val top-1 error 25.0%, val top-5 error —, "))
    let json = try Program.run("runs", "list", "--json", home: folder.path).output
    #expect(json.contains(#""top5" : 0"#))
  }

  @Test func theListIsAlsoJSON() throws {
    let journal = try makeRun("mine").openJournal()
    try journal.append(
      .step(
        .init(
          step: 3, epoch: 1, loss: .nan, top1: 1, top5: 1, rate: 1, imagesPerSecond: 1, seconds: 1))
    )
    let broken = try makeRun("broken")
    try FileManager.default.removeItem(atPath: broken.planPath)
    let result = try Program.run("runs", "--json", home: folder.path)
    withExtendedLifetime(journal) {}
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let runs = try #require(object["runs"] as? [[String: Any]])
    #expect(runs.map { $0["name"] as? String } == ["mine"])
    #expect(runs.first?["state"] as? String == "running")
    #expect(runs.first?["steps"] as? Int == 3)
    #expect(runs.first?["loss"] as? String == "nan")
    #expect((object["unreadable"] as? [[String: Any]])?.first?["name"] as? String == "broken")
  }

  @Test func withoutAHomeDirectoryAFolderIsRequired() throws {
    let result = try Program.run("runs", home: "")
    #expect(result.status == 2)
    #expect(result.errorText == RunsError.noPlaceForRuns.errorLine)
  }
}
