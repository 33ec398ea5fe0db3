import Blueprint
import Foundation

@testable import Reproduction

/// Records that no training made: functions of the arm and the seed, with each kind of verdict among them.
enum StudyFixture {
  static let data = RunRecord.Data(
    name: "CIFAR-10", trainImages: 50_000, validationImages: 10_000, classes: 10,
    image: Shape(channels: 3, height: 32, width: 32), fingerprint: "c1fa10")

  static let machine = RunRecord.Machine(
    program: "1.4.0", oneDNN: "3.7.1", instructions: "avx512_core", processor: "Test <8> & Co.",
    threads: 2)

  /// The records of a study whose runs are all finished, except for two seeds of cifar-11 and cifar-13.
  static let records: [RunRecord] =
    curves.flatMap { curve in
      curve.seeds.map { record(curve, seed: $0) }
    } + sweeps

  /// All runs of the study.
  static let planned: [ReproductionReport.PlannedRun] =
    records.map(planned)
    + [(Arm.Name.cifar11, 2), (.cifar11, 3), (.cifar13, 2), (.cifar13, 3)].map { arm, seed in
      .init(run: "\(arm.rawValue)-seed-\(seed)", arm: arm, seed: seed, purpose: .measurement)
    }

  static let omissions = [
    ReproductionReport.Omission(
      experiment: "depth-compact",
      reason: "It needs about 2.1 hours more than the budget of 9 hours has left.")
  ]

  static func report(_ records: [RunRecord] = records) throws -> ReproductionReport {
    try ReproductionReport(
      records: records, planned: planned, omissions: omissions,
      command: "alexnet reproduce --data cifar-10-batches-bin --budget 9 --seeds 3")
  }

  // MARK: - Curves

  /// The course of an arm's errors.
  struct Curve {
    var arm: Arm.Name
    var seeds: [UInt64] = [1, 2, 3]
    var epochs: Int
    /// The validation error at the end.
    var error: Double
    /// The training error at the end.
    var training: Double
    /// The epochs in which the distance to the end falls to 1/e.
    var pace: Double
    var network = NetworkSpec.cifar18
    var knobs = Knobs(rate: 0.001, decay: 0.004)
    /// The error with ten views; `nil` without.
    var tenViews: Double?
  }

  static let curves: [Curve] = [
    Curve(
      arm: .fourLayerReLU, epochs: 40, error: 0.262, training: 0.16, pace: 3.1,
      network: .fourLayer(classes: 10, side: 32), knobs: Knobs(rate: 0.02, decay: 0)),
    Curve(
      arm: .fourLayerTanh, epochs: 40, error: 0.301, training: 0.21, pace: 12.5,
      network: tanhNetwork, knobs: Knobs(rate: 0.005, decay: 0)),
    Curve(arm: .cifar18, epochs: 60, error: 0.1832, training: 0.12, pace: 7),
    Curve(
      arm: .cifar18WithoutLRN, epochs: 60, error: 0.1911, training: 0.118, pace: 6.5,
      network: withoutLRN),
    Curve(
      arm: .cifar18WithoutOverlap, epochs: 60, error: 0.1787, training: 0.11, pace: 7.5,
      network: withoutOverlap),
    Curve(
      arm: .cifar11, seeds: [1], epochs: 40, error: 0.128, training: 0.08, pace: 6, tenViews: 0.1164
    ),
    Curve(
      arm: .cifar13, seeds: [1], epochs: 40, error: 0.149, training: 0.09, pace: 6, tenViews: 0.1341
    ),
    Curve(arm: .compact, epochs: 30, error: 0.231, training: 0.19, pace: 5, network: compact),
    Curve(
      arm: .compactWithoutDropout, epochs: 30, error: 0.2205, training: 0.02, pace: 3,
      network: compact, knobs: Knobs(dropout: 0)),
    Curve(
      arm: .compactWithoutAugmentation, epochs: 30, error: 0.284, training: 0.04, pace: 4,
      network: compact, knobs: Knobs(augmentation: Augmentation(crop: false, mirror: false))),
    Curve(
      arm: .compactWithoutExchange, epochs: 30, error: 0.2317, training: 0.193, pace: 5,
      network: compact),
  ]

  private static let compact = NetworkSpec.compact(classes: 10, side: 32)
  private static let tanhNetwork = NetworkSpec.fourLayer(classes: 10, side: 32).with(
    activation: .tanh)
  private static let withoutOverlap = NetworkSpec.cifar18.with(pooling: .plain)

