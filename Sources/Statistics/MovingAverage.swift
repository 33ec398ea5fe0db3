/// An exponential moving average. The bias of its beginning is corrected, so that it starts at the
/// first value (Kingma and Ba 2015, section 3).
public struct MovingAverage: Hashable, Sendable {
  /// The share of the average that remains at each new value, 0…1: with 0 the average is the last
  /// value, and the closer to 1, the more values count.
  public let memory: Double
  /// The weighted sum of the values.
  public var sum: Double
  /// The sum of the weights, 0…1.
  public var weight: Double

  /// Creates an average without values, or one that continues from a saved sum and weight.
  @inlinable
  public init(memory: Double, sum: Double = 0, weight: Double = 0) {
    self.memory = memory
    self.sum = sum
    self.weight = weight
  }

  /// The average; NaN before the first finite value.
  @inlinable
  public var value: Double { weight > 0 ? sum / weight : .nan }

  /// Adds a value and returns the new average. Values that are not finite are ignored.
  @inlinable @discardableResult
  public mutating func add(_ value: Double) -> Double {
    if value.isFinite {
      sum = memory * sum + (1 - memory) * value
      weight = memory * weight + (1 - memory)
    }
    return self.value
  }
}
