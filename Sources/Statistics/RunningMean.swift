/// The mean of values that arrive one by one.
public struct RunningMean: Equatable, Sendable {
  /// The sum of the values so far.
  public var sum = 0.0
  /// The number of values so far.
  public var count = 0

  /// Creates a mean without values.
  @inlinable
  public init() {}

  /// Adds a value.
  @inlinable
  public mutating func add(_ value: Double) {
    sum += value
    count += 1
  }

  /// The mean so far; `nil` before the first value.
  @inlinable
  public var value: Double? { count > 0 ? sum / Double(count) : nil }
}
