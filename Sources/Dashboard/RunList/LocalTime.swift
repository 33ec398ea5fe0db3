/// A local date and time as text: "2026-11-21 17:05".
///
/// Days are converted to dates by Howard Hinnant's algorithm ("chrono-Compatible Low-Level Date
/// Algorithms"), in which a year begins on the first of March.
struct LocalTime {
  /// The date and the time: "2026-11-21 17:05".
  let text: String
  /// The date: "2026-11-21".
  let day: String
  /// The time of day: "17:05:09".
  let timeWithSeconds: String

  init(_ seconds: Double, secondsFromUTC: Int) {
    let time = Int(min(2.5e11, max(0, seconds))) + secondsFromUTC
    let days = time / 86_400 + 719_468
    let era = days / 146_097
    let ofEra = days % 146_097
    let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * year + year / 4 - year / 100)
    let march = (5 * ofYear + 2) / 153
    let date = ofYear - (153 * march + 2) / 5 + 1
    let month = march < 10 ? march + 3 : march - 9
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    day = "\(year + era * 400 + (month <= 2 ? 1 : 0))-\(two(month))-\(two(date))"
    let minute = "\(two(time % 86_400 / 3600)):\(two(time % 3600 / 60))"
    timeWithSeconds = "\(minute):\(two(time % 60))"
    text = "\(day) \(minute)"
  }
}
