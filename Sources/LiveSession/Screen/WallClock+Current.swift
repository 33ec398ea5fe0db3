import Dashboard
import FoundationEssentials
import Machine

extension WallClock {
  /// The date and the time zone of this computer.
  static var current: WallClock {
    let now = Date().timeIntervalSince1970
    return WallClock(date: now, secondsFromUTC: CalendarTime.local(now).secondsFromUTC)
  }
}
