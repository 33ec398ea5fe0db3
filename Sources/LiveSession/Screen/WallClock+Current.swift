import Dashboard
import Foundation

extension WallClock {
  /// The date and the time zone of this computer.
  static var current: WallClock {
    WallClock(
      date: Date().timeIntervalSince1970, secondsFromUTC: TimeZone.current.secondsFromGMT())
  }
}
