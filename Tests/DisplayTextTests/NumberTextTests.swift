import Testing

@testable import DisplayText

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.0, "0"), (0.612, "0.612"), (0.004, "0.004"), (0.000999, "0.001"), (0.00085, "8.5e-4"),
    (12.44, "12.4"), (183.4, "183"), (1950, "1,950"), (-0.00021, "−2.1e-4"), (5e-5, "5e-5"),
    (250_000, "2.5e5"), (.nan, "NaN"), (.infinity, "∞"),
  ])
  func briefNumbersHaveThreeSignificantDigits(value: Double, text: String) {
    #expect(NumberText.brief(value) == text)
  }

  @Test func halvesAreRoundedAwayFromZero() {
    #expect(NumberText.fixed(2.5, 0) == "3")
    #expect(NumberText.fixed(0.125, 2) == "0.13")
    #expect(NumberText.fixed(-0.125, 2) == "−0.13")
  }

  @Test func theSignOfAScreenIsAMinusAndThatOfOutputAHyphen() {
    #expect(NumberText.fixed(-4.68, 1) == "−4.7")
    #expect(NumberText.fixed(-4.68, 1, minus: .output) == "-4.7")
    #expect(NumberText.fixed(-0.01, 1) == "0.0")
    #expect(NumberText.signed(0.5, 3) == "+0.500")
    #expect(NumberText.signed(-0.25, 2, minus: .output) == "-0.25")
    #expect(NumberText.signed(0.0001, 3) == "0.000")
    #expect(NumberText.scientific(-0.00021) == "−2.1e-4")
  }

  @Test(arguments: [
    (0.02, "0.02"), (0.0128, "0.0128"), (0.9, "0.9"), (0.0005, "0.0005"), (5e-5, "5e-5"),
    (5.12e-5, "5.12e-5"), (0.000_099_99, "0.0001"), (1500, "1,500"), (2e6, "2e6"),
  ])
  func settingsHaveNoTrailingZeros(value: Double, text: String) {
    #expect(NumberText.plain(value) == text)
  }

  @Test func fittedNumbersFitAndAreNotZerosAlone() {
    for value in [1.1, -0.042, 0.0042, -0.0042, 123.456, -99.96, 3e-9, 12_345, -12_345, 1e6] {
      let text = NumberText.fitting(value, 5)
      #expect(text.count <= 5, "\(value)")
      #expect(text.contains { ("1"..."9").contains($0) }, "\(value)")
    }
    #expect(NumberText.fitting(-0.0042, 5) == "−4e-3")
    #expect(NumberText.fitting(-0.042, 5) == "−0.04")
    #expect(NumberText.fitting(0.0042, 6) == "0.004")
    #expect(NumberText.fitting(0.00085, 6) == "8.5e-4")
  }

  // 96.94% is shown as 96.9% and 89.76% as 89.8%; their difference of 7.18 points would be shown as 7.2.
  @Test func theDifferenceOfTwoSharesAgreesWithTheirTexts() {
    let difference = NumberText.shownDifference(0.8976, 0.9694)
    #expect(NumberText.percent(0.8976) == "89.8%" && NumberText.percent(0.9694) == "96.9%")
    #expect(NumberText.points(difference) == "−7.1 points")
    #expect(NumberText.points(NumberText.shownDifference(0.5, 0.5)) == "0.0 points")
    #expect(NumberText.shownDifference(.nan, 0.5).isNaN)
  }

  @Test func thousandsAreGrouped() {
    #expect(NumberText.grouped(60_965_224) == "60,965,224")
    #expect(NumberText.grouped(-1234) == "−1,234")
    #expect(NumberText.grouped(-1234, minus: .output) == "-1,234")
    #expect(NumberText.grouped(999) == "999")
    #expect(NumberText.grouped(.min) == "−9,223,372,036,854,775,808")
    #expect(NumberText.fixed(12_345.67, 1) == "12,345.7")
  }

  @Test func ticksAreShort() {
    #expect(NumberText.short(1200) == "1.2k")
    #expect(NumberText.short(999_960) == "1M")
    #expect(NumberText.short(3_000_000) == "3M")
    #expect(NumberText.short(950) == "950")
  }
}

@Suite struct QuantityTextTests {
  @Test func sharesHaveNoSpaceBeforeThePerCentSign() {
    #expect(NumberText.percent(0.4534) == "45.3%")
    #expect(NumberText.percent(0.5) == "50.0%")
    #expect(NumberText.percent(0.12, 0) == "12%")
    #expect(NumberText.percent(0.12, upTo: 1) == "12%")
    #expect(NumberText.percent(0.125, upTo: 1) == "12.5%")
    #expect(NumberText.percent(1, upTo: 2) == "100%")
  }

  @Test func differencesOfErrorsAreInPoints() {
    #expect(NumberText.points(-0.032) == "−3.2 points")
    #expect(NumberText.points(0.032, isShort: true) == "+3.2 pt")
    #expect(NumberText.points(-0.032, minus: .output) == "-3.2 points")
    #expect(NumberText.points(0) == "0.0 points")
  }

  @Test func sizesOfFilesAreDecimalAndMemoryIsBinary() {
    #expect(NumberText.bytes(1) == "1 byte")
    #expect(NumberText.bytes(999) == "999 bytes")
    #expect(NumberText.bytes(4_096) == "4.1 kB")
    #expect(NumberText.bytes(170_498_071) == "170.5 MB")
    #expect(NumberText.bytes(999_999_999) == "1.0 GB")
    #expect(NumberText.memory(1) == "1 MiB")
    #expect(NumberText.memory(1 << 30) == "1,024 MiB")
  }

  @Test func speedsBelowTenHaveADigitAfterThePoint() {
    #expect(NumberText.perSecond(4.31) == "4.3")
    #expect(NumberText.perSecond(9.96) == "10")
    #expect(NumberText.perSecond(1234.6) == "1,235")
    #expect(NumberText.perSecond(.nan) == "—")
  }

  @Test func durationsHaveMinutesAndSeconds() {
    #expect(NumberText.duration(187.9) == "3:07")
    #expect(NumberText.duration(3723) == "1:02:03")
    #expect(NumberText.duration(-1) == "—")
  }

  @Test(arguments: [
    (0.2, "1 s"), (4.4, "4 s"), (9.6, "10 s"), (44, "40 s"), (56, "1 min"), (89, "1 min"),
    (91, "2 min"), (3560, "59 min"), (3571, "1 h"), (4900, "1 h 20 min"), (35_600, "9 h 50 min"),
    (35_800, "10 h"), (170_000, "47 h"), (172_800, "2 days"), (108_000_000, "1,250 days"),
    (-1, "—"), (.nan, "—"), (.infinity, "—"),
  ])
  func estimatesHaveFewDigits(seconds: Double, text: String) {
    #expect(NumberText.roundedDuration(seconds) == text)
  }

  @Test func lossesHaveThreeDigits() {
    #expect(NumberText.loss(2.3026) == "2.303")
  }
}
