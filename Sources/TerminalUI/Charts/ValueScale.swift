import Glibc

/// Where a value stands on an axis: 0 at the lower end, 1 at the upper.
struct ValueScale: Hashable, Sendable {
  let lower: Double
  let upper: Double
  let logarithmic: Bool
  /// As the axis is divided: of a logarithmic one the logarithms.
  private let start: Double
  private let span: Double

  /// An axis for values between `lowest` and `highest` with a little air around them, kept within
  /// `bounds`. Logarithmic only when every value is positive.
  init(
    lowest: Double, highest: Double, logarithmic: Bool, bounds: ClosedRange<Double>? = nil
  ) {
    let logarithmic = logarithmic && lowest > 0
    var (low, high) = (lowest, highest)
    if logarithmic {
      if high / low < 1.2 { (low, high) = (low / 1.1, high * 1.1) }
      let air = pow(high / low, 0.04)
      (low, high) = (low / air, high * air)
    } else {
      if high - low < max(1e-9, abs(high) * 0.02) {
        let air = max(abs(high) * 0.05, 1e-6)
        (low, high) = (low - air, high + air)
      }
      let air = (high - low) * 0.04
      (low, high) = (low - air, high + air)
    }
    if let bounds {
      low = max(low, bounds.lowerBound)
      high = min(high, bounds.upperBound)
    }
    lower = low
    upper = high > low ? high : low + 1
    self.logarithmic = logarithmic
    start = logarithmic ? log(lower) : lower
    span = (logarithmic ? log(upper) : upper) - start
  }

  func position(_ value: Double) -> Double {
    let share = ((logarithmic ? log(value) : value) - start) / span
    return share.isNaN ? 0 : min(1, max(0, share))
  }

  /// Round values along the axis, at most so many.
  func ticks(atMost count: Int) -> [Double] {
    logarithmic
      ? Ticks.logarithmic(lower, upper, atMost: count) : Ticks.linear(lower, upper, atMost: count)
  }
}

/// Round numbers for axes.
enum Ticks {
  /// Multiples of 1, 2 or 5 times a power of ten.
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

  /// Powers of ten with as many of their multiples as fit.
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