  private static let withoutLRN: NetworkSpec = {
    var network = NetworkSpec.cifar18
    network.layers.removeAll { $0.name.hasPrefix("norm") }
    return network
  }()

  /// The fraction of a sine of a large argument: numbers without a pattern, in −1…1.
  static func noise(_ values: Double...) -> Double {
    var sum = 0.3
    for value in values { sum = sum * 7.31 + value }
    let wave = sin(sum * 12.9898) * 43758.5453
    return 2 * (wave - wave.rounded(.down)) - 1
  }

  // MARK: - Records

  static func record(_ curve: Curve, seed: UInt64) -> RunRecord {
    let steps = 391
    let arm = Double(Arm.Name.allCases.firstIndex(of: curve.arm) ?? 0)
    let shift = 0.0012 * noise(Double(seed), 1) + 0.0012 * noise(arm, Double(seed), 2)
    let points = (1...curve.epochs).map { epoch in
      let rest = exp(-Double(epoch) / curve.pace)
      let wobble = 0.004 * noise(arm, Double(seed), Double(epoch)) * (rest + 0.2)
      return RunRecord.Point(
        step: epoch * steps, epoch: Double(epoch * steps * 128) / 50_000,
        trainingLoss: 2.3 * rest + 3 * curve.training,
        trainingTop1: curve.training + shift + (0.9 - curve.training) * rest + wobble,
        loss: 2.3 * rest + 3.2 * curve.error,
        top1: rounded(curve.error + shift + (0.85 - curve.error) * rest + 2 * wobble),
        top5: rounded(curve.error / 12 + 0.4 * rest))
    }
    let last = curve.epochs * steps
    let run = "\(curve.arm.rawValue)-seed-\(seed)"
    var evaluations = [evaluation(last, views: 1, top1: curve.error + shift)]
    if let error = curve.tenViews {
      evaluations.append(evaluation(last, views: 10, top1: error + shift))
    }
    return RunRecord(
      run: run, arm: curve.arm, purpose: .measurement,
      plan: plan(curve, seed: seed), command: "alexnet reproduce --record study --repeat \(run)",
      parameters: (try? curve.network.layout().parameters) ?? 0, data: data, machine: machine,
      curve: points, lastStep: last, end: .completed, evaluations: evaluations,
      training: evaluation(last, views: 1, top1: curve.training + shift / 2),
      kernels: curve.arm == .compact ? KernelFixture.kernels(seed: seed) : nil,
      weights: "5eed\(seed)")
  }

  private static func plan(_ curve: Curve, seed: UInt64) -> RunPlan {
    RunPlan(
      network: curve.network, data: .folder(path: "cifar-10"), seed: seed, batch: 128,
      length: .epochs(curve.epochs), knobs: curve.knobs,
      schedule: .table([.init(step: curve.epochs * 313, factor: 0.1)]), threads: 2,
      validateEvery: 391)
  }

  private static func evaluation(_ step: Int, views: Int, top1: Double) -> RunRecord.Evaluation {
    .init(step: step, views: views, loss: 3 * top1, top1: rounded(top1), top5: rounded(top1 / 12))
  }

  /// An error on 10,000 images.
  private static func rounded(_ error: Double) -> Double { (error * 10_000).rounded() / 10_000 }

  /// Three rates for each of the two networks of Fig. 1. The largest one diverges with tanh.
  private static let sweeps: [RunRecord] = curves.prefix(2).flatMap { curve in
    [0.25, 1, 4].map { factor in
      var short = curve
      short.knobs.rate *= factor
      short.pace *= factor == 1 ? 1 : 1.8
      short.epochs = 12
      var record = record(short, seed: 1)
      record.purpose = .rateSweep
      record.run = "\(curve.arm.rawValue)-rate-\(Setting.text(of: short.knobs.rate))"
      record.evaluations = []
      record.training = nil
      if curve.arm == .fourLayerTanh, factor == 4 {
        for index in record.curve.indices.dropFirst(2) { record.curve[index].trainingTop1 = .nan }
      }
      return record
    }
  }

  private static func planned(_ record: RunRecord) -> ReproductionReport.PlannedRun {
    .init(
      run: record.run, arm: record.arm, seed: record.plan.seed, purpose: record.purpose)
  }
}
