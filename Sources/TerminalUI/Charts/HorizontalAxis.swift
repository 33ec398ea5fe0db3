import Glibc

/// Where a moment of a run stands between the left and the right edge of a chart, and how it is
/// written below.
public struct HorizontalAxis: Hashable, Sendable {
  public enum Unit: Hashable, Sendable, CaseIterable {
    /// Whole numbers: steps.
    case count
    /// Epochs.
    case fraction
    case seconds
  }

  public let range: ClosedRange<Double>
  /// Only where the whole range is positive.
  public let isLogarithmic: Bool
  public let unit: Unit

  public init(_ range: ClosedRange<Double>, unit: Unit = .count, isLogarithmic: Bool = false) {
    self.range =
      range.upperBound > range.lowerBound ? range : range.lowerBound...(range.lowerBound + 1)
    self.unit = unit
    self.isLogarithmic = isLogarithmic && range.lowerBound > 0
  }

  /// 0 at the left edge, 1 at the right; beyond them outside.
  public func share(of x: Double) -> Double {
    let (low, high) = (range.lowerBound, range.upperBound)
    guard isLogarithmic else { return (x - low) / (high - low) }
    return x > 0 ? log(x / low) / log(high / low) : -.infinity
  }

  public func value(at share: Double) -> Double {
    let (low, high) = (range.lowerBound, range.upperBound)
    return isLogarithmic ? low * pow(high / low, share) : low + (high - low) * share
  }

  func ticks(atMost count: Int) -> [Double] {
    let (low, high) = (range.lowerBound, range.upperBound)
    if isLogarithmic { return Ticks.logarithmic(low, high, atMost: count) }
    return unit == .seconds
      ? Ticks.time(low, high, atMost: count) : Ticks.linear(low, high, atMost: count)
  }

  /// Short, as long as they differ.
  func labels(for ticks: [Double]) -> [String] {
    let short: [String]
    switch unit {
    case .seconds: return ticks.map(Self.time)
    case .fraction: short = ticks.map(Digits.plain)
    case .count: short = ticks.map(Digits.short)
    }
    return Set(short).count == short.count ? short : ticks.map(label)
  }

  /// One moment, exactly.
  func label(_ x: Double) -> String {
    switch unit {
    case .count: Digits.grouped(Int(min(1e15, max(-1e15, x)).rounded()))
    case .fraction: Digits.fixed(x, 2)
    case .seconds: Self.time(x)
    }
  }

  private static func time(_ seconds: Double) -> String {
    seconds > 0 && seconds < 10 && seconds.rounded() != seconds
      ? Digits.plain(seconds) + "s" : Digits.duration(seconds)
  }
}

extension Ticks {
  /// Multiples of what clocks are divided into.
  static func time(_ lower: Double, _ upper: Double, atMost count: Int) -> [Double] {
    let steps: [Double] = [
      5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 43_200, 86_400,
    ]
    for step in steps where upper > lower && count > 0 && upper - lower > 10 {
      let first = (lower / step - 1e-9).rounded(.up)
      let last = (upper / step + 1e-9).rounded(.down)
      guard last > first, last - first < Double(count) else { continue }
      return (0...Int(last - first)).map { (first + Double($0)) * step }
    }
    return linear(lower, upper, atMost: count)
  }
}
