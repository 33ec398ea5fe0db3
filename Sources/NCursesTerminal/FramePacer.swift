/// When to draw and how long to wait: a frame only after a change and not sooner than an interval
/// after the last, a tick only when one was asked for. Knows no clock, so it is tested without.
struct FramePacer {
  typealias Instant = ContinuousClock.Instant

  let interval: Duration
  private(set) var isDirty = true
  private var lastFrame: Instant?
  private var tick: Instant?

  init(framesPerSecond: Int) {
    interval = .seconds(1) / max(1, framesPerSecond)
  }

  mutating func markDirty() { isDirty = true }

  func isFrameDue(at now: Instant) -> Bool {
    isDirty && (lastFrame.map { now >= $0 + interval } ?? true)
  }

  mutating func drew(at now: Instant) {
    lastFrame = now
    isDirty = false
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
    let frame = isDirty ? lastFrame.map { $0 + interval } ?? now : nil
    let next = [frame, tick].compactMap(\.self).min()
    return next.map { max(.zero, $0 - now) }
  }
}
