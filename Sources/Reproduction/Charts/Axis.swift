import Glibc

/// The range of an axis with its ticks at round numbers.
struct Axis: Hashable {
  /// The values at the two ends.
  let range: ClosedRange<Double>
  /// The ticks in increasing order.
  let ticks: [Double]

  /// Creates an axis that contains values.
  /// - Parameters:
  ///   - values: The smallest and the largest value.
  ///   - count: About how many ticks there are.
  ///   - isTight: True if the axis ends at the values, otherwise it ends at ticks.
  init(_ values: ClosedRange<Double>, count: Int, isTight: Bool = false) {
    let span = max(values.upperBound - values.lowerBound, 1e-9)
    let rough = span / Double(max(1, count))
    let power = pow(10, floor(log10(rough)))
    let step = [1, 2, 2.5, 5, 10].map { $0 * power }.first { $0 >= rough * 0.999 } ?? 10 * power
    let (low, high) = (values.lowerBound / step, values.upperBound / step)
    let first = isTight ? (low - 1e-6).rounded(.up) : (low + 1e-6).rounded(.down)
    let last = isTight ? (high + 1e-6).rounded(.down) : (high - 1e-6).rounded(.up)
    ticks = first <= last ? stride(from: first, through: last, by: 1).map { $0 * step } : []
    range = isTight ? values : first * step...max(last, first + 1) * step
  }

  /// The positions of values between two ends of a drawing.
  func position(_ value: Double, from start: Double, to end: Double) -> Double {
    start + (value - range.lowerBound) / (range.upperBound - range.lowerBound) * (end - start)
  }
}
