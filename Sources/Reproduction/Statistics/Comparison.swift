import Glibc
import Statistics

/// The comparison of two arms in pairs: the runs of a seed have the same initial weights and the same batches.
public struct Comparison: Hashable, Sendable {
  /// The figures of the arm that has what the claim is about, in the order of the seeds.
  public let with: [Sample]
  /// The figures of the arm that lacks it.
  public let without: [Sample]
  /// The effect over the seeds that both arms have; `nil` without such a seed.
  public let effect: Effect?
  /// The factor of speed that is exceeded in each seed, if the arm without did not reach the target in any and
  /// the arm with did in all; otherwise `nil`. There is no interval then.
  public let leastFactor: Double?
  /// The verdict.
  public let verdict: Verdict

  /// The size of an effect.
  public struct Effect: Hashable, Sendable {
    /// The scale of an effect.
    public enum Scale: Hashable, Sendable {
      /// The figure with minus the figure without, as a share. The claims are about lower figures.
      case difference
      /// The figure without divided by the figure with: a factor of speed.
      case factor
    }

    /// The scale.
    public let scale: Scale
    /// The number of seeds that both arms have.
    public let seeds: Int
    /// The mean over the seeds: the arithmetic mean of differences, the geometric mean of factors.
    public let value: Double
    /// The 95% interval of the mean; `nil` if the seeds do not show how large chance is.
    public let interval: ClosedRange<Double>?
    /// The probability of an effect at least this large without any; `nil` without an interval.
    public let p: Double?
  }

  /// A run in each arm with the same seed.
  public var pairs: [(with: Sample, without: Sample)] {
    with.compactMap { sample in
      without.first { $0.seed == sample.seed }.map { (sample, $0) }
    }
  }

  /// Compares the runs of two arms.
  /// - Parameters:
  ///   - quantity: The quantity that is compared.
  ///   - with: The runs that have what the claim is about, each with another seed.
  ///   - without: The runs that lack it.
  ///   - arms: The names of both arms.
  init(
    _ quantity: Experiment.Quantity, with: [RunRecord], without: [RunRecord],
    arms: (with: Arm.Name, without: Arm.Name)
  ) {
    var missing: MissingFigure?
    func samples(_ records: [RunRecord]) -> [Sample] {
      records.sorted { $0.plan.seed < $1.plan.seed }.compactMap { record in
        do throws(MissingFigure) {
          return try record.sample(of: quantity)
        } catch {
          missing = missing ?? error
          return nil
        }
      }
    }
    (self.with, self.without) = (samples(with), samples(without))
    leastFactor = Self.leastFactor(quantity, self.with, without, samples: self.without)
    let scale: Effect.Scale = if case .epochs = quantity { .factor } else { .difference }
    effect = Effect(Self.pairs(self.with, self.without), scale)
    if let reason = Self.obstacle(with, without, arms) ?? missing.map(Untested.missing) {
      verdict = .notTested(reason)
    } else {
      verdict = effect?.verdict ?? .notTested(.tooFewSeeds(0))
    }
  }

  private static func pairs(_ with: [Sample], _ without: [Sample]) -> [(Sample, Sample)] {
    with.compactMap { sample in
      without.first { $0.seed == sample.seed }.map { (sample, $0) }
    }
  }

  private static func leastFactor(
    _ quantity: Experiment.Quantity, _ with: [Sample], _ without: [RunRecord], samples: [Sample]
  ) -> Double? {
    guard case .epochs = quantity, samples.isEmpty, !without.isEmpty else { return nil }
    var least = Double.infinity
    for record in without {
      guard record.end != .diverged, let epochs = record.curve.last?.epoch,
        let sample = with.first(where: { $0.seed == record.plan.seed })
      else { return nil }
      least = min(least, epochs / sample.value)
    }
    return least
  }

  /// Returns a reason why runs cannot be compared.
  private static func obstacle(
    _ with: [RunRecord], _ without: [RunRecord], _ arms: (with: Arm.Name, without: Arm.Name)
  ) -> Untested? {
    guard let first = with.first else { return .noRuns(arms.with) }
    guard let second = without.first else { return .noRuns(arms.without) }
    if let other = (with + without).first(where: { $0.data != first.data }) {
      return .otherImages(run: first.run, other: other.run)
    }
    for (reference, runs) in [(first, with), (second, without)] {
      if let other = runs.first(where: { !$0.repeats(reference) }) {
        return .otherPlan(run: reference.run, other: other.run)
      }
    }
    return nil
  }
}

extension RunRecord {
  /// True if the run is one of another record's arm: it differs in the seed alone.
  func repeats(_ other: RunRecord) -> Bool {
    plan.isRepetition(of: other.plan) && plan.length == other.plan.length
  }
}

extension Comparison.Effect {
  /// Computes the effect of pairs; `nil` without any.
  fileprivate init?(_ pairs: [(with: Sample, without: Sample)], _ scale: Scale) {
    guard !pairs.isEmpty else { return nil }
    let (with, without) = (pairs.map(\.with.value), pairs.map(\.without.value))
    self.scale = scale
    seeds = pairs.count
    switch scale {
    case .difference:
      let test = PairedTest(without, with)
      value = Measurements(zip(with, without).map { $0 - $1 }).mean
      interval = test?.interval()
      p = test?.p
    case .factor:
      // Factors are compared as logarithms: half as fast is as far from equal as twice as fast.
      let (with, without) = (with.map { log($0) }, without.map { log($0) })
      let test = PairedTest(with, without)
      value = exp(Measurements(zip(with, without).map { $1 - $0 }).mean)
      interval = test.map {
        let interval = $0.interval()
        return exp(interval.lowerBound)...exp(interval.upperBound)
      }
      p = test?.p
    }
  }

  fileprivate var verdict: Verdict {
    guard seeds > 1 else { return .notTested(.tooFewSeeds(seeds)) }
    guard let interval else { return .notTested(.equalDifferences) }
    return switch scale {
    case .difference: interval.verdict(against: 0, claimIsBelow: true)
    case .factor: interval.verdict(against: 1, claimIsBelow: false)
    }
  }
}
