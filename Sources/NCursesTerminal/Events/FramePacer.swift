/// The times of frames and ticks. A frame is due only after a change, and not before an interval
/// after the last frame; a tick is due only if one was scheduled. All times are parameters, so
/// tests need no clock.
///
/// The interval of an urgent change counts from the last urgent frame, so that a key just after an
/// update is answered at once.
///
/// Updates use at most a small share of one core. The threads that train wait for each other, so time
/// that is used for the screen on one core delays all cores.
struct FramePacer {
  typealias Instant = ContinuousClock.Instant

  /// The urgency of a change.
  enum Urgency: Comparable {
    /// An update that the user did not cause.
    case calm
    /// The answer to an input.
    case urgent
  }

  /// The share of one core for updates, which makes the updates of a large screen in 24-bit colour less
  /// frequent.
  private static let share = 0.005
  /// The longest interval between updates, so that training does not seem to stand still.
  private static let longestCalm = Duration.seconds(1)

  private let intervals: (urgent: Duration, calm: Duration)
  /// The processor time between the last two frames.
  private var cost = Duration.zero
  /// The most urgent change since the last frame; `nil` if there is none.
  private var change: Urgency? = .urgent
  private var lastFrame: Instant?
  private var lastUrgent: Instant?
  private var tick: Instant?

  init(framesPerSecond: Int, updatesPerSecond: Int) {
    intervals = (.seconds(1) / max(1, framesPerSecond), .seconds(1) / max(1, updatesPerSecond))
  }

  /// Records a change.
  mutating func markDirty(_ urgency: Urgency = .urgent) {
    change = max(change ?? urgency, urgency)
  }

  /// Returns true if a frame must be drawn now.
  func isFrameDue(at now: Instant) -> Bool { nextFrame(from: now).map { now >= $0 } ?? false }

  /// Records that a frame was drawn.
  /// - Parameter cost: The processor time since the frame before.
  mutating func didDraw(at now: Instant, for cost: Duration = .zero) {
    lastFrame = now
    if change == .urgent { lastUrgent = now }
    self.cost = cost
    change = nil
  }

  /// Returns the time of the next frame; `nil` if there is no change.
  private func nextFrame(from now: Instant) -> Instant? {
    switch change {
    case .urgent: return lastUrgent.map { $0 + intervals.urgent } ?? now
    case .calm:
      let interval = max(intervals.calm, min(cost / Self.share, Self.longestCalm))
      return lastFrame.map { $0 + interval } ?? now
    case nil: return nil
    }
  }

  /// Schedules a tick; of several, the earliest.
  mutating func scheduleTick(at instant: Instant) {
    tick = min(tick ?? instant, instant)
  }

  /// Removes a tick that is due.
  /// - Returns: True if there was one.
  mutating func consumeTick(at now: Instant) -> Bool {
    guard let tick, now >= tick else { return false }
    self.tick = nil
    return true
  }

  /// Returns the time until the next frame or tick; `nil` if there is none.
  func timeout(at now: Instant) -> Duration? {
    let next = [nextFrame(from: now), tick].compactMap(\.self).min()
    return next.map { max(.zero, $0 - now) }
  }
}
