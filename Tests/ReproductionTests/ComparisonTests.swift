import Blueprint
import Testing

@testable import Reproduction

/// A finished run with an error on the validation images.
private func run(
  _ arm: Arm.Name = .cifar18, seed: UInt64, error: Double, training: Double? = nil
) -> RunRecord {
  var record = StudyFixture.record(StudyFixture.curves[2], seed: seed)
  record.arm = arm
  record.run = "\(arm.rawValue)-\(seed)"
  record.evaluations = [
    .init(step: record.lastStep, views: 1, loss: 1, top1: error, top5: 0),
    .init(step: record.lastStep, views: 10, loss: 1, top1: error / 2, top5: 0),
  ]
  record.training = training.map {
    .init(step: record.lastStep, views: 1, loss: 1, top1: $0, top5: 0)
  }
  return record
}

/// A run whose training errors are given at the ends of epochs.
private func run(_ arm: Arm.Name, seed: UInt64, trainingErrors: [Double?]) -> RunRecord {
  var record = run(arm, seed: seed, error: 0.3)
  record.curve = trainingErrors.enumerated().map { index, error in
    .init(
      step: 100 * (index + 1), epoch: Double(index + 1), trainingLoss: 1, trainingTop1: error,
      loss: 1,
      top1: 0.4, top5: 0.1)
  }
  return record
}

private func compare(
  _ quantity: Experiment.Quantity, _ with: [RunRecord], _ without: [RunRecord]
) -> Comparison {
  Comparison(quantity, with: with, without: without, arms: (.cifar18, .cifar18WithoutLRN))
}

private func compare(_ with: [RunRecord], _ without: [RunRecord]) -> Comparison {
  compare(.error(views: 1), with, without)
}

@Suite struct ComparisonTests {
  private let with = [0.1834, 0.1812, 0.1851]
  private let without = [0.1902, 0.1875, 0.1893]

  private func runs(_ errors: [Double], _ arm: Arm.Name = .cifar18) -> [RunRecord] {
    errors.enumerated().map { run(arm, seed: UInt64($0 + 1), error: $1) }
  }

  /// SciPy 1.17.1: `stats.ttest_rel(with, without)` with its interval.
  @Test func `An effect is the paired difference with its interval`() throws {
    let comparison = compare(runs(with), runs(without, .cifar18WithoutLRN))
    let effect = try #require(comparison.effect)
    let interval = try #require(effect.interval)
    #expect(abs(effect.value + 0.005_766_666_666_666_67) < 1e-12)
    #expect(abs(interval.lowerBound + 0.009_193_816_521_189_526) < 1e-12)
    #expect(abs(interval.upperBound + 0.002_339_516_812_143_814_7) < 1e-12)
    #expect(abs((effect.p ?? 0) - 0.018_549_303_300_231_6) < 1e-11)
    #expect(comparison.verdict == .confirmed)
    let swapped = compare(runs(without), runs(with, .cifar18WithoutLRN))
    #expect(swapped.verdict == .contradicted)
  }

  @Test func `Runs are paired by seed and not by order`() {
    let (first, second) = (runs(with), runs(without, .cifar18WithoutLRN))
    let shuffled = compare([first[2], first[0], first[1]], second.reversed())
    #expect(shuffled == compare(first, second))
    let more = compare(first + [run(seed: 9, error: 0.9)], second)
    #expect(more.effect == compare(first, second).effect)
    #expect(more.with.count == 4)
  }

  @Test func `One seed has an effect and no verdict`() {
    let comparison = compare([run(seed: 1, error: 0.1)], [run(seed: 1, error: 0.4)])
    #expect(abs((comparison.effect?.value ?? 0) + 0.3) < 1e-12)
    #expect(comparison.effect?.interval == nil)
    #expect(comparison.verdict == .notTested(.tooFewSeeds(1)))
    let apart = compare([run(seed: 1, error: 0.1)], [run(seed: 2, error: 0.4)])
    #expect(apart.verdict == .notTested(.tooFewSeeds(0)))
  }

