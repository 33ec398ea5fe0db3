import Glibc

/// The vertical axis of a chart: the position of a value between the lower end (0) and the upper
/// end (1).
struct ValueScale: Hashable, Sendable {
  /// The value at the lower end.
  let lower: Double
  /// The value at the upper end.
  let upper: Double
  /// True if equal distances stand for equal factors.
  let isLogarithmic: Bool
  /// The lower end, or its logarithm.
  private let start: Double
  /// The difference between the ends, or between their logarithms.
  private let span: Double

  /// Creates an axis for values between `lowest` and `highest`, with a small margin, within
  /// `bounds`. It is logarithmic only if all values are positive.
  init(
    lowest: Double, highest: Double, isLogarithmic: Bool, bounds: ClosedRange<Double>? = nil
  ) {
    let isLogarithmic = isLogarithmic && lowest > 0
    var (low, high) = (lowest, highest)
    if isLogarithmic {
      if high / low < 1.2 { (low, high) = (low / 1.1, high * 1.1) }
      let margin = pow(high / low, 0.04)
      (low, high) = (low / margin, high * margin)
    } else {
      if high - low < max(1e-9, abs(high) * 0.02) {
        let margin = max(abs(high) * 0.05, 1e-6)
        (low, high) = (low - margin, high + margin)
      }
      let margin = (high - low) * 0.04
      (low, high) = (low - margin, high + margin)
    }
    if let bounds {
      low = max(low, bounds.lowerBound)
      high = min(high, bounds.upperBound)
    }
    lower = low
    upper = high > low ? high : low + 1
    self.isLogarithmic = isLogarithmic
    start = isLogarithmic ? log(lower) : lower
    span = (isLogarithmic ? log(upper) : upper) - start
  }

  /// Returns the position of a value, limited to the range from 0 to 1.
  func position(of value: Double) -> Double {
    let share = ((isLogarithmic ? log(value) : value) - start) / span
    return share.isNaN ? 0 : min(1, max(0, share))
  }

  /// Round values along the axis, at most `count`.
  func ticks(atMost count: Int) -> [Double] {
    isLogarithmic
      ? Ticks.logarithmic(lower, upper, atMost: count) : Ticks.linear(lower, upper, atMost: count)
  }
}

/// Round numbers for axes.
enum Ticks {
  /// Multiples of 1, 2 or 5 times a power of ten, at most `count`; empty if there is no range.
  static func linear(_ lower: Double, _ upper: Double, atMost count: Int) -> [Double] {
    guard upper > lower, count > 0, (upper - lower).isFinite else { return [] }
    let wanted = (upper - lower) / Double(count)
    let power = pow(10, floor(log10(wanted)))
    for factor in [1.0, 2, 5, 10, 20, 50] {
      let step = factor * power
      let first = (lower / step - 1e-9).rounded(.up)
      let last = (upper / step + 1e-9).rounded(.down)
      guard last >= first, Int(last - first) < count else { continue }
      return (0...Int(last - first)).map { (first + Double($0)) * step }
    }
    return []
  }

  /// Powers of ten with as many of their multiples as fit, at most `count`.
  static func logarithmic(_ lower: Double, _ upper: Double, atMost count: Int) -> [Double] {
    guard lower > 0, upper > lower, count > 0, upper.isFinite else { return [] }
    let decades = Int(floor(log10(lower)))...Int(ceil(log10(upper)))
    for multiples in [[1, 1.5, 2, 3, 5, 7], [1, 2, 3, 5], [1, 2, 5], [1, 3], [1]] {
      let ticks = decades.flatMap { decade in
        multiples.map { $0 * pow(10, Double(decade)) }
      }.filter { $0 >= lower && $0 <= upper }
      if ticks.count >= 2, ticks.count <= count { return ticks }
    }
    return linear(lower, upper, atMost: count)
  }
}
