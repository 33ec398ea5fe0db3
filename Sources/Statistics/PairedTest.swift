/// Student's two-sided t-test of the hypothesis that the differences of pairs have the mean 0. It assumes that
/// they are drawn from a normal distribution.
///
/// Two runs with the same seed have the same initial weights and the same batches, so a part of the chance is
/// common to both and is not in their difference.
public struct PairedTest: Equatable, Sendable {
  /// The differences: the second value of each pair minus the first.
  public let differences: Measurements
  /// The mean difference in units of its standard error.
  public let t: Double
  /// The probability of a `t` at least this far from 0 when the mean of all differences is 0.
  public let p: Double
  private let standardError: Double

  /// Compares pairs; `nil` for fewer than two, or if all differences are equal, because these differences do
  /// not show how large chance is.
  /// - Parameters:
  ///   - first: The first values of the pairs.
  ///   - second: The second values, as many as the first.
  public init?(_ first: [Double], _ second: [Double]) {
    precondition(first.count == second.count, "a pair has two values")
    guard first.count > 1 else { return nil }
    differences = Measurements(zip(first, second).map { $1 - $0 })
    guard let deviation = differences.deviation,
      deviation > Self.rounding * (first + second).reduce(0, { max($0, abs($1)) })
    else { return nil }
    standardError = deviation / Double(differences.count).squareRoot()
    t = differences.mean / standardError
    p = StudentTDistribution(degrees: Double(differences.count - 1)).twoSidedProbability(of: t)
  }

  /// The spread, in proportion to the values, that equal differences can have from the rounding of
  /// subtractions: 0.19 − 0.18 and 0.20 − 0.19 differ in their last digit.
  private static let rounding = 1e-14

  /// The degrees of freedom.
  public var degrees: Int { differences.count - 1 }

  /// Returns the interval that contains the mean of all differences with a probability. It excludes 0 exactly
  /// if `p` is below 1 minus this probability.
  /// - Parameter confidence: The probability, above 0 and below 1.
  public func interval(confidence: Double = 0.95) -> ClosedRange<Double> {
    precondition(confidence > 0 && confidence < 1, "a confidence is between 0 and 1")
    let quantile = StudentTDistribution(degrees: Double(degrees))
      .quantile(twoSided: 1 - confidence)
    let (mean, half) = (differences.mean, quantile * standardError)
    return mean - half...mean + half
  }
}
