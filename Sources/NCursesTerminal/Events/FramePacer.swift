/// When to draw and how long to wait: a frame only after a change and not sooner than an interval
/// after the last, a tick only when one was asked for. Knows no clock, so it is tested without.
///
/// What somebody waits for keeps its distance from its like alone: a key that comes just after news were
/// drawn is answered at once.
///
/// News may take a share of one core and no more: threads that train wait for each other, so what the
/// screen takes from one core is lost on all of them.
struct FramePacer {
  typealias Instant = ContinuousClock.Instant

  /// How soon a change is to be seen.
  enum Urgency: Comparable {
    /// It is news, which a person follows well enough a few times a second.
    case calm
    /// Somebody waits for it.
    case urgent
  }

  /// Of one core, for news: a large screen in 24-bit colour follows them less often than a small one.
  private static let share = 0.005
  /// Less often than so would look as if training stood still.
  private static let longestCalm = Duration.seconds(1)

  private let intervals: (urgent: Duration, calm: Duration)
  /// Processor time from the frame before the last to the last.
  private var cost = Duration.zero
  private var change: Urgency? = .urgent
  private var lastFrame: Instant?
  private var lastUrgent: Instant?
  private var tick: Instant?

  init(framesPerSecond: Int, newsPerSecond: Int) {
    intervals = (.seconds(1) / max(1, framesPerSecond), .seconds(1) / max(1, newsPerSecond))
  }

  mutating func markDirty(_ urgency: Urgency = .urgent) {
    change = max(change ?? urgency, urgency)
  }

  func isFrameDue(at now: Instant) -> Bool { nextFrame(from: now).map { now >= $0 } ?? false }

  /// `cost` is the processor time that this frame, and all that led to it, has taken.
  mutating func drew(at now: Instant, for cost: Duration = .zero) {
    lastFrame = now
    if change == .urgent { lastUrgent = now }
    self.cost = cost
    change = nil
  }

  private func nextFrame(from now: Instant) -> Instant? {
    switch change {
    case .urgent: return lastUrgent.map { $0 + intervals.urgent } ?? now
    case .calm:
      let interval = max(intervals.calm, min(cost / Self.share, Self.longestCalm))
      return lastFrame.map { $0 + interval } ?? now
    case nil: return nil
    }
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
