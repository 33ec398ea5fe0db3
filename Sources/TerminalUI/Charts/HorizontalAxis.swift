import DisplayText
import Glibc

/// The horizontal axis of a chart: the position of a step, epoch or time between the left and the
/// right edge, and its label below the chart.
public struct HorizontalAxis: Hashable, Sendable {
  /// The quantity on the axis.
  public enum Unit: Hashable, Sendable, CaseIterable {
    /// Steps, labelled as whole numbers.
    case steps
    /// Epochs, labelled with fractions.
    case epochs
    /// Seconds, labelled as on a clock.
    case seconds
  }

  /// The values at the left and at the right edge.
  public let range: ClosedRange<Double>
  /// True if equal distances stand for equal factors.
  public let isLogarithmic: Bool
  /// The quantity on the axis.
  public let unit: Unit

  /// Creates an axis. It is logarithmic only if the whole range is positive. An empty range is
  /// extended by 1.
  public init(_ range: ClosedRange<Double>, unit: Unit = .steps, isLogarithmic: Bool = false) {
    self.range =
      range.upperBound > range.lowerBound ? range : range.lowerBound...(range.lowerBound + 1)
    self.unit = unit
    self.isLogarithmic = isLogarithmic && range.lowerBound > 0
  }

  /// Returns the position of a value: 0 at the left edge, 1 at the right edge, outside this range
  /// beyond them.
  public func position(of x: Double) -> Double {
    let (low, high) = (range.lowerBound, range.upperBound)
    guard isLogarithmic else { return (x - low) / (high - low) }
    return x > 0 ? log(x / low) / log(high / low) : -.infinity
  }

  /// Returns the value at a position, the inverse of `position(of:)`.
  public func value(at position: Double) -> Double {
    let (low, high) = (range.lowerBound, range.upperBound)
    return isLogarithmic ? low * pow(high / low, position) : low + (high - low) * position
  }

  /// Round values along the axis, at most `count`.
  func ticks(atMost count: Int) -> [Double] {
    let (low, high) = (range.lowerBound, range.upperBound)
    if isLogarithmic { return Ticks.logarithmic(low, high, atMost: count) }
    return unit == .seconds
      ? Ticks.time(low, high, atMost: count) : Ticks.linear(low, high, atMost: count)
  }

  /// Returns the labels of ticks: short ones if they all differ, otherwise exact ones.
  func labels(for ticks: [Double]) -> [String] {
    let short: [String]
    switch unit {
    case .seconds: return ticks.map(Self.time)
    case .epochs: short = ticks.map(NumberText.plain)
    case .steps: short = ticks.map(NumberText.short)
    }
    return Set(short).count == short.count ? short : ticks.map(label)
  }

  /// Returns the exact label of one value.
  func label(_ x: Double) -> String {
    switch unit {
    case .steps: NumberText.grouped(Int(min(1e15, max(-1e15, x)).rounded()))
    case .epochs: NumberText.fixed(x, 2)
    case .seconds: Self.time(x)
    }
  }

  private static func time(_ seconds: Double) -> String {
    seconds > 0 && seconds < 10 && seconds.rounded() != seconds
      ? NumberText.plain(seconds) + "s" : NumberText.duration(seconds)
  }
}

extension Ticks {
  /// Multiples of a step that divides clock times evenly, in seconds; at most `count`.
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
