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

  /// Returns the labels of ticks. They all have the same format.
  func labels(for ticks: [Double]) -> [String] {
    switch unit {
    case .seconds:
      let isWhole = ticks.allSatisfy { $0.rounded() == $0 }
      if isWhole { return ticks.map { NumberText.duration($0) } }
      let digits = LineChart.TickUnit.digits(ticks)
      return ticks.map { NumberText.fixed($0, digits) + "s" }
    case .epochs:
      if isLogarithmic { return ticks.map { NumberText.plain($0) } }
      let digits = LineChart.TickUnit.digits(ticks)
      return ticks.map { NumberText.fixed($0, digits) }
    case .steps:
      let largest = ticks.last ?? 0
      let (unit, name) = largest >= 1e7 ? (1e6, "M") : (1e3, "k")
      guard largest >= 100_000, LineChart.TickUnit.digits(ticks.map { $0 / unit }) <= 1 else {
        return ticks.map { NumberText.fixed($0, 0) }
      }
      let digits = LineChart.TickUnit.digits(ticks.map { $0 / unit })
      return ticks.map { $0 == 0 ? "0" : NumberText.fixed($0 / unit, digits) + name }
    }
  }

  /// Returns the label of one position, with the name of its unit: "step 1,950", "epoch 6.13",
  /// "2:52".
  func label(_ x: Double) -> String {
    switch unit {
    case .steps: "step " + NumberText.fixed(x, 0)
    case .epochs: "epoch " + NumberText.fixed(x, 2)
    case .seconds: NumberText.duration(x)
    }
  }
}
