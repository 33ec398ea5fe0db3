/// The ends of an axis that a user has given. The others follow from the values.
public struct AxisLimits: Hashable, Sendable {
  /// The value at the lower end; `nil` for the lowest of the values.
  public var lower: Double?
  /// The value at the upper end, above the lower one; `nil` for the highest of the values.
  public var upper: Double?

  /// Creates limits.
  public init(lower: Double? = nil, upper: Double? = nil) {
    self.lower = lower
    self.upper = upper
  }

  /// True if both ends follow from the values.
  public var isAutomatic: Bool { lower == nil && upper == nil }
}