  @Test func `Equal differences do not show chance`() {
    let comparison = compare(runs([0.18, 0.19]), runs([0.2, 0.21], .cifar18WithoutLRN))
    #expect(comparison.verdict == .notTested(.equalDifferences))
  }

  @Test func `Runs with other images or other plans are not compared`() {
    var other = runs(without, .cifar18WithoutLRN)
    other[2].data.fingerprint = "other"
    #expect(
      compare(runs(with), other).verdict
        == .notTested(.otherImages(run: "cifar-18-1", other: "cifar-18-without-lrn-3")))
    other = runs(without, .cifar18WithoutLRN)
    other[1].plan.length = .epochs(7)
    #expect(
      compare(runs(with), other).verdict
        == .notTested(.otherPlan(run: "cifar-18-without-lrn-1", other: "cifar-18-without-lrn-2")))
    #expect(compare([], other).verdict == .notTested(.noRuns(.cifar18)))
  }

  @Test func `The views of an evaluation are those of the experiment`() throws {
    let comparison = compare(.error(views: 10), runs(with), runs(without, .cifar18WithoutLRN))
    #expect(comparison.with.map(\.value) == with.map { $0 / 2 })
    var old = runs(with)
    old[1].evaluations.removeLast()
    #expect(
      compare(.error(views: 10), old, runs(without)).verdict
        == .notTested(.missing(.evaluation(run: "cifar-18-2", views: 10))))
  }

  @Test func `Overfitting needs the error on training images`() {
    let with = [run(seed: 1, error: 0.3, training: 0.2), run(seed: 2, error: 0.32, training: 0.21)]
    let without = [
      run(seed: 1, error: 0.35, training: 0.05), run(seed: 2, error: 0.4, training: 0.1),
    ]
    let comparison = compare(.overfitting, with, without)
    #expect(zip(comparison.with.map(\.value), [0.1, 0.11]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(zip(comparison.without.map(\.value), [0.3, 0.3]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(
      compare(.overfitting, with, [run(seed: 1, error: 0.3)]).verdict
        == .notTested(.missing(.training(run: "cifar-18-1"))))
  }

  @Test(arguments: [
    (-0.02...(-0.01), Verdict.confirmed), (0.01...0.02, .contradicted),
    (-0.01...0.02, .notToldFromChance), (-0.01...0, .notToldFromChance),
  ])
  func `The side of the interval decides`(interval: ClosedRange<Double>, verdict: Verdict) {
    #expect(interval.verdict(against: 0, claimIsBelow: true) == verdict)
    let factors = (1 - interval.upperBound)...(1 - interval.lowerBound)
    #expect(factors.verdict(against: 1, claimIsBelow: false) == verdict)
  }
}

@Suite struct LearningTimeTests {
  private let target = Experiment.Quantity.epochs(untilTrainingError: 0.25)

  /// The line from 0.3 to 0.2 crosses 0.25 in the middle.
  @Test func `The crossing is on the line between two ends`() throws {
    let sample = try run(.fourLayerReLU, seed: 1, trainingErrors: [nil, 0.5, 0.3, 0.2, 0.4, 0.1])
      .sample(of: target)
    #expect(abs(sample.value - 3.5) < 1e-12)
    #expect(sample.step == 400)
    let exact = try run(.fourLayerReLU, seed: 1, trainingErrors: [0.5, 0.25]).sample(of: target)
    #expect(exact.value == 2)
    let first = try run(.fourLayerReLU, seed: 1, trainingErrors: [0.2, 0.1]).sample(of: target)
    #expect(first.value == 1)
  }

