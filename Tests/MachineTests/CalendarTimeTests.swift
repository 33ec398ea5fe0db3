import Foundation
import Testing

@testable import Machine

@Suite struct CalendarTimeTests {
  // From `date -u -d @SECONDS '+%Y-%m-%d %H:%M:%S'`.
  @Test(arguments: [
    (0.0, "1970-01-01 00:00:00"), (951_782_400.9, "2000-02-29 00:00:00"),
    (1_795_000_000, "2026-11-18 11:06:40"), (-5, "1970-01-01 00:00:00"),
    (.infinity, "9999-12-31 23:59:59"), (.nan, "1970-01-01 00:00:00"),
  ])
  func universalTimeIsThatOfTheCalendar(seconds: Double, text: String) {
    let time = CalendarTime.universal(seconds)
    #expect(time.text("%Y-%m-%d %H:%M:%S") == text)
    #expect(time.secondsFromUTC == 0)
    #expect(CalendarTime.universal(0).text("%B %-d, %Y") == "January 1, 1970")
  }

  /// Summer and winter, in the time zone of the tests.
  @Test(arguments: [1_782_000_000.0, 1_795_000_000])
  func localTimeIsThatOfFoundation(seconds: Double) {
    let zone = TimeZone.autoupdatingCurrent
    let date = Date(timeIntervalSince1970: seconds)
    let time = CalendarTime.local(seconds)
    #expect(time.secondsFromUTC == zone.secondsFromGMT(for: date))
    let style = Date.ISO8601FormatStyle(timeZone: zone).year().month().day()
    let day = date.formatted(style).split(separator: "-").compactMap { Int($0) }
    #expect(time.text("%Y-%m-%d") == date.formatted(style))
    let start = CalendarTime.start(ofDay: day[2], month: day[1], year: day[0])
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    #expect(start == calendar.startOfDay(for: date).timeIntervalSince1970)
  }
}
