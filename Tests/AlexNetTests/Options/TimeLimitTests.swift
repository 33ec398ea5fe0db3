import Testing

@testable import AlexNet

@Suite struct TimeLimitTests {
  @Test(arguments: [
    ("90s", 90), ("10m", 600), ("2h", 7200), ("1h30m", 5400), ("1h1m1s", 3661), ("1h5s", 3605),
    ("0h10m", 600), ("100m", 6000),
  ])
  func timesAreHoursMinutesAndSeconds(text: String, seconds: Int) {
    #expect(TimeLimit.duration(text) == .seconds(seconds))
  }

  @Test(arguments: [
    "", "10", "m", "0s", "-5m", "1.5h", "30m1h", "10m10m", "10 m", "10M", "1d", "5m3", "٣m",
    "99999999999999999999s", "1000001h",
  ])
  func anotherTextIsNoTime(text: String) {
    #expect(TimeLimit.duration(text) == nil)
  }

  @Test(arguments: [(90, "1m30s"), (600, "10m"), (5400, "1h30m"), (0.2, "1s"), (3600.5, "1h1s")])
  func aTimeIsWrittenAsItIsRead(seconds: Double, text: String) {
    #expect(TimeLimit.text(seconds: seconds) == text)
    #expect(TimeLimit.duration(text) == .seconds(Int(max(1, seconds.rounded(.up)))))
  }
}
