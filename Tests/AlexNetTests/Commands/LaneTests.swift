import Blueprint
import Foundation
import Runs
import Testing

@testable import AlexNet

extension ForReal {
  /// Lanes, started from the command line.
  @Suite(.serialized) struct Lanes {
    private let runs: SmallRuns

    init() throws {
      runs = try SmallRuns()
    }

    private func losses(_ lines: [Substring], of run: String) throws -> [Double] {
      try lines.compactMap { line in
        let event = try #require(
          try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        guard event["run"] as? String == run, event["event"] as? String == "step" else {
          return nil
        }
        return event["loss"] as? Double
      }
    }

    @Test func eachLaneIsARun() throws {
      let result = try Program.run(
        try runs.tiny(
          "train", "--steps", "8", "--run", "a", "--json", "--lane", "dropout=off", "--lane", "",
          "--lane", "lrn=off, rate=0.001"))
      #expect(result.status == 0)
      #expect(result.errorText.isEmpty)
      let names = ["a", "a-no-dropout", "a-copy", "a-no-lrn-rate-0.001"]
      #expect(Set(try runs.store.list().runs.map(\.name)) == Set(names))
      let all = try names.map { try losses(result.lines, of: $0) }
      #expect(all.allSatisfy { $0.count == 8 })
      #expect(all[0] == all[2])
      #expect(all[0][0] != all[1][0] && all[0][0] != all[3][0])
      for name in names {
        let events = try runs.recording(of: name).events
        guard case .started(let started)? = events.first,
          case .finished(8, _, .completed)? = events.last
        else {
          Issue.record("\(name) has no start or no end")
          continue
        }
        #expect(started.run == name)
        #expect(started.plan.lineage?.parent == (name == "a" ? nil : "a"))
        #expect(started.plan.knobs.lrn == !name.contains("no-lrn"))
      }
    }

    @Test func aLaneIsResumedAlone() throws {
      let arguments = try runs.tiny(
        "train", "--checkpoint-every", "3", "--json", "--lane", "dropout=off")
      let straight = try Program.run(arguments + ["--run", "a", "--steps", "12"])
      let expected = try losses(straight.lines, of: "a-no-dropout")
      let first = try Program.run(arguments + ["--run", "b", "--steps", "6"])
      let rest = try Program.run(
        "resume", "b-no-dropout", "--steps", "12", "--json", "--runs", runs.store.directory)
      let told =
        try losses(first.lines, of: "b-no-dropout") + losses(rest.lines, of: "b-no-dropout")
      #expect(told == expected)
      #expect(told.count == 12)
    }

    @Test func lanesAreResumedTogether() throws {
      let arguments = try runs.tiny(
        "train", "--checkpoint-every", "3", "--json", "--lane", "dropout=off", "--lane", "lrn=off")
      let straight = try Program.run(arguments + ["--run", "a", "--steps", "12"])
      let first = try Program.run(arguments + ["--run", "b", "--steps", "6"])
      // One lane is ahead of the others.
      let ahead = try Program.run(
        "resume", "b-no-lrn", "--steps", "9", "--json", "--runs", runs.store.directory)
      let rest = try Program.run(
        "resume", "b", "b-no-dropout", "b-no-lrn", "--steps", "12", "--json", "--runs",
        runs.store.directory)
      #expect(rest.status == 0 && rest.errorText.isEmpty)
      for lane in ["", "-no-dropout", "-no-lrn"] {
        let told = try [first, ahead, rest].flatMap { try losses($0.lines, of: "b" + lane) }
        #expect(try told == losses(straight.lines, of: "a" + lane))
        #expect(told.count == 12)
      }
    }

    @Test func runsThatAreNotLanesOfOneRunAreRefused() throws {
      for run in ["a", "b"] {
        let options = try runs.tiny("train", "--steps", "2", "--run", run, "--quiet")
        #expect(try Program.run(options + ["--lane", "lrn=off"]).status == 0)
      }
      func errorText(_ arguments: String...) throws -> String {
        let result = try Program.run(
          ["resume"] + arguments + ["--steps", "4", "--runs", runs.store.directory])
        #expect(result.status == 2 && result.output.isEmpty)
        return result.errorText
      }
      #expect(try errorText("a", "b") == NotALane(name: "b", run: "a").errorLine)
      #expect(try errorText("a-no-lrn", "b") == NotALane(name: "b", run: "a-no-lrn").errorLine)
      #expect(try errorText("a", "a").contains("'a' twice"))
      #expect(
        try errorText("a", "a-no-lrn", "--rate", "1")
          == SeveralRunsChanged(runs: ["a", "a-no-lrn"]).errorLine)
    }

    @Test func aLaneThatDivergesFailsAlone() throws {
      let result = try Program.run(
        try runs.tiny("train", "--steps", "8", "--run", "a", "--lane", "rate=1e30"))
      #expect(result.status == 1)
      #expect(result.errorText.hasPrefix("alexnet: a-rate-1e30: "))
      guard case .finished(8, _, .completed)? = try runs.recording(of: "a").events.last else {
        Issue.record("the first lane did not complete")
        return
      }
    }

    @Test func seedsAreTrainedInGroups() throws {
      let result = try Program.run(
        try runs.tiny("train", "--steps", "3", "--run", "a", "--seeds", "6", "--json"))
      #expect(result.status == 0)
      let names = ["a"] + (2...6).map { "a-seed-\($0)" }
      #expect(Set(try runs.store.list().runs.map(\.name)) == Set(names))
      let firsts = try names.map { try losses(result.lines, of: $0) }
      #expect(firsts.allSatisfy { $0.count == 3 })
      #expect(Set(firsts.map { $0[0] }).count == 6)
      // A seed has the same losses as in a run with this seed alone.
      let alone = try Program.run(
        try runs.tiny("train", "--steps", "3", "--run", "c", "--seed", "5", "--json"))
      #expect(try losses(alone.lines, of: "c") == firsts[4])
    }

    @Test func everyLaneHasALineOfProgress() throws {
      let result = try Program.run(
        try runs.tiny("train", "--steps", "4", "--run", "a", "--lane", "lrn=off"))
      let first = result.lines.filter { $0.contains("  step 1/4  ") }
      #expect(first.map { $0.prefix { $0 != " " } } == ["a", "a-no-lrn"])
      #expect(first.allSatisfy { $0.contains("  train top-1 error ") })
    }

    @Test(arguments: [
      (
        ["--lane", "dropot=off"],
        "--lane cannot be 'dropot=off'. A lane cannot change 'dropot'. Did you mean dropout? "
      ),
      (
        ["--lane", "rate=fast"],
        "--lane cannot be 'rate=fast'. A lane's 'rate' cannot be 'fast'. Give a number, "
      ),
      (Array(repeating: ["--lane", ""], count: 6).flatMap(\.self), "--lane "),
      (
        ["--lane", "", "--seeds", "2"],
        OptionError(option: "--seeds", value: "given together with --lane", allowed: "").problem
      ),
      (
        ["--seeds", "0"],
        OptionError(option: "--seeds", value: "0", allowed: "a whole number, 1 to 100").errorLine
      ),
    ])
    func anInvalidOptionIsRefusedBeforeRunsExist(options: [String], words: String) throws {
      let result = try Program.run(try runs.tiny("train", "--steps", "1") + options)
      #expect(result.status == 2)
      #expect(result.errorText.contains(words))
      #expect(try runs.store.list().runs.isEmpty)
    }
  }
}
