import Blueprint
import Foundation
import Runs
import Testing

@testable import AlexNet

@Suite struct RunsCommands {
  private let folder: TemporaryFolder
  private var store: RunStore { RunStore(directory: "\(folder.path)/.local/share/alexnet/runs") }

  init() throws {
    folder = try TemporaryFolder()
    for (index, seed) in [UInt64(1), 2].enumerated() {
      try record("plain-\(seed)", seed: seed, dropout: 0.5, error: 0.4 + 0.02 * Double(index))
      try record("none-\(seed)", seed: seed, dropout: 0, error: 0.5 + 0.01 * Double(index))
    }
  }

  private func record(_ name: String, seed: UInt64, dropout: Double, error: Double) throws {
    let plan = RunPlan(
      network: .compact(classes: 6, side: 32), data: .scenes, seed: seed, batch: 8,
      length: .endless, knobs: Knobs(dropout: dropout), schedule: .constant, threads: 1,
      validateEvery: 50)
    let journal = try store.create(plan, name: name, data: "scenes").openJournal()
    for step in 1...2 {
      try journal.append(
        .step(
          .init(
            step: step, epoch: 1, loss: 1, top1: error - 0.25, top5: 0.1, rate: 0.01,
            imagesPerSecond: 100, seconds: Double(step) * 30)))
    }
    try journal.append(
      .validation(.init(step: 2, epoch: 1, loss: 1.5, top1: error, top5: 0.125)))
    try journal.append(.finished(step: 2, seconds: 61, reason: .stopped))
  }

  private func run(_ arguments: String...) throws -> Program.Result {
    try Program.run(["runs"] + arguments, home: folder.path)
  }

  private func names(_ arguments: String...) throws -> [String] {
    let result = try Program.run(["runs", "list"] + arguments, home: folder.path)
    return result.lines.dropFirst().map { String($0.prefix { $0 != " " }) }.sorted()
  }

