/// The mean of values that arrive one by one.
public struct RunningMean: Equatable, Sendable {
  private var sum = 0.0
  /// The number of values so far.
  public private(set) var count = 0

  /// Creates a mean without values.
  public init() {}

  /// Adds a value.
  public mutating func add(_ value: Double) {
    sum += value
    count += 1
  }

  /// The mean so far; `nil` before the first value.
  public var value: Double? { count > 0 ? sum / Double(count) : nil }
}
