import Blueprint
import Foundation
import Testing

@testable import AlexNet

/// The files of `--schedule`.
@Suite struct ScheduleFiles {
  private func schedule(_ text: String) throws -> Schedule {
    let folder = try TemporaryFolder()
    let choice = try #require(ScheduleChoice(argument: try folder.file("schedule.json", text)))
    return try choice.schedule(for: .compact(classes: 10, side: 32))
  }

  @Test func haveSteps() throws {
    #expect(
      try schedule(#"[{"step": 10, "factor": 0.1}, {"step": 20, "factor": 2}]"#)
        == .table([.init(step: 10, factor: 0.1), .init(step: 20, factor: 2)]))
  }

  @Test func haveEpochsAndLayers() throws {
    let rows: [EpochTable.Row] = [
      .init(afterEpochs: 24, weights: 0.1), .init(afterEpochs: 66, layer: "conv1", weights: 0),
      .init(afterEpochs: 66.5, biases: 0.5, colorNoise: false),
    ]
    #expect(
      try schedule(
        #"""
        [{"afterEpochs": 24, "weights": 0.1}, {"afterEpochs": 66, "layer": "conv1", "weights": 0},
        {"afterEpochs": 66.5, "biases": 0.5, "colorNoise": false}]
        """#) == .epochs(EpochTable(rows: rows)))
  }

  @Test(arguments: [
    "{}", #"[{"step": 20, "factor": 1}, {"step": 10, "factor": 1}]"#,
    #"[{"step": 0, "factor": 1}]"#, #"[{"afterEpochs": 24, "weights": 0}]"#,
    #"[{"afterEpochs": 24, "layer": "conv9", "weights": 1}]"#,
    #"[{"afterEpochs": 2, "weights": 1}, {"afterEpochs": 1, "weights": 1}]"#,
  ])
  func areRefusedWithoutATableThatFits(text: String) {
    #expect(throws: OptionError.self) { try schedule(text) }
  }

  /// 21 is Linux's EISDIR.
  @Test func areRefusedWithTheSystemsReason() throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let path = folder.path + "/folder.json"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let choice = try #require(ScheduleChoice(argument: path))
    let error = try #require(throws: OptionError.self) {
      try choice.schedule(for: .compact(classes: 10, side: 32))
    }
    let reason = String(cString: strerror(21))
    #expect(error.problem == "--schedule cannot be '\(path)': it cannot be read: \(reason)")
  }
}
