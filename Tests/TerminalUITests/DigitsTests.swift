import Testing

@testable import TerminalUI

@Suite struct DigitsTests {
  @Test(arguments: [
    (0.0, "0"), (0.612, "0.612"), (12.44, "12.4"), (183.4, "183"), (-0.00021, "-2.1e-4"),
    (0.000999, "1.0e-3"), (.nan, "NaN"), (.infinity, "∞"),
  ])
  func briefNumbersHaveThreeDigitsThatMatter(value: Double, text: String) {
    #expect(Digits.brief(value) == text)
  }

  @Test func settingsHaveNoZerosAtTheirEnd() {
    #expect(Digits.plain(0.02) == "0.02")
    #expect(Digits.plain(0.0128) == "0.0128")
    #expect(Digits.plain(0.9) == "0.9")
    #expect(Digits.plain(5e-5) == "5.0e-5")
  }

  @Test func fittedNumbersFit() {
    for value in [1.1, -0.042, 0.0042, -0.0042, 123.456, -99.96, 3e-9] {
      #expect(Digits.fitting(value, 5).count <= 5, "\(value)")
    }
    #expect(Digits.fitting(-0.0042, 5) == "-4e-3")
    #expect(Digits.fitting(-0.042, 5) == "-0.04")
  }

  @Test func thousandsAreGrouped() {
    #expect(Digits.grouped(60_965_224) == "60,965,224")
    #expect(Digits.grouped(-1234) == "-1,234")
    #expect(Digits.grouped(999) == "999")
  }

  @Test func axesAndTimesAreShort() {
    #expect(Digits.short(1200) == "1.2k")
    #expect(Digits.short(3_000_000) == "3M")
    #expect(Digits.short(950) == "950")
    #expect(Digits.duration(187.9) == "3:07")
    #expect(Digits.duration(3723) == "1:02:03")
    #expect(Digits.percent(0.4534) == "45.3%")
  }
}
