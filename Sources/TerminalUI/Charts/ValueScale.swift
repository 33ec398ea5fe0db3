import Glibc

/// The vertical axis of a chart: the position of a value between the lower end (0) and the upper
/// end (1), and round values.
struct ValueScale: Hashable, Sendable {
  /// The value at the lower end.
  let lower: Double
  /// The value at the upper end.
  let upper: Double
  /// True if equal distances stand for equal factors.
  let isLogarithmic: Bool
  /// Round values; on a linear axis the same number of rows apart.
  let ticks: [RowTicks.Tick]
  /// The lower end, or its logarithm.
  private let start: Double
  /// The difference between the ends, or between their logarithms.
  private let span: Double
  /// The largest distance of a position from the axis: 0 if all values are between the ends.
  private let overshoot: Double

  /// Creates an axis on which the values between `lowest` and `highest` are visible.
  /// - Parameters:
  ///   - lowest: The lowest value.
  ///   - highest: The highest value, not below the lowest.
  ///   - isLogarithmic: True for a logarithmic axis, if all values are positive.
  ///   - bounds: The possible values.
  ///   - minimumSpan: The least difference between the ends, in the middle of which equal values
  ///     are shown; at least a tenth of the value.
  ///   - rows: The number of rows of the chart.
  init(
    lowest: Double, highest: Double, isLogarithmic: Bool, bounds: ClosedRange<Double>? = nil,
    minimumSpan: Double = 0, rows: Int
  ) {
    let rows = max(1, rows)
    overshoot = 0
    self.isLogarithmic = isLogarithmic && lowest > 0
    if self.isLogarithmic {
      let lattice = LogarithmicTicks(
        Self.widened(lowest, highest, within: bounds), below: bounds?.upperBound, rows: rows)
      (ticks, start, span) = (lattice.ticks, lattice.start, lattice.span)
    } else {
      let range = Self.widened(lowest, highest, minimumSpan: minimumSpan, bounds: bounds)
      let length = range.upperBound - range.lowerBound
      let lattice = RowTicks(
        range, within: bounds, rows: rows,
        spacings: TickSpacing.linear(span: length, rows: rows))
      // The rows can reach beyond the possible values.
      let limit = (bounds?.upperBound ?? .infinity) * (1 + 1e-9)
      ticks = lattice?.ticks(rows: rows).filter { $0.value <= limit } ?? []
      start = lattice?.lower ?? range.lowerBound
      span = lattice.map { $0.rowHeight * Double(rows) } ?? length
    }
    lower = self.isLogarithmic ? pow(10, start) : start
    upper = self.isLogarithmic ? pow(10, start + span) : start + span
  }

  /// Creates an axis with given ends.
  /// - Parameters:
  ///   - range: The values at the lower and at the upper end, which differ.
  ///   - isLogarithmic: True for a logarithmic axis, if the lower end is positive.
  ///   - rows: The number of rows of the chart.
  init(exactly range: ClosedRange<Double>, isLogarithmic: Bool, rows: Int) {
    let rows = max(1, rows)
    (lower, upper) = (range.lowerBound, range.upperBound)
    overshoot = 1
    self.isLogarithmic = isLogarithmic && range.lowerBound > 0
    if self.isLogarithmic {
      let ends = log10(lower)...log10(upper)
      let lattice = LogarithmicTicks(exactly: ends, rows: rows)
      (ticks, start, span) = (lattice.ticks, lattice.start, lattice.span)
    } else {
      (start, span) = (lower, upper - lower)
      ticks = Self.ticks(in: range, rows: rows)
    }
  }

  /// Returns multiples of a round number between the ends, at least two rows apart where there is room.
  private static func ticks(in range: ClosedRange<Double>, rows: Int) -> [RowTicks.Tick] {
    let span = range.upperBound - range.lowerBound
    let least = span / Double(rows) * (rows > 8 ? 2 : 1) * (1 - 1e-9)
    let sizes = TickSpacing.linear(span: span, rows: rows).map(\.size)
    guard let size = sizes.filter({ $0 >= least }).min() else { return [] }
    let first = (range.lowerBound / size - 1e-9).rounded(.up)
    let last = (range.upperBound / size + 1e-9).rounded(.down)
    guard first <= last, last - first <= Double(rows) else { return [] }
    return (0...Int(last - first)).map { index in
      let value = (first + Double(index)) * size
      let row = Int((value - range.lowerBound) / span * Double(rows) + 1e-9)
      return RowTicks.Tick(value: value, row: min(rows - 1, max(0, row)))
    }
  }

  /// Returns the range of the logarithms, at least a factor of 1.6, which does not exceed the bounds.
  private static func widened(
    _ lowest: Double, _ highest: Double, within bounds: ClosedRange<Double>?
  ) -> ClosedRange<Double> {
    let (low, high) = (log10(lowest), log10(highest))
    let missing = max(0, log10(1.6) - (high - low))
    let limit = max(high, bounds.map { log10($0.upperBound) } ?? .infinity)
    let top = min(high + missing / 2, limit)
    return min(low, top - (high - low) - missing)...top
  }

  /// Returns the range of the values. Values that are almost equal are in the middle of a wider one,
  /// which does not exceed the bounds.
  private static func widened(
    _ lowest: Double, _ highest: Double, minimumSpan: Double, bounds: ClosedRange<Double>?
  ) -> ClosedRange<Double> {
    let magnitude = max(abs(lowest), abs(highest))
    guard highest - lowest < max(minimumSpan, magnitude * 0.02, 1e-9) else {
      return lowest...highest
    }
    let span = max(minimumSpan, magnitude > 0 ? magnitude * 0.1 : minimumSpan > 0 ? 0 : 1)
    var low = (lowest + highest) / 2 - span / 2
    if let bounds { low = max(bounds.lowerBound, min(low, bounds.upperBound - span)) }
    return min(low, lowest)...max(low + span, highest)
  }

  /// Returns the position of a value: 0 at the lower end, 1 at the upper end. Values beyond given ends are at most
  /// one length of the axis away, and without given ends at an end.
  func position(of value: Double) -> Double {
    let share = ((isLogarithmic ? log10(value) : value) - start) / span
    guard !share.isNaN else { return value < 0 ? -overshoot : 0 }
    return min(1 + overshoot, max(-overshoot, share))
  }
}
