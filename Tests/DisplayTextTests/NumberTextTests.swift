import Testing

@testable import DisplayText

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.0, "0"), (0.612, "0.612"), (12.44, "12.4"), (183.4, "183"), (-0.00021, "-2.1e-4"),
    (0.000999, "1.0e-3"), (.nan, "NaN"), (.infinity, "∞"),
  ])
  func briefNumbersHaveThreeDigitsThatMatter(value: Double, text: String) {
    #expect(NumberText.brief(value) == text)
  }

  @Test func settingsHaveNoZerosAtTheirEnd() {
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
