/// Repeated measurements of one quantity, such as the final error of runs with different seeds.
public struct Measurements: Equatable, Sendable {
  /// The measured values, in the order in which they were given.
  public let values: [Double]

  /// - Parameter values: At least one finite value.
  public init(_ values: some Sequence<Double>) {
    self.values = Array(values)
    precondition(
      !self.values.isEmpty && self.values.allSatisfy(\.isFinite), "measurements are finite")
  }

  /// The number of values.
  public var count: Int { values.count }

  /// The arithmetic mean.
  public var mean: Double { values.reduce(0, +) / Double(count) }

  /// The middle value; the mean of the two middle values when their number is even.
  public var median: Double {
    let sorted = values.sorted()
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
  }

  /// The sample standard deviation (divided by n − 1); `nil` for a single value.
  public var deviation: Double? {
    guard count > 1 else { return nil }
    let mean = mean
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)).squareRoot()
  }

  /// The range that shows the spread: one standard deviation to each side of the mean, or from the
  /// smaller to the larger of two values; `nil` for a single value.
  public var band: ClosedRange<Double>? {
    guard count > 1, let smallest = values.min(), let largest = values.max() else { return nil }
    guard count > 2, let deviation else { return smallest...largest }
    return mean - deviation...mean + deviation
  }
}
