import Blueprint
import Foundation
import Runs

/// A folder that is deleted with its object.
final class TemporaryFolder {
  let path = FileManager.default.temporaryDirectory
    .appending(path: "runs-tests-\(UUID().uuidString)").path()

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var store: RunStore { RunStore(directory: "\(path)/runs") }
}

extension RunPlan {
  static func example(data: DataChoice = .scenes) -> RunPlan {
    RunPlan(
      network: .compact(classes: 40, side: 64), data: data, seed: .max, batch: 128,
      length: .steps(1000), knobs: Knobs(rate: 0.02), schedule: .plateau(.init()), threads: 2,
      validateEvery: 100)
  }
}

extension TrainingEvent {
  static let started = TrainingEvent.started(
    Started(
      run: "compact-scenes-1", network: "compact", parameters: 1_234_567, data: "scenes",
      classes: ["striped \"star\"", "dotted\tring\n", "Mond \\ 🌙\u{1}"], trainImages: 9000,
      validationImages: 1000, seed: .max, plan: .example(), time: 1_790_000_000.123456))

  static func step(_ step: Int, loss: Double = 2.5) -> TrainingEvent {
    .step(
      Step(
        step: step, epoch: 0.5, loss: loss, top1: 0.75, top5: 0.25, rate: 0.02,
        imagesPerSecond: 812.5, seconds: 12.25, waited: 0.125))
  }

  static func validation(_ step: Int, top1: Double, top5: Double) -> TrainingEvent {
    .validation(Validation(step: step, epoch: 1, loss: 1.5, top1: top1, top5: top5))
  }

  /// Events of all kinds but `renamed`.
  static let all: [TrainingEvent] = [
    .started, .step(1), .validation(1, top1: 0.9, top5: 0.5),
    .rate(step: 2, rate: 0.1 + 0.2, cause: .hand), .rate(step: 2, rate: 0.01, cause: .schedule),
    .scheduled(step: 2, change: .rate(layers: ["conv1", "fc8"], biases: true, rate: 0.1 + 0.2)),
    .scheduled(step: 2, change: .rate(layers: ["conv1"], biases: false, rate: 0)),
    .scheduled(step: 2, change: .colorNoise(on: false)),
    .toggled(step: 3, knob: .dropout, on: false), .toggled(step: 3, knob: .lrn, on: true),
    .paused(step: 4, on: true), .checkpoint(step: 4, path: "/a \"b\"/step-00000004.safetensors"),
    .resumed(
      Resumed(
        step: 4, knobs: Knobs(rate: 0.1 + 0.2, lrn: false), length: .epochs(9),
        time: 1_790_000_001.5)),
    .warning(step: 5, kind: "flat-loss", message: "flat: \"ln 40\""),
    .finished(step: 6, seconds: 12.5, reason: .completed),
    .finished(step: 6, seconds: 12.5, reason: .stopped),
    .finished(step: 6, seconds: 12.5, reason: .plateau), .failed(step: 7, message: "loss is nan"),
  ]
}

/// Random numbers that are the same in every run of the tests (Knuth's MMIX generator).
struct FixedRandomGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 29
  }

  /// Returns a number from 0 up to `limit`, which is excluded.
  mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }
}
