/// The limit on the time that recording in one timeline uses: a small share of the training time.
struct RecordingBudget {
  /// The largest share of the time.
  private static let share = 0.002

  private let clock = ContinuousClock()
  /// The earliest time of the next record.
  private var next: ContinuousClock.Instant

  init() { next = clock.now }

  /// True if the next record keeps the limit.
  var allowsRecord: Bool { clock.now >= next }

  /// Makes a record, and delays the next one by its cost.
  mutating func spend(on record: () throws -> Void) rethrows {
    let start = ThreadTime.now
    try record()
    next = clock.now + (ThreadTime.now - start) / Self.share
  }
}
