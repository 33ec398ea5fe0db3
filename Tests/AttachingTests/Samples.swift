import Blueprint
import Observing
import Runs

@testable import Attaching

extension Snapshot {
  /// A snapshot with every part that the version's checksum covers, and with different numbers.
  static let sample: Snapshot = {
    var snapshot = Snapshot(
      run: "r", step: 1234,
      layers: [
        LayerSummary(
          name: "conv1", output: Shape(channels: 16, height: 8, width: 9), mean: 0.25,
          deviation: 1.5, minimum: -2, maximum: .infinity, zeros: 0.5, gradientNorm: 1e-3,
          updateRatio: 2e-3, histogram: [1, 2, 3, .max]),
        LayerSummary(
          name: "größe", output: Shape(channels: 1, height: 1, width: 1), mean: 0, deviation: 0,
          minimum: 0, maximum: 0, zeros: 1, gradientNorm: 0, updateRatio: 0, histogram: []),
      ],
      kernels: Kernels(count: 2, channels: 3, size: 2, weights: (0..<24).map { Float($0) / 7 }))
    snapshot.ranks = [
      RankSummary(
        rank: 0, host: "größe", process: 77, images: 64, step: 1234, stepSeconds: 0.5,
        waitingSeconds: 0.125, transferSeconds: 0.25, residentBytes: .max, silentSeconds: 0),
      RankSummary(
        rank: 1, host: "", process: .max, column: 1, images: 0, step: 0, stepSeconds: 0.75,
        waitingSeconds: 0, transferSeconds: 0, residentBytes: 0, silentSeconds: .infinity),
    ]
    return snapshot
  }()

  static let empty = Snapshot(run: "r", step: 0, layers: [], kernels: nil)
}

extension TrainerCommand {
  /// One command of every kind that clients send.
  static let all: [TrainerCommand] = [
    .pause, .resume, .step, .checkpoint, .stop, .scaleRate(by: 0.8), .dropout(on: true),
    .lrn(on: false), .fork(name: nil, [.dropout(0), .activation(.tanh)]), .rename("another"),
    .setRate(0.005),
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
      .hello(version: AttachingProtocol.version), .interest(.nothing), .interest(.overview),
      .interest(.inCell), .leave,
      .command(AddressedCommand(.stop, run: "compact-scenes-1")),
    ] + TrainerCommand.all.map { .command(AddressedCommand($0)) }
}

extension TrainerMessage {
  static let all: [TrainerMessage] = [
    .hello(
      version: AttachingProtocol.version,
      positions: [JournalPosition(run: "a", bytes: 0), JournalPosition(run: "b", bytes: .max)]),
    .event(EventLine(run: "a", event: .step(3))),
    .event(EventLine(run: "a", event: .failed(step: 3, message: "\"no\"\n"))),
    .snapshots([.sample, .empty]), .snapshots([]), .snapshots([.withFormula]),
    .refused("because"), .refused(""),
  ]
}

/// A random generator with the same numbers in every test (Steele, Lea and Flood's SplitMix64).
struct FixedRandomGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}
