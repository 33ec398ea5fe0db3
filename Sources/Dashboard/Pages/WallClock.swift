/// The date and the time zone, which each tick brings.
public struct WallClock: Equatable, Sendable {
  /// The date in seconds since 1970.
  public var date: Double
  /// The offset of the local time from UTC, in seconds.
  public var secondsFromUTC: Int

  /// Creates a date in a time zone.
  public init(date: Double, secondsFromUTC: Int) {
    self.date = date
    self.secondsFromUTC = secondsFromUTC
  }

  /// Returns a date as local time: "14:05:09" today, "2026-11-25 14:05" on another day.
  func text(_ date: Double) -> String {
    let time = LocalTime(date, secondsFromUTC: secondsFromUTC)
    let isToday = time.day == LocalTime(self.date, secondsFromUTC: secondsFromUTC).day
    return isToday ? time.timeWithSeconds : time.text
  }
}
