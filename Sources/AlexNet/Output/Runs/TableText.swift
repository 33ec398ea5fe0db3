import DisplayText
import Foundation

/// The text of values in tables of runs. A missing value is a dash.
enum TableText {
  /// An error as a percentage: "12.50 %".
  static func percent(_ error: Double?) -> String {
    error.map { "\((100 * $0).fixed(2)) %" } ?? "—"
  }

  /// A difference of errors with its sign: "+1.25 %".
  static func difference(_ error: Double?) -> String {
    error.map { NumberText.printf(100 * $0, 2, showsPlus: true) + " %" } ?? "—"
  }

  /// A time in seconds since 1970, in the local time zone: "2026-11-01 12:34:56".
  static func time(_ seconds: Double?) -> String {
    guard let seconds else { return "—" }
    let style = Date.ISO8601FormatStyle(timeZone: .current).year().month().day()
      .time(includingFractionalSeconds: false).dateTimeSeparator(.space)
    return Date(timeIntervalSince1970: seconds).formatted(style)
  }

  /// A duration in seconds: "3:07", "1:02:03".
  static func duration(_ seconds: Double) -> String { NumberText.duration(seconds) }
}