  @Test func `A target that is not reached and a loss of NaN have different errors`() {
    #expect(throws: MissingFigure.target(run: "cifar-18-1", error: 0.25, lowest: 0.3, epochs: 3)) {
      try run(.cifar18, seed: 1, trainingErrors: [0.5, 0.3, 0.35]).sample(of: target)
    }
    #expect(throws: MissingFigure.diverged(run: "cifar-18-1")) {
      try run(.cifar18, seed: 1, trainingErrors: [0.5, .nan, 0.1]).sample(of: target)
    }
  }

  /// NumPy and SciPy 1.17.1: the one-sample t-test of the logarithms of the factors, 5, 36/7 and 40/6.5.
  @Test func `A factor has the interval of its logarithm`() throws {
    func runs(_ arm: Arm.Name, _ epochs: [Double]) -> [RunRecord] {
      epochs.enumerated().map { index, epochs in
        var record = run(arm, seed: UInt64(index + 1), trainingErrors: [0.5, 0.25])
        record.curve[1].epoch = epochs
        return record
      }
    }
    let comparison = compare(
      target, runs(.fourLayerReLU, [6, 7, 6.5]), runs(.fourLayerTanh, [30, 36, 40]))
    let effect = try #require(comparison.effect)
    let interval = try #require(effect.interval)
    #expect(abs(effect.value - 5.408_876_099_943_074) < 1e-9)
    #expect(abs(interval.lowerBound - 4.088_778_981_605_162) < 1e-9)
    #expect(abs(interval.upperBound - 7.155_177_816_202_277) < 1e-9)
    #expect(abs((effect.p ?? 0) - 0.001_480_728_804_004_466_7) < 1e-9)
    #expect(comparison.verdict == .confirmed)
  }

  /// 4 epochs without reaching the target, against 1.5 and 2 epochs.
  @Test func `A target that one network never reaches bounds the factor`() throws {
    let with = [
      run(.cifar18, seed: 1, trainingErrors: [0.3, 0.2]),
      run(.cifar18, seed: 2, trainingErrors: [0.3, 0.25]),
    ]
    let without = [1, 2].map {
      run(.fourLayerTanh, seed: $0, trainingErrors: [0.6, 0.5, 0.4, 0.3])
    }
    let bounded = compare(target, with, without)
    #expect(abs(try #require(bounded.leastFactor) - 2) < 1e-12)
    #expect(
      bounded.verdict
        == .notTested(
          .missing(.target(run: "four-layer-tanh-1", error: 0.25, lowest: 0.3, epochs: 4))))
    #expect(compare(target, Array(with.prefix(1)), without).leastFactor == nil)
    #expect(compare(target, with, with).leastFactor == nil)
  }
}

@Suite struct ColumnTests {
  private func run(_ seed: UInt64, _ first: [Double], _ second: [Double], columns: Int = 2)
    -> RunRecord
  {
    var record = StudyFixture.record(StudyFixture.curves[7], seed: seed)
    record.kernels = KernelRecord(
      count: first.count + second.count, side: 1, columns: columns, pixels: "",
      colour: first + second)
    return record
  }

  private let low = [0.1, 0.12, 0.15, 0.2, 0.11, 0.18]
  private let high = [0.5, 0.6, 0.55, 0.7, 0.52, 0.64]

  @Test func `A claim about every run needs every run`() {
    let clear = ColumnSpecialization([run(1, low, high), run(2, high, low)], arm: .compact)
    #expect(clear.verdict == .confirmed)
    // Six low and six high shares: two of the 924 divisions separate them.
    #expect(clear.runs.allSatisfy { abs($0.p - 2.0 / 924) < 0.002 })
    #expect(clear.runs[0].difference > 0 && clear.runs[1].difference < 0)
    let mixed = [low[0], high[0], low[1], high[1], low[2], high[2]]
    let one = ColumnSpecialization([run(1, low, high), run(2, mixed, mixed)], arm: .compact)
    #expect(one.verdict == .notToldFromChance)
    #expect(one.p.map { $0 < 0.05 } == true)
  }

  @Test func `One run and one column have no verdict`() {
    #expect(
      ColumnSpecialization([run(1, low, high)], arm: .compact).verdict
        == .notTested(.tooFewSeeds(1)))
    let single = run(2, low, high, columns: 1)
    #expect(
      ColumnSpecialization([run(1, low, high), single], arm: .compact).verdict
        == .notTested(.missing(.columns(run: single.run))))
    #expect(ColumnSpecialization([], arm: .compact).verdict == .notTested(.noRuns(.compact)))
  }
}
