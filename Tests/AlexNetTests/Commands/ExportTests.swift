import Foundation
import Runs
import Testing

@testable import AlexNet

extension ForReal {
  /// The network and the metrics of a run, written for other programs.
  @Suite(.serialized) struct Exports {
    private let runs: SmallRuns

    init() throws {
      runs = try SmallRuns()
      let result = try Program.run(
        try runs.tiny("train", "--quiet", "--steps", "6", "--run", "one"))
      #expect(result.status == 0)
    }

    private func export(_ options: String...) throws -> Program.Result {
      try Program.run(["export", "one", "--runs", runs.store.directory] + options)
    }

    private func path(_ name: String) -> String { "\(runs.folder.path)/\(name)" }

    private func json(_ result: Program.Result) throws -> [String: Any] {
      try #require(
        JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    }

    @Test func theWeightsAreThoseOfTheCheckpoint() throws {
      #expect(try export("--to", path("one.safetensors")).status == 0)
      let file = try SafetensorsFile(path: path("one.safetensors"))
      try file.verify()
      let checkpoint = try runs.store.run(named: "one").checkpoints.checkpoint(ofStep: 6)
      let weights = try checkpoint.numbers("conv1.weight", shape: [16, 3, 5, 5])
      #expect(try file.floats("features.0.weight") == weights)
      #expect(try file.floats("classifier.1.bias")?.count == 40)
      #expect(file.metadata["step"] == "6")
      #expect(file.metadata["image"] == "[3,72,72]")
    }

    @Test func theReportIsJSON() throws {
      let report = try json(export("--to", path("one.onnx"), "--step", "last", "--json"))
      #expect(report["run"] as? String == "one")
      #expect(report["format"] as? String == "onnx")
      #expect(report["step"] as? Int == 6)
      #expect(report["classes"] as? Int == 40)
      let files = try #require(report["files"] as? [[String: Any]])
      #expect(files.map { $0["path"] as? String } == [path("one.onnx")])
      let size = try FileManager.default.attributesOfItem(atPath: path("one.onnx"))[.size] as? Int
      #expect(files[0]["bytes"] as? Int == size)
    }

    @Test func theMetricsNeedNoCheckpoint() throws {
      try FileManager.default.removeItem(
        atPath: runs.store.run(named: "one").checkpoints.path)
      let report = try json(export("--to", path("metrics.csv"), "--json"))
      let files = try #require(report["files"] as? [[String: Any]])
      #expect(files.map { $0["rows"] as? Int } == [6, 0])
      let lines = try #require(runs.folder.text(of: "metrics.csv")).split(separator: "\n")
      #expect(lines.dropFirst().map { $0.prefix { $0 != "," } } == ["1", "2", "3", "4", "5", "6"])
      #expect(
        runs.folder.text(of: "metrics-validation.csv") == "step,epoch,loss,top1,top5\n")
      let network = try export("--to", path("one.onnx"))
      #expect(network.status == 2 && runs.folder.text(of: "one.onnx") == nil)
    }

    @Test(arguments: ["one.safetensors", "one.onnx", "metrics.csv", "metrics-validation.csv"])
    func aFileIsReplacedOnlyOnRequest(_ name: String) throws {
      let earlier = try runs.folder.file(name, "earlier")
      let target = name.replacing("-validation", with: "")
      let refused = try export("--to", path(target))
      #expect(refused.status == 2 && refused.output.isEmpty)
      #expect(refused.errorText == ExistingFile(path: earlier).errorLine)
      #expect(runs.folder.text(of: name) == "earlier")
      #expect(try export("--to", path(target), "--force").status == 0)
      #expect(FileManager.default.contents(atPath: earlier) != Data("earlier".utf8))
    }

    @Test func anotherFormatIsRefusedWithAllFormats() throws {
      for name in ["one.pt", "one", ".onnx", "onnx"] {
        let result = try export("--to", path(name))
        #expect(result.status == 2)
        #expect(result.errorText.contains("ends in .safetensors, .onnx or .csv"))
      }
    }

    @Test func aStepThatTheRunDoesNotHaveIsRefused() throws {
      #expect(try export("--to", path("one.onnx"), "--step", "5").status == 2)
      #expect(try export("--to", path("one.onnx"), "--step", "worst").status == 2)
      let metrics = try export("--to", path("metrics.csv"), "--step", "6")
      #expect(metrics.errorText == NoStepOfMetrics().errorLine)
      #expect(runs.folder.text(of: "metrics.csv") == nil)
    }

    @Test func aFolderThatDoesNotExistIsNamed() throws {
      let result = try export("--to", path("none/one.onnx"))
      #expect(result.status == 2)
      #expect(result.errorText.contains(path("none/one.onnx")))
    }
  }
}
