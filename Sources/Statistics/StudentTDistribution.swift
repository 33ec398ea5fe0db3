import Glibc

/// Student's t-distribution.
struct StudentTDistribution {
  /// The degrees of freedom, above 0.
  let degrees: Double

  /// Returns the probability of a value at least as far from 0 as `t`. With ν degrees of freedom it
  /// is the regularised incomplete beta function I_x(ν/2, 1/2) at x = ν / (ν + t²) (Abramowitz and
  /// Stegun 26.5.27, 26.7.1).
  func twoSidedProbability(of t: Double) -> Double {
    guard t.isFinite else { return t.isNaN ? .nan : 0 }
    return Self.incompleteBeta(degrees / 2, 0.5, degrees / (degrees + t * t))
  }

  /// Returns the `t` that a value exceeds in distance from 0 with a probability, 0…1. It is the inverse
  /// function of `twoSidedProbability(of:)`, which decreases, found by bisection.
  func quantile(twoSided probability: Double) -> Double {
    guard probability > 0 else { return .infinity }
    guard probability < 1 else { return 0 }
    var (low, high) = (0.0, 1.0)
    while high < 1e300, twoSidedProbability(of: high) > probability {
      (low, high) = (high, 2 * high)
    }
    // A double has 53 bits, so the middle is one of the two ends after that many halvings.
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return high }
      if twoSidedProbability(of: middle) > probability { low = middle } else { high = middle }
    }
  }

  /// Returns the regularised incomplete beta function I_x(a, b).
  ///
  /// Its continued fraction (Abramowitz and Stegun 26.5.8) converges fast if x is at most
  /// (a + 1) / (a + b + 2). For a larger x, I_x(a, b) = 1 − I_{1−x}(b, a) is used.
  static func incompleteBeta(_ a: Double, _ b: Double, _ x: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    return x <= (a + 1) / (a + b + 2) ? betaByFraction(a, b, x) : 1 - betaByFraction(b, a, 1 - x)
  }

  private static func betaByFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let logInverseBeta: Double = lgamma(a + b) - lgamma(a) - lgamma(b)
    let logNumerator: Double = logInverseBeta + a * log(x) + b * log1p(-x)
    return exp(logNumerator) / a * continuedFraction(a, b, x)
  }

  /// Evaluates the continued fraction by the modified Lentz method, from its first term on, until a
  /// term changes the result by less than 10⁻¹⁵ of it. `tiny` prevents a division by 0.
  private static func continuedFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    func awayFromZero(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / awayFromZero(1 - (a + b) * x / (a + 1))
    var result = d
    for m in 1...500 {
      let m = Double(m)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / awayFromZero(1 + even * d)
      c = awayFromZero(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / awayFromZero(1 + odd * d)
      c = awayFromZero(1 + odd / c)
      result *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return result
  }
}
