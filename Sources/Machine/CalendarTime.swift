import Glibc

/// A date and a time of day in a time zone.
public struct CalendarTime {
  private var parts: tm

  /// Converts a time to the local time zone (`TZ`, or that of the system).
  /// - Parameter seconds: The time in seconds since 1970.
  public static func local(_ seconds: Double) -> CalendarTime {
    // Only `tzset` reads a time zone that has changed.
    tzset()
    return CalendarTime(seconds) { localtime_r($0, $1) }
  }

  /// Converts a time to Coordinated Universal Time.
  /// - Parameter seconds: The time in seconds since 1970.
  public static func universal(_ seconds: Double) -> CalendarTime {
    CalendarTime(seconds) { gmtime_r($0, $1) }
  }

  private init(
    _ seconds: Double,
    _ convert: (UnsafePointer<time_t>, UnsafeMutablePointer<tm>) -> UnsafeMutablePointer<tm>?
  ) {
    // The limits are those of years with four digits.
    var time = time_t(seconds.isNaN ? 0 : min(253_402_300_799, max(0, seconds)).rounded(.down))
    parts = tm()
    _ = convert(&time, &parts)
  }

  /// The difference to Coordinated Universal Time in seconds, positive in the east.
  public var secondsFromUTC: Int { parts.tm_gmtoff }

  /// Returns the time as text.
  /// - Parameter format: A format of strftime(3), such as "%Y-%m-%d".
  public func text(_ format: String) -> String {
    var parts = parts
    let length = 100
    let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
      count = buffer.withMemoryRebound(to: CChar.self) {
        strftime($0.baseAddress!, length, format, &parts)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Returns the beginning of a day in the local time zone, in seconds since 1970. A day that the month does not
  /// have is one of the next month.
  public static func start(ofDay day: Int, month: Int, year: Int) -> Double {
    var parts = tm()
    parts.tm_year = Int32(year - 1900)
    parts.tm_mon = Int32(month - 1)
    parts.tm_mday = Int32(day)
    // The system decides whether it is summer time.
    parts.tm_isdst = -1
    return Double(mktime(&parts))
  }
}
