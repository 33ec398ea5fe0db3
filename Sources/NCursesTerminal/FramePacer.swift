/// When to draw and how long to wait: a frame only after a change and not sooner than an interval
/// after the last, a tick only when one was asked for. Knows no clock, so it is tested without.
struct FramePacer {
  typealias Instant = ContinuousClock.Instant

  /// How soon a change is to be seen.
  enum Urgency: Comparable {
    /// It is news, which a person follows well enough a few times a second.
    case calm
    /// Somebody waits for it.
    case urgent
  }

  private let intervals: (urgent: Duration, calm: Duration)
  private var change: Urgency? = .urgent
  private var lastFrame: Instant?
  private var tick: Instant?

  init(framesPerSecond: Int, newsPerSecond: Int) {
    intervals = (.seconds(1) / max(1, framesPerSecond), .seconds(1) / max(1, newsPerSecond))
  }

  mutating func markDirty(_ urgency: Urgency = .urgent) {
    change = max(change ?? urgency, urgency)
  }

  func isFrameDue(at now: Instant) -> Bool { nextFrame(from: now).map { now >= $0 } ?? false }

  mutating func drew(at now: Instant) {
    lastFrame = now
    change = nil
  }

  private func nextFrame(from now: Instant) -> Instant? {
    guard let change else { return nil }
    let interval = change == .urgent ? intervals.urgent : intervals.calm
    return lastFrame.map { $0 + interval } ?? now
  }

  /// Of several wishes the earliest counts.
  mutating func askTick(at instant: Instant) {
    tick = min(tick ?? instant, instant)
  }

  /// True once for a tick whose time has come.
  mutating func takeTick(at now: Instant) -> Bool {
    guard let tick, now >= tick else { return false }
    self.tick = nil
    return true
  }

  /// How long nothing need be done; `nil` is for ever.
  func patience(at now: Instant) -> Duration? {
    let next = [nextFrame(from: now), tick].compactMap(\.self).min()
    return next.map { max(.zero, $0 - now) }
  }
}
