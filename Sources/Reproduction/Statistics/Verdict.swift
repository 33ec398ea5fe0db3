/// The result of an experiment in a word. `ClosedRange<Double>.verdict(against:claimIsBelow:)` has the rule.
public enum Verdict: Hashable, Sendable {
  /// The 95% interval of the effect excludes no effect, on the side of the claim.
  case confirmed
  /// The interval excludes no effect, on the other side.
  case contradicted
  /// The interval contains no effect.
  case notToldFromChance
  /// There is no interval.
  case notTested(Untested)

  /// The kinds of verdicts, in the order of a summary.
  public enum Kind: Hashable, Sendable, CaseIterable {
    case confirmed, contradicted, notToldFromChance, notTested
  }

  /// The kind, without the reason.
  public var kind: Kind {
    switch self {
    case .confirmed: .confirmed
    case .contradicted: .contradicted
    case .notToldFromChance: .notToldFromChance
    case .notTested: .notTested
    }
  }
}

/// The reason why an experiment has no interval, and so no verdict.
public enum Untested: Hashable, Sendable {
  /// The study left the experiment out; a sentence gives the reason.
  case leftOut(String)
  /// No run is finished in an arm.
  case noRuns(Arm.Name)
  /// Fewer than two seeds are finished in both arms.
  case tooFewSeeds(Int)
  /// A run lacks the figure.
  case missing(MissingFigure)
  /// Two runs had different images, so their figures cannot be compared.
  case otherImages(run: String, other: String)
  /// Two runs of an arm differ in more than their seeds.
  case otherPlan(run: String, other: String)
  /// All seeds have the same difference, which does not show how large chance is.
  case equalDifferences
}

extension ClosedRange<Double> {
  /// Returns the verdict of an interval.
  /// - Parameters:
  ///   - noEffect: The value without an effect: 0 for differences, 1 for ratios.
  ///   - claimIsBelow: True if the claim is that the value is below it.
  func verdict(against noEffect: Double, claimIsBelow: Bool) -> Verdict {
    guard !contains(noEffect) else { return .notToldFromChance }
    return (upperBound < noEffect) == claimIsBelow ? .confirmed : .contradicted
  }
}
