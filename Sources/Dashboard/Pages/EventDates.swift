/// The dates of the events in a journal, which has dates only for the start and for each resumption of
/// a run. Other events are dated by the training time since then, so their dates are too early by
/// the pauses in between.
struct EventDates: Equatable, Sendable {
  /// The date of the start or of the latest resumption, in seconds since 1970.
  private var date: Double?
  /// The training time at that date, in seconds.
  private var seconds = 0.0

  /// Sets the date at which the run started or resumed.
  /// - Parameters:
  ///   - date: The date in seconds since 1970.
  ///   - seconds: The training time at that date.
  mutating func begin(at date: Double, seconds: Double = 0) {
    (self.date, self.seconds) = (date, seconds)
  }

  /// Returns the date at which the run had trained for this time; `nil` before the start.
  func date(atSeconds seconds: Double?) -> Double? {
    date.map { $0 + max(0, (seconds ?? self.seconds) - self.seconds) }
  }
}
