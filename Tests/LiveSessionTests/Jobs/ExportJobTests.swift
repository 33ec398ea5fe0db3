import Blueprint
import Dashboard
import Foundation
import Observing
import Runs
import Testing

@testable import LiveSession

/// Exports that a dashboard starts, of a small run with real checkpoints and events.
@Suite struct ExportJobTests {
  private let trained: CheckpointedRun
  private let jobs: RunJobs
  private var folder: String { trained.folder.path }

  init() throws {
    trained = try CheckpointedRun(validationImages: 2)
    try trained.checkpoint(5, error: 0.4)
    try trained.checkpoint(9, error: 0.6)
    let journal = try trained.run.openJournal()
    try journal.append(
      .started(
        .init(
          run: "first", network: "tiny", parameters: 1, data: "pictures",
          classes: CheckpointedRun.classes, trainImages: 6, validationImages: 6, seed: 1,
          plan: trained.plan, time: 1_790_000_000)))
    try journal.append(
      .step(
        .init(
          step: 1, epoch: 0.5, loss: 2.5, top1: 0.75, top5: 0.25, rate: 0.02, imagesPerSecond: 8,
          seconds: 1)))
    journal.release()
    jobs = RunJobs(trained.run.store) {}
  }

  private func recordKernels() throws {
    let kernels = Kernels(
      count: 4, channels: 3, size: 12, weights: (0..<1728).map { Float($0 % 7) })
    let recorder = try KernelRecorder(
      path: trained.run.kernelsPath, shape: .init(kernels), after: 0)
    for step in 0..<3 { try recorder.append(kernels, step: step) }
  }

  /// Starts an export and returns its last reply.
  private func reply(
    _ format: ExportFormat, to path: String, _ checkpoint: ChosenCheckpoint = .best,
    replaces: Bool = false
  ) throws -> ExportReply {
    jobs.write(
      ExportRequest(
        run: "first", format: format, checkpoint: checkpoint, path: path, replaces: replaces))
    while true {
      try #require(jobs.replies.waitForMessage(timeout: .seconds(120)))
      for case .export(let reply) in jobs.replies.drain() {
        if case .progress = reply { continue }
        return reply
      }
    }
  }

  private func written(_ reply: ExportReply) throws -> String {
    guard case .written(let text) = reply else {
      Issue.record("\(reply)")
      throw CancellationError()
    }
    return text
  }

  private func bytes(_ name: String) -> Data? {
    FileManager.default.contents(atPath: "\(folder)/\(name)")
  }

  /// The first bytes of a PNG are those of its specification; an APNG begins as a PNG. A safetensors file
  /// begins with the length of a JSON text.
  @Test(
    arguments: [
      (ExportFormat.kernels, "k.png", [0x89, 0x50, 0x4e, 0x47]),
      (.kernelsAPNG, "k.apng", [0x89, 0x50, 0x4e, 0x47]),
      (.kernelsGIF, "k.gif", Array("GIF89a".utf8)), (.safetensors, "n.safetensors", []),
      (.onnx, "n.onnx", [0x08]), (.csv, "m.csv", Array("step,".utf8)),
    ] as [(ExportFormat, String, [UInt8])])
  func everyFormatIsWrittenOnceAndReplacedOnRequest(
    format: ExportFormat, name: String, beginning: [UInt8]
  ) throws {
    try recordKernels()
    let path = "\(folder)/\(name)"
    let text = try written(reply(format, to: path))
    #expect(text.hasPrefix(path) && text.contains("first"))
    let first = try #require(bytes(name))
    #expect(first.starts(with: beginning) && first.count > 40)
    try trained.folder.write(name, [1])
    #expect(try reply(format, to: path) == .exists(path))
    #expect(bytes(name) == Data([1]))
    _ = try written(reply(format, to: path, replaces: true))
    #expect(bytes(name)?.count == first.count)
    let parts = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(!parts.contains { $0.hasSuffix(".part") })
  }

  @Test func theChosenCheckpointIsWritten() throws {
    for (checkpoint, step) in [(ChosenCheckpoint.best, 5), (.last, 9), (.step(9), 9)] {
      let text = try written(
        reply(.safetensors, to: "\(folder)/n.safetensors", checkpoint, replaces: true))
      #expect(text.contains("after step \(step),"))
    }
  }

  @Test func theSecondTableIsNotReplacedEither() throws {
    let beside = try trained.folder.write("m-validation.csv", [1])
    #expect(try reply(.csv, to: "\(folder)/m.csv") == .exists(beside))
    #expect(bytes("m.csv") == nil)
  }

  @Test func eventsOfTheRunAreReplacedOnRequest() throws {
    let path = "\(folder)/logs"
    #expect(try written(reply(.tensorBoard, to: path)).contains("1 steps"))
    #expect(try reply(.tensorBoard, to: path) == .exists("\(path)/first"))
    _ = try written(reply(.tensorBoard, to: path, replaces: true))
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(path)/first").count == 1)
  }

  @Test func aFailureIsAClearSentence() throws {
    for (format, path, words) in [
      (ExportFormat.kernelsGIF, "\(folder)/k.gif", "no recorded kernels"),
      (.onnx, "\(folder)/nowhere/n.onnx", "No such file or directory"),
      (.csv, "/dev/null/m.csv", "/dev/null/m.csv"),
    ] {
      guard case .failed(let text) = try reply(format, to: path) else {
        Issue.record("\(path) is written")
        continue
      }
      #expect(text.contains(words), "\(text)")
    }
    let path = trained.run.checkpoints.path(ofStep: 9)
    try Data([1, 2]).write(to: URL(filePath: path))
    guard case .failed(let text) = try reply(.onnx, to: "\(folder)/n.onnx", .last) else {
      Issue.record("a damaged checkpoint is exported")
      return
    }
    #expect(text.hasSuffix("Choose another checkpoint.") && bytes("n.onnx") == nil)
  }

  @Test func aCancelledExportChangesNoFile() throws {
    try trained.folder.write("n.onnx", [1])
    jobs.write(
      ExportRequest(run: "first", format: .onnx, path: "\(folder)/n.onnx", replaces: true))
    jobs.export.cancel()
    try #require(jobs.replies.waitForMessage(timeout: .seconds(60)))
    #expect(jobs.replies.drain() == [.export(.cancelled)])
    #expect(bytes("n.onnx") == Data([1]))
  }
}