  private func object(_ result: Program.Result) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
  }

  @Test func aFilterSelectsRuns() throws {
    #expect(try names("dropout=off") == ["none-1", "none-2"])
    #expect(try names("plain", "seed=2") == ["plain-2"])
    #expect(try run("list", "rate=7").output.hasPrefix("No run in \(store.directory) "))
    let wrong = try run("list", "mood=good")
    #expect(wrong.status == 2)
    let problem = try #require(RunFilter("mood=good").problems.first)
    #expect(wrong.errorText.hasPrefix("alexnet: \(problem)"))
  }

  @Test func comparingIsATable() throws {
    let result = try run("compare", "plain-1", "none-1")
    #expect(result.status == 0)
    let lines = result.lines.map { $0.split(separator: " ").joined(separator: " ") }
    #expect(
      lines.first
        == "run differs in steps best top-1 err at step best top-5 err last top-1 err "
        + "last top-5 err val-train top-1 err val-train loss mean images/s "
        + "difference from plain-1")
    #expect(
      lines[1]
        == "plain-1 dropout=0.5 2 40.0% 2 12.5% 40.0% 12.5% +25.0 pt +0.500 100 —")
    #expect(
      lines[2]
        == "none-1 dropout=off 2 50.0% 2 12.5% 50.0% 12.5% +25.0 pt +0.500 100 "
        + "+10.0 pt at 2")
    #expect(
      lines[3].hasPrefix(
        "none-1 against plain-1: +10.0 points of val top-1 error (worse) at step 2 "))
    #expect(lines[4].hasPrefix("One seed each"))
  }

  @Test(arguments: [80, 100, 120, 200]) func aTableFitsTheTerminal(width: Int) throws {
    let subjects = try ["plain-1", "none-1"].map { name in
      let run = try store.run(named: name)
      return Comparison.Subject(
        name: "a-long-name-of-a-run-\(name)", plan: try run.plan(),
        history: ValidationHistory(try run.recording().events))
    }
    let options = try StoreOptions.parse(["--runs", store.directory])
    let texts = [
      Comparison(subjects).text(width: width),
      RunListing(try store.list()).text(store: options, width: width),
    ]
    for line in texts.joined(separator: "\n").split(separator: "\n") {
      #expect(line.count <= width, "\(line)")
    }
  }

  @Test func comparingIsAlsoJSON() throws {
    let report = try object(
      try run("compare", "plain-1", "plain-2", "none-1", "none-2", "--error", "45", "--json"))
    #expect(report["baseline"] as? String == "plain-1")
    #expect(report["level"] as? Double == 0.45)
    let runs = try #require(report["runs"] as? [[String: Any]])
    #expect(runs.map { $0["name"] as? String } == ["plain-1", "plain-2", "none-1", "none-2"])
    #expect(
      runs.last?["differences"] as? [String: String] == ["dropout": "off", "seed": "2"])
    #expect((runs[0]["reached"] as? [String: Any])?["step"] as? Int == 2)
    #expect(runs[2]["reached"] == nil)
    let sets = try #require(report["sets"] as? [[String: Any]])
    #expect(
      sets.map { $0["runs"] as? [String] } == [["plain-1", "plain-2"], ["none-1", "none-2"]])
    let verdict = try #require((report["verdicts"] as? [String])?.first)
    #expect(verdict.contains("Over 2 seeds each"))
  }

  @Test func aRunThatDoesNotExistCannotBeCompared() throws {
    let missing = try run("compare", "plain-1", "missing")
    #expect(missing.status == 2)
    #expect(
      missing.errorText == RunsError.noSuchRun("missing", directory: store.directory).errorLine)
    #expect(try run("compare", "plain-1", "--error", "150").status == 2)
  }

  @Test func aRunIsShown() throws {
    #expect(try run("note", "plain-1", "a first try").status == 0)
    #expect(try run("note", "plain-1").output == "a first try\n")
    let text = try run("show", "plain-1").output
    for words in [
      "state        stopped", "dropout      0.5", "note         a first try",
    ] {
      #expect(text.contains(words), "\(words)")
    }
    let report = try object(try run("show", "plain-1", "--json"))
    #expect(report["note"] as? String == "a first try")
    #expect((report["plan"] as? [String: Any])?["batch"] as? Int == 8)
    #expect((report["best"] as? [String: Any])?["top1"] as? Double == 0.4)
  }

  @Test func theEvaluationsOfARunAreShown() throws {
    let run = try store.run(named: "plain-1")
    #expect(
      (try object(try self.run("show", "plain-1", "--json"))["evaluations"] as? [Any])?.isEmpty
        == true)
    for (step, views, time) in [(1, 10, 1.0), (2, 1, 2.0)] {
      try run.record(
        Evaluation(
          step: step, weights: nil, time: time,
          images: .init(
            data: "CIFAR-10", split: "validation", fingerprint: "00112233aabbccdd", count: 2001,
            damaged: 1),
          views: views, loss: 1.25, top1: 0.312, top5: 0.051,
          right: ImageNumbers(count: 2001), decoded: ImageNumbers(count: 2001)))
    }
    let lines = try self.run("show", "plain-1").lines.filter { $0.hasPrefix("evaluated ") }
    #expect(lines.count == 2)
    #expect(lines[0].contains("top-1 error 31.2%") && lines[0].contains("at step 2 on 2,000 "))
    #expect(lines[0].contains("validation images of CIFAR-10, one view each"))
    #expect(lines[1].contains("10 views each"))
    let report = try object(try self.run("show", "plain-1", "--json"))
    let evaluations = try #require(report["evaluations"] as? [[String: Any]])
    #expect(evaluations.map { $0["step"] as? Int } == [2, 1])
    #expect(evaluations[0]["top1"] as? Double == 0.312)
    #expect(evaluations[0]["images"] as? Int == 2000)
    #expect(evaluations[0]["fingerprint"] as? String == "00112233aabbccdd")
  }

  /// The sizes are those of the files that the test writes, and the planned end is that of the resumption.
  @Test func theSizesAndThePlannedEndAreShown() throws {
    let run = try store.run(named: "plain-1")
    try run.openJournal().append(
      .resumed(.init(step: 2, knobs: Knobs(), length: .steps(2000), time: 0)))
    try FileManager.default.createDirectory(
      atPath: run.checkpoints.path, withIntermediateDirectories: false)
    for (step, bytes) in [(1, 1500), (2, 2500)] {
      try Data(count: bytes).write(to: URL(filePath: run.checkpoints.path(ofStep: step)))
    }
    try Data(count: 700).write(to: URL(filePath: run.kernelsPath))
    try Data(count: 300).write(to: URL(filePath: run.layersPath))
    let journal = try Data(contentsOf: URL(filePath: run.journalPath)).count
    let plan = try Data(contentsOf: URL(filePath: run.planPath)).count
    let lines = try self.run("show", "plain-1").lines
    let total = (5000 + journal + plan).fileSizeText
    #expect(
      lines.contains { $0.hasPrefix("size ") && $0.contains("  \(total): 2 checkpoints 4.0 kB, ") })
    #expect(lines.contains { $0.hasSuffix("  step 2,000; none when it started") })
    #expect(lines.contains { $0.hasPrefix("resumed ") && $0.hasSuffix("  once, after step 2") })
    let report = try object(try self.run("show", "plain-1", "--json"))
    #expect(report["plannedSteps"] as? Int == 2000)
    #expect(report["resumedAfter"] as? [Int] == [2])
    let size = try #require(report["size"] as? [String: Int])
    #expect(
      size == [
        "total": 5000 + journal + plan, "checkpoints": 4000, "checkpointCount": 2,
        "journal": journal, "kernels": 700, "layers": 300,
      ])
  }

  @Test func aRunIsRenamedAndDeleted() throws {
    #expect(try run("rename", "plain-1", "mine").status == 0)
    #expect(try names() == ["mine", "none-1", "none-2", "plain-2"])
    #expect(try run("rename", "mine", "none-1").status == 2)
    let unconfirmed = try run("delete", "mine")
    #expect(unconfirmed.status == 2)
    #expect(unconfirmed.errorText == UnconfirmedDeletion().errorLine)
    #expect(try run("delete", "mine", "missing", "--yes").status == 2)
    #expect(try names().contains("mine"))
    #expect(try run("delete", "mine", "none-1", "--yes").status == 0)
    #expect(try names() == ["none-2", "plain-2"])
  }

  @Test func aRunInTrainingIsNotChanged() throws {
    let journal = try store.run(named: "plain-1").openJournal()
    func expectRefusal(_ error: RunsError) throws {
      for words in [["rename", "plain-1", "mine"], ["delete", "none-1", "plain-1", "--yes"]] {
        let result = try Program.run(["runs"] + words, home: folder.path)
        #expect(result.status == 2)
        #expect(result.errorText == "alexnet: \(error)\n")
      }
    }
    // The run has ended, so its trainer trains other lanes.
    try expectRefusal(.heldByTrainer("plain-1"))
    try journal.append(.resumed(.init(step: 2, knobs: Knobs(), length: .endless, time: 0)))
    try expectRefusal(.alreadyRunning("plain-1"))
    withExtendedLifetime(journal) {}
    #expect(try Set(["none-1", "plain-1"]).isSubset(of: names()))
  }
}
