import Glibc

/// Values of the same thing measured in several runs.
public struct Measurements: Equatable, Sendable {
  public let values: [Double]

  public init(_ values: [Double]) {
    precondition(values.allSatisfy(\.isFinite), "only what was measured counts")
    self.values = values
  }

  public var count: Int { values.count }
  public var mean: Double { values.reduce(0, +) / Double(count) }

  /// The sample standard deviation (divided by n − 1); nil for fewer than two.
  public var deviation: Double? {
    guard count > 1 else { return nil }
    let mean = mean
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)).squareRoot()
  }

  /// Where they lie: a standard deviation to each side of the mean, or of fewer than three from the
  /// least to the largest; nil of a single one.
  public var band: ClosedRange<Double>? {
    guard count > 1, let least = values.min(), let largest = values.max() else { return nil }
    guard count > 2, let deviation else { return least...largest }
    return mean - deviation...mean + deviation
  }
}

/// Welch's t-test (1947), two-sided: whether the means of two sets differ by more than their spreads
/// let expect. It takes the values of each set as drawn from a normal distribution of its own width.
public struct WelchTest: Equatable, Sendable {
  public let t: Double
  /// Welch and Satterthwaite's degrees of freedom.
  public let degrees: Double
  /// How probable a t at least this far from 0 is when chance alone tells the sets apart.
  public let p: Double

  /// Nil with fewer than two values on a side, or when none of them differ within their set.
  public init?(_ first: Measurements, _ second: Measurements) {
    guard let a = first.deviation, let b = second.deviation else { return nil }
    let (u, v) = (a * a / Double(first.count), b * b / Double(second.count))
    guard u + v > 0 else { return nil }
    t = (second.mean - first.mean) / (u + v).squareRoot()
    degrees =
      (u + v) * (u + v)
      / (u * u / Double(first.count - 1) + v * v / Double(second.count - 1))
    p = StudentT.twoSided(t, degrees: degrees)
  }
}

/// Student's distribution of t.
enum StudentT {
  /// The probability of a value at least as far from 0 as `t`: the regularised incomplete beta
  /// function I_x(ν/2, 1/2) at x = ν / (ν + t²) (Abramowitz and Stegun 26.5.27, 26.7.1).
  static func twoSided(_ t: Double, degrees: Double) -> Double {
    guard t.isFinite else { return t.isNaN ? .nan : 0 }
    return incompleteBeta(degrees / 2, 0.5, degrees / (degrees + t * t))
  }

  /// By its continued fraction (Abramowitz and Stegun 26.5.8), which converges fast below
  /// (a + 1) / (a + b + 2); above that I_x(a, b) = 1 − I_{1−x}(b, a).
  static func incompleteBeta(_ a: Double, _ b: Double, _ x: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    return x <= (a + 1) / (a + b + 2) ? series(a, b, x) : 1 - series(b, a, 1 - x)
  }

  private static func series(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    return front * fraction(a, b, x)
  }

  /// Lentz's way of computing continued fractions, from the front.
  private static func fraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    func kept(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / kept(1 - (a + b) * x / (a + 1))
    var result = d
    for m in 1...500 {
      let m = Double(m)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / kept(1 + even * d)
      c = kept(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / kept(1 + odd * d)
      c = kept(1 + odd / c)
      result *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return result
  }
}
