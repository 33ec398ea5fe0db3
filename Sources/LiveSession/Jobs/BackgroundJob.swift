import Channels

/// Work on a background thread of its own, one piece at a time in the order of their starts, which can be cancelled.
final class BackgroundJob: Sendable {
  private struct Progress: Sendable {
    /// The number of the latest piece of work.
    var latest = 0
    /// The pieces up to this one are cancelled.
    var cancelled = 0
    /// The number of the last piece that has ended.
    var ended = 0
  }

  private let name: String
  private let progress = Monitor(Progress())

  /// - Parameter name: The name of the thread.
  init(_ name: String) { self.name = name }

  /// Starts work on a thread of low priority, after the end of earlier work.
  /// - Parameter work: The work. Its argument returns true once the work is cancelled.
  func start(_ work: @escaping @Sendable (_ isCancelled: @Sendable () -> Bool) -> Void) {
    let number = progress.update {
      $0.latest += 1
      return $0.latest
    }
    NamedThread.start(name, stackSize: 8 << 20, isBackground: true) { [progress] in
      // Threads can begin in another order than they are started.
      _ = progress.wait { $0.ended == number - 1 ? true : nil }
      work { progress.update { number <= $0.cancelled } }
      progress.update { $0.ended = number }
    }
  }

  /// Requests the end of the work.
  func cancel() { progress.update { $0.cancelled = $0.latest } }

  /// Requests the end of the work, and waits for it.
  /// - Parameter limit: The longest time to wait.
  func cancelAndWait(atMost limit: Duration) {
    cancel()
    _ = progress.wait(timeout: limit) { $0.ended == $0.latest ? true : nil }
  }
}

/// The clock of work that reports its progress.
struct ProgressClock {
  /// The least time between two reports, so that quick work is not slowed down by them.
  private static let interval = Duration.milliseconds(200)
  /// The time before which the speed is not measured.
  private static let measuringTime = Duration.seconds(1)

  private let start = ContinuousClock.now
  private var latest: ContinuousClock.Instant?

  /// Returns the remaining time in seconds at the mean speed so far, and when a report is due.
  /// - Parameter share: The share of the work that is done.
  /// - Returns: `nil` if the latest report is too recent.
  mutating func report(_ share: Double) -> (secondsLeft: Double?, share: Double)? {
    let now = ContinuousClock.now
    if let latest, latest.duration(to: now) < Self.interval { return nil }
    latest = now
    let elapsed = start.duration(to: now)
    guard elapsed >= Self.measuringTime, share > 0 else { return (nil, share) }
    return (elapsed / .seconds(1) * (1 - share) / share, share)
  }
}
