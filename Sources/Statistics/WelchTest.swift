/// Welch's two-sided t-test (Welch 1947) of the hypothesis that two sets of measurements have the
/// same mean. It assumes that each set is drawn from a normal distribution with a variance of its
/// own.
public struct WelchTest: Equatable, Sendable {
  /// The second mean minus the first, in units of the standard error of this difference.
  public let t: Double
  /// The degrees of freedom by the Welch–Satterthwaite equation.
  public let degrees: Double
  /// The probability of a `t` at least this far from 0 when both means are equal.
  public let p: Double

  /// Compares two sets; `nil` if one has fewer than two values, or if all values in each set are
  /// equal.
  public init?(_ first: Measurements, _ second: Measurements) {
    guard let a = first.deviation, let b = second.deviation else { return nil }
    let (u, v) = (a * a / Double(first.count), b * b / Double(second.count))
    guard u + v > 0 else { return nil }
    t = (second.mean - first.mean) / (u + v).squareRoot()
    degrees =
      (u + v) * (u + v)
      / (u * u / Double(first.count - 1) + v * v / Double(second.count - 1))
    p = StudentTDistribution(degrees: degrees).twoSidedProbability(of: t)
  }
}
