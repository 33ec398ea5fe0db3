/// The time limits and the number of attempts of a download.
public struct RetryPolicy: Sendable {
  /// The longest time to connect, in seconds.
  public var connectSeconds = 30
  /// The time in seconds after which an attempt ends if fewer than `stallBytes` a second arrive.
  public var stallSeconds = 30
  /// The lowest speed, in bytes a second.
  public var stallBytes = 1_000
  /// The greatest number of attempts in a row without a new byte.
  public var attempts = 5
  /// The pause between two attempts.
  public var pause = Duration.seconds(2)

  /// Creates a policy with the defaults.
  public init() {}
}
