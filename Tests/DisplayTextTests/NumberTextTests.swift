import Testing

@testable import DisplayText

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.0, "0"), (0.612, "0.612"), (12.44, "12.4"), (183.4, "183"), (-0.00021, "-2.1e-4"),
    (0.000999, "1.0e-3"), (.nan, "NaN"), (.infinity, "∞"),
  ])
  func briefNumbersHaveThreeSignificantDigits(value: Double, text: String) {
    #expect(NumberText.brief(value) == text)
  }

  /// C: `printf("%.2f %.0f %+.3f %.1f", 3.125, 2.5, 0.5, NAN)` prints "3.12 2 +0.500 nan".
  @Test func reportsRoundAsPrintfDoes() {
    #expect(NumberText.printf(3.125, 2) == "3.12")
    #expect(NumberText.printf(2.5, 0) == "2")
    #expect(NumberText.printf(0.5, 3, showsPlus: true) == "+0.500")
    #expect(NumberText.printf(-0.25, 2, showsPlus: true) == "-0.25")
    #expect(NumberText.printf(.nan, 1) == "nan")
    #expect(NumberText.printf(-.infinity, 1) == "-inf")
    #expect(NumberText.printf(1e300, 0).count == 301)
  }

  @Test func screensRoundHalvesAwayFromZero() {
    #expect(NumberText.fixed(2.5, 0) == "3")
    #expect(NumberText.fixed(-4.68, 1, minus: "−") == "−4.7")
  }

  @Test func trimmedPercentagesHaveNoZeroTenths() {
    #expect(NumberText.trimmedPercent(0.12) == "12 %")
    #expect(NumberText.trimmedPercent(0.125) == "12.5 %")
  }

  @Test func settingsHaveNoTrailingZeros() {
    #expect(NumberText.plain(0.02) == "0.02")
    #expect(NumberText.plain(0.0128) == "0.0128")
    #expect(NumberText.plain(0.9) == "0.9")
    #expect(NumberText.plain(5e-5) == "5.0e-5")
  }

  @Test func fittedNumbersFit() {
    for value in [1.1, -0.042, 0.0042, -0.0042, 123.456, -99.96, 3e-9] {
      #expect(NumberText.fitting(value, 5).count <= 5, "\(value)")
    }
    #expect(NumberText.fitting(-0.0042, 5) == "-4e-3")
    #expect(NumberText.fitting(-0.042, 5) == "-0.04")
  }

  @Test func thousandsAreGrouped() {
    #expect(NumberText.grouped(60_965_224) == "60,965,224")
    #expect(NumberText.grouped(-1234) == "-1,234")
    #expect(NumberText.grouped(999) == "999")
  }

  @Test func axesAndTimesAreShort() {
    #expect(NumberText.short(1200) == "1.2k")
    #expect(NumberText.short(3_000_000) == "3M")
    #expect(NumberText.short(950) == "950")
    #expect(NumberText.duration(187.9) == "3:07")
    #expect(NumberText.duration(3723) == "1:02:03")
    #expect(NumberText.percent(0.4534) == "45.3%")
  }
}
