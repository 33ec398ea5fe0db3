import Blueprint
import Runs

@testable import Attaching

extension Glimpse {
  /// Every part is there, with numbers that differ.
  static let sample = Glimpse(
    run: "r", step: 1234,
    layers: [
      Layer(
        name: "conv1", output: Shape(channels: 16, height: 8, width: 9), mean: 0.25,
        deviation: 1.5, minimum: -2, maximum: .infinity, zeros: 0.5, gradientNorm: 1e-3,
        updateRatio: 2e-3, histogram: [1, 2, 3, .max]),
      Layer(
        name: "größe", output: Shape(channels: 1, height: 1, width: 1), mean: 0, deviation: 0,
        minimum: 0, maximum: 0, zeros: 1, gradientNorm: 0, updateRatio: 0, histogram: []),
    ],
    kernels: Kernels(count: 2, channels: 3, size: 2, weights: (0..<24).map { Float($0) / 7 }))

  static let empty = Glimpse(run: "r", step: 0, layers: [], kernels: nil)
}

extension TrainerCommand {
  /// One of every kind.
  static let all: [TrainerCommand] = [
    .pause, .resume, .step, .checkpoint, .stop, .scaleRate(by: 0.8), .dropout(on: true),
    .lrn(on: false), .fork(name: nil, [.dropout(0), .activation(.tanh)]), .rename("another"),
  ]
}

extension TrainingEvent {
  static func step(_ step: Int) -> TrainingEvent {
    .step(
      .init(
        step: step, epoch: 0.5, loss: 2.5, top1: 0.75, top5: 0.25, rate: 0.02,
        imagesPerSecond: 812.5, seconds: 12.25))
  }
}

extension ClientMessage {
  static let all: [ClientMessage] =
    [
      .hello(version: Language.version), .interest(.nothing), .interest(.overview), .leave,
      .command(.stop, run: "compact-scenes-1"),
    ] + TrainerCommand.all.map { .command($0, run: nil) }
}

extension TrainerMessage {
  static let all: [TrainerMessage] = [
    .hello(
      version: Language.version,
      places: [JournalPlace(run: "a", bytes: 0), JournalPlace(run: "b", bytes: .max)]),
    .event(EventLine(run: "a", event: .step(3))),
    .event(EventLine(run: "a", event: .failed(step: 3, message: "\"no\"\n"))),
    .glimpses([.sample, .empty]), .glimpses([]), .refused("because"), .refused(""),
  ]
}

/// Chance that is the same every time (Steele, Lea and Flood's SplitMix64).
struct FixedChance: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}
