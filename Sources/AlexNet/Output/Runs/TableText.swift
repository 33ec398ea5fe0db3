import DisplayText
import Machine

/// The text of values in tables of runs. A missing value is a dash.
enum TableText {
  /// An error as a percentage: "12.5%".
  static func percent(_ error: Double?) -> String {
    error.map { NumberText.percent($0) } ?? "—"
  }

  /// A difference of errors with its sign, in percentage points: "+1.3 pt".
  static func difference(_ error: Double?) -> String {
    error.map { NumberText.points($0, isShort: true, minus: .output) } ?? "—"
  }

  /// A time in seconds since 1970, in the local time zone: "2026-11-01 12:34:56".
  static func time(_ seconds: Double?) -> String {
    guard let seconds else { return "—" }
    return CalendarTime.local(seconds).text("%Y-%m-%d %H:%M:%S")
  }

  /// A duration in seconds: "3:07", "1:02:03".
  static func duration(_ seconds: Double) -> String { NumberText.duration(seconds) }
}
