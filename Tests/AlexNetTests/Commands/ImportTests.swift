import Blueprint
import Exchange
import Foundation
import Images
import Runs
import Testing

@testable import AlexNet

extension ForReal {
  /// Networks from files, as runs that the other commands use.
  @Suite(.serialized) struct Imports {
    private let runs: SmallRuns
    private let export: String

    init() throws {
      runs = try SmallRuns()
      export = "\(runs.folder.path)/one.safetensors"
      #expect(
        try Program.run(try runs.tiny("train", "--quiet", "--steps", "6", "--run", "one")).status
          == 0)
      #expect(try call("export", "one", "--to", export).status == 0)
    }

    private func call(_ words: String...) throws -> Program.Result {
      try Program.run(words + ["--runs", runs.store.directory])
    }

    private func checkpoint(of run: String, step: Int) throws -> Checkpoint {
      try runs.store.run(named: run).checkpoints.checkpoint(ofStep: step)
    }

    @Test func anExportBecomesARunOfTheSameWeights() throws {
      let result = try call("import", export, "--as", "again")
      #expect(result.status == 0, "\(result.errorText)")
      let (old, new) = (
        try checkpoint(of: "one", step: 6), try checkpoint(of: "again", step: 0)
      )
      #expect(new.state.plan.network == old.state.plan.network)
      for (name, shape) in [("conv1.weight", [16, 3, 5, 5]), ("fc2.bias", [40])] {
        #expect(try new.numbers(name, shape: shape) == old.numbers(name, shape: shape))
      }
      #expect(try new.inputMean()?.values == old.inputMean()?.values)
      #expect(
        try runs.store.run(named: "again").startEvent()?.classes
          == runs.store.run(named: "one").startEvent()?.classes)
    }

    /// `--run` is the name of the option in the contract of the command line.
    @Test func theOptionForTheNameHasTwoNames() throws {
      #expect(try call("import", export, "--run", "again").status == 0)
      #expect(try runs.store.run(named: "again").plan().data == .imported)
    }

    @Test func theReportIsJSON() throws {
      let result = try call("import", export, "--as", "again", "--json")
      let report = try #require(
        JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
      #expect(report["run"] as? String == "again")
      #expect(report["network"] as? String == "tiny")
      #expect(report["classes"] as? Int == 40)
      #expect(report["hasClassNames"] as? Bool == true)
      #expect(report["path"] as? String == export)
      #expect((report["sha256"] as? String)?.count == 64)
      #expect(report["data"] == nil)
    }

    @Test func theCommandsForRunsWorkOnIt() throws {
      #expect(try call("import", export, "--as", "again").status == 0)
      for words in [
        ["runs", "show", "again"], ["runs", "list"], ["kernels", "again", "--ascii"],
        ["describe", "again"], ["attach", "again", "--once", "100x30"],
        ["export", "again", "--to", "\(runs.folder.path)/two.safetensors"],
      ] {
        let result = try Program.run(words + ["--runs", runs.store.directory])
        #expect(result.status == 0, "\(words): \(result.errorText)")
      }
      #expect(try runs.listed().contains("stopped"))
      let twice = try SafetensorsFile(path: "\(runs.folder.path)/two.safetensors")
      let once = try SafetensorsFile(path: export)
      #expect(try twice.floats("features.0.weight") == once.floats("features.0.weight"))
      #expect(twice.metadata["mean"] == once.metadata["mean"])
      #expect(twice.metadata["classes"] == once.metadata["classes"])
    }

    @Test func trainingContinuesOnDataOfTheSameClasses() throws {
      #expect(try call("import", export, "--as", "again").status == 0)
      let without = try call("resume", "again", "--steps", "2", "--quiet")
      #expect(without.status == 2)
      #expect(without.errorText == ImagesError.noDataOfImport.errorLine)
      let result = try call("resume", "again", "--data", "scenes", "--steps", "2", "--quiet")
      #expect(result.status == 0, "\(result.errorText)")
      let run = try runs.store.run(named: "again")
      #expect(try run.plan().data == .scenes)
      #expect(run.hasDataRecord)
      let events = try run.recording().events
      let starts = events.compactMap { if case .started(let start) = $0 { start } else { nil } }
      #expect(starts.map(\.data) == ["none", "scenes"])
      #expect(starts.map { $0.trainImages > 0 } == [false, true])
      guard case .finished(2, _, .completed)? = events.last else {
        Issue.record("\(String(describing: events.last))")
        return
      }
      // It continues like any other run afterwards.
      #expect(try call("resume", "again", "--steps", "3", "--quiet").status == 0)
    }

    @Test func dataOfOtherClassesAreRefused() throws {
      let list = try runs.folder.file(
        "classes.txt", (1...40).map { "class \($0)" }.joined(separator: "\n"))
      #expect(try call("import", export, "--as", "again", "--classes", list).status == 0)
      let result = try call("resume", "again", "--data", "scenes", "--steps", "2", "--quiet")
      #expect(result.status == 2)
      #expect(result.errorText.contains("'class 1'"))
      #expect(try runs.store.run(named: "again").plan().data == .imported)
    }

    @Test func dataCanBeGivenAtOnce() throws {
      let result = try call("import", export, "--as", "again", "--data", "scenes")
      #expect(result.status == 0, "\(result.errorText)")
      let run = try runs.store.run(named: "again")
      #expect(try run.plan().data == .scenes)
      #expect(run.hasDataRecord)
      let resumed = try call("resume", "again", "--steps", "1", "--quiet")
      #expect(resumed.status == 0, "\(resumed.errorText)")
    }

    /// Twelve training images, where a batch of the default plan has 128.
    @Test func fewImagesAreEnough() throws {
      let pictures = try PictureSet()
      let trained = try Program.run(
        runs.tiny(
          "train", "--data", pictures.path, "--batch", "4", "--steps", "2", "--run", "three",
          "--quiet"))
      #expect(trained.status == 0, "\(trained.errorText)")
      let file = "\(runs.folder.path)/three.safetensors"
      #expect(try call("export", "three", "--to", file).status == 0)
      let result = try call("import", file, "--as", "again", "--data", pictures.path)
      #expect(result.status == 0, "\(result.errorText)")
      #expect(try runs.store.run(named: "again").plan().batch == 12)
      #expect(try call("evaluate", "again").status == 0)
      let resumed = try call("resume", "again", "--steps", "1", "--quiet")
      #expect(resumed.status == 0, "\(resumed.errorText)")

      // The data can also be given later.
      #expect(try call("import", file, "--as", "later").status == 0)
      let later = try call(
        "resume", "later", "--data", pictures.path, "--steps", "1", "--quiet")
      #expect(later.status == 0, "\(later.errorText)")
      #expect(try runs.store.run(named: "later").plan().batch == 12)
      #expect(try call("resume", "later", "--steps", "2", "--quiet").status == 0)
    }

    @Test func namesOfSeveralLinesAreReported() throws {
      let lines = ["cat", "dog", "cat"] + (4...40).map { "class \($0)" }
      let list = try runs.folder.file("classes.txt", lines.joined(separator: "\n"))
      let result = try call("import", export, "--as", "again", "--classes", list)
      #expect(result.status == 0)
      #expect(result.errorText.contains("'\(list)' has 'cat' in several lines. "))
      let names = try runs.store.run(named: "again").startEvent()?.classes
      #expect(names?.prefix(3) == ["cat (1)", "dog", "cat (3)"])
    }

    @Test func anErrorLeavesNoRun() throws {
      let list = try runs.folder.file("classes.txt", "a\nb\n")
      let result = try call("import", export, "--as", "again", "--classes", list)
      #expect(result.status == 2)
      #expect(
        result.errorText
          == ImportError.otherClassCount(names: "'\(list)'", count: 2, outputs: 40).errorLine)
      #expect(throws: RunsError.self) { try runs.store.run(named: "again") }
      let taken = try call("import", export, "--as", "one")
      #expect(taken.status == 2)
      #expect(
        taken.errorText
          == RunsError.nameTaken("one", directory: runs.store.directory).errorLine)
    }

    @Test func aFileWithoutANetworkIsRefused() throws {
      let file = try runs.folder.file("text.safetensors", "no tensors")
      let result = try call("import", file, "--as", "again")
      #expect(result.status == 2 && result.errorText.contains(file))
      let missing = try call("import", "\(runs.folder.path)/none", "--as", "again")
      #expect(missing.status == 2 && missing.errorText.contains("No such file"))
    }
  }
}
