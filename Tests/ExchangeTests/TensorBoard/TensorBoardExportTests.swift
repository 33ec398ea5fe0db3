import Blueprint
import Foundation
import Runs
import SwiftProtobuf
import Testing

@testable import Exchange

/// The event file of a whole run. The expected numbers are those of the recorded events, by hand.
@Suite struct TensorBoardExportTests {
  private let folder: TemporaryFolder
  private let recorded: RecordedRun

  init() throws {
    folder = try TemporaryFolder()
    recorded = try RecordedRun("one", in: folder)
  }

  private var logs: String { folder.path("logs") }

  private func export(replaces: Bool = false) throws -> TensorBoardExport.Summary {
    try TensorBoardExport(recorded.run, to: logs, draw: RecordedRun.draw)
      .write(replacesEvents: replaces)
  }

  private func read() throws -> ReadEvents { try ReadEvents([export().path]) }

  /// No folder can be created there, neither by root (EPERM) nor by another user (EACCES). The folder does not
  /// exist, so that a later question for it has another answer (ENOENT).
  @Test(.enabled(if: access("/sys/kernel", F_OK) == 0, "there is no /sys/kernel"))
  func aFolderThatCannotBeCreatedHasTheReasonOfTheSystem() throws {
    let error = #expect(throws: ExchangeError.self) {
      try EventFolder.create("/sys/kernel/none/logs")
    }
    guard case .fileFailed("create", "/sys/kernel/none", let code)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect([EPERM, EACCES].contains(code))
  }

  @Test func theFirstRecordIsTheVersion() throws {
    let events = try read().events
    #expect(events[0].fileVersion == "brain.Event:2")
    #expect(events[0].wallTime == 1_790_000_000)
  }

  @Test func numbersHaveTheirSteps() throws {
    try recorded.add([.step(1, loss: 4), .step(2, loss: 3), .validation(2, top1: 0.5)])
    let events = try read()
    #expect(events.scalars("loss/train") == [[1, 4], [2, 3]])
    #expect(events.scalars("top1Error/train") == [[1, 0.75], [2, 0.75]])
    #expect(events.scalars("loss/validation") == [[2, 1.5]])
    #expect(events.scalars("top1Error/validation") == [[2, 0.5]])
    #expect(events.scalars("training/imagesPerSecond") == [[1, 812.5], [2, 812.5]])
    #expect(events.scalars("training/epoch") == [[1, 0.5], [2, 0.5]])
    // With two classes, five guesses always contain the label.
    #expect(!events.tags.contains { $0.hasPrefix("top5") })
  }

  @Test func stepsThatWereRepeatedHaveTheirLastNumbers() throws {
    try recorded.add([
      .step(1, loss: 4), .step(2, loss: 9), .validation(2, top1: 0.9), .step(3, loss: 9),
      .finished(step: 3, seconds: 3, reason: .completed),
      .resumed(1, at: 1_790_000_100), .step(2, loss: 3),
    ])
    let events = try read()
    #expect(events.scalars("loss/train") == [[1, 4], [2, 3]])
    #expect(events.scalars("top1Error/validation").isEmpty)
    #expect(!events.tags.contains("_hparams_/session_end_info"))
  }

  @Test func datesAreTheStartOfTheSessionAndItsTrainingTime() throws {
    try recorded.add([
      .step(1, seconds: 2), .step(2, seconds: 4), .resumed(2, at: 1_790_000_100),
      .step(3, seconds: 6.5),
    ])
    let dates = try read().events.filter { $0.step > 0 }.map(\.wallTime)
    #expect(dates == [1_790_000_002, 1_790_000_004, 1_790_000_102.5])
  }

  @Test func theHistogramsAreTheRecordedOnes() throws {
    try recorded.addLayers([1, 3])
    try recorded.add([.step(1), .step(2), .step(3)])
    let events = try read()
    let activations = events.values("unitActivations/conv1")
    #expect(activations.map(\.step) == [1, 3])
    let histogram = activations[0].value.histo
    #expect(histogram.bucket == [4, 0, 3, 1])
    #expect(histogram.bucketLimit == [2, 4, 6, 8])
    #expect(histogram.min == 0 && histogram.max == 8 && histogram.num == 8)
    // 8 values with the mean 1 and the deviation 2: the mean of the squares is 1² + 2².
    #expect(histogram.sum == 8 && histogram.sumSquares == 40)
    #expect(events.values("weights/conv1")[0].value.histo.bucketLimit == [0, 1])
    let gradient = events.values("weightGradients/conv1")
    #expect(gradient.map(\.step) == [1, 3])
    #expect(gradient[0].value.histo.bucketLimit == [-2, 0, 2])
    #expect(gradient[0].value.histo.bucket == [1, 0, 7])
    #expect(gradient[0].value.histo.min == -4 && gradient[0].value.histo.sum == 2)
    #expect(events.scalars("weightGradientNorm/conv1") == [[1, 0.25], [3, 0.25]])
    #expect(events.scalars("updateRatio/conv1") == [[1, 0.125], [3, 0.125]])
  }

  @Test func thePicturesAreThoseOfTheRecordedKernels() throws {
    try recorded.addKernels([0, 2])
    try recorded.add([.step(1), .step(2)])
    let pictures = try read().values("kernels/conv1")
    #expect(pictures.map(\.step) == [0, 2])
    #expect(pictures[0].value.image.encodedImageString == Data([1, 2, 3]))
    #expect(pictures[0].value.image.width == 2 && pictures[0].value.image.colorspace == 3)
  }

  @Test func theSettingsOfThePlanAreHyperparameters() throws {
    try recorded.add([.step(1), .finished(step: 1, seconds: 1, reason: .completed)])
    let events = try read()
    let value = try #require(events.values("_hparams_/session_start_info").first?.value)
    #expect(value.metadata.pluginData.pluginName == "hparams")
    let session = try Tensorboard_HParamsPluginData(
      serializedBytes: value.metadata.pluginData.content
    ).sessionStartInfo
    #expect(session.startTimeSecs == 1_790_000_000)
    #expect(session.hparams["rate"]?.numberValue == 0.02)
    #expect(session.hparams["batch"]?.numberValue == 4)
    #expect(session.hparams["dropout"]?.numberValue == 0)
    #expect(session.hparams["lrn"]?.boolValue == true)
    #expect(session.hparams["length"]?.stringValue == "9 steps")
    let end = try #require(events.values("_hparams_/session_end_info").first?.value)
    let data = try Tensorboard_HParamsPluginData(serializedBytes: end.metadata.pluginData.content)
    #expect(data.sessionEndInfo.status == .success)
  }

  @Test func theReportCountsWhatWasWritten() throws {
    try recorded.addLayers([1])
    try recorded.addKernels([0])
    try recorded.add([.step(1), .step(2), .validation(2, top1: 0.5)])
    let summary = try export()
    #expect(summary.steps == 2 && summary.validations == 1)
    #expect(summary.pictures == 1 && summary.histograms == 3)
    let bytes = try FileManager.default.attributesOfItem(atPath: summary.path)[.size] as? Int
    #expect(summary.bytes == bytes)
  }

  @Test func eventsAreReplacedOnlyOnRequest() throws {
    try recorded.add([.step(1)])
    let first = try export().path
    #expect(throws: ExchangeError.eventsExist(folder: "\(logs)/one")) { try export() }
    let second = try export(replaces: true).path
    #expect(first != second)
    #expect(folder.names(in: "logs/one").map { "\(logs)/one/\($0)" } == [second])
  }

  @Test func aStoppedExportLeavesTheEarlierEvents() throws {
    let first = try export().path
    let bytes = FileManager.default.contents(atPath: first)
    try recorded.add([.step(1)])
    #expect(throws: ExchangeError.stopped) {
      try TensorBoardExport(recorded.run, to: logs, draw: RecordedRun.draw)
        .write(replacesEvents: true) { _ in throw ExchangeError.stopped }
    }
    #expect(FileManager.default.contents(atPath: first) == bytes)
    #expect(folder.names(in: "logs/one").count == 1)
  }

  @Test func twoRunsAreNeverInOneFolder() throws {
    try FileManager.default.createDirectory(
      atPath: "\(logs)/one", withIntermediateDirectories: true)
    let foreign = "\(logs)/one/events.out.tfevents.1.host.1"
    var event = Tensorboard_Event()
    event.fileVersion = "brain.Event:2"
    var other = Tensorboard_Event()
    other.summary.value = [.with { $0.tag = "loss" }]
    try Data(event.recordBytes + other.recordBytes).write(to: URL(filePath: foreign))
    #expect(try export().path.hasPrefix("\(logs)/one-2/"))
    // The same run uses its folder again.
    #expect(throws: ExchangeError.eventsExist(folder: "\(logs)/one-2")) { try export() }
    let later = try RecordedRun("one-2", in: folder, startedAt: 1_790_000_001)
    let path = try TensorBoardExport(later.run, to: logs, draw: RecordedRun.draw).write().path
    #expect(path.hasPrefix("\(logs)/one-2-2/"))
  }

  @Test func aFileInThePlaceOfTheFolderIsNamed() throws {
    try Data([1]).write(to: URL(filePath: logs))
    // 20 is ENOTDIR.
    #expect(throws: ExchangeError.fileFailed(action: "create", path: logs, code: 20)) {
      try export()
    }
    #expect(FileManager.default.contents(atPath: logs) == Data([1]))
  }

  @Test func aRunWithoutEventsIsRefused() throws {
    let run = try RunStore(directory: folder.path("runs")).create(
      RecordedRun.plan, name: "two", data: "scenes")
    #expect(throws: ExchangeError.notStarted(run: "two")) {
      try TensorBoardExport(run, to: logs, draw: RecordedRun.draw).write()
    }
  }
}

extension TemporaryFolder {
  /// The names of the files in a folder of the folder.
  func names(in name: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path(name))) ?? []).sorted()
  }
}
