import Testing

@testable import Dashboard

/// The digits that two computations of a number share. The expected texts were rounded by hand.
@Suite struct AgreedNumberTests {
  @Test(arguments: [
    // Seven digits agree.
    (1.2345678, Float(1.2345678), "1.234568"),
    // They differ in the sixth digit, so five are shown.
    (1.234561, 1.234571, "1.2346"),
    (-0.0123456, -0.0123467, "−0.01235"),
    (1234.5678, 1234.71, "1,235"),
    (0, 0, "0"),
    // 1.2e-5 and its neighbour agree in two digits.
    (1.2345e-5, 1.2012e-5, "1.2e-5"),
  ])
  func theSharedDigitsAreShown(computed: Double, own: Float, text: String) {
    let number = AgreedNumber(computed, own: own)
    #expect(number.text == text && number.own == text && number.agrees)
  }

  @Test func numbersThatDifferAreBothShown() {
    let number = AgreedNumber(1.5, own: 2.5)
    #expect(number.text == "1.500" && number.own == "2.500" && !number.agrees)
    // The sign of a sum near 0 is rounding if its terms are large.
    let zero = AgreedNumber(-2e-7, own: 3e-7)
    #expect(!zero.agrees)
    #expect(AgreedNumber.isRounding(-2e-7, own: 3e-7, magnitude: 10))
    #expect(!AgreedNumber.isRounding(1.5, own: 2.5, magnitude: 10))
  }

  /// The rounding of single precision is about 1.2e-7 of the terms; 4 times this is 4.8e-7.
  @Test func digitsEndWhereRoundingBegins() {
    #expect(AgreedNumber(0.123456789, magnitude: 1).text == "0.123457")
    #expect(AgreedNumber(0.123456789, magnitude: 1000).text == "0.123")
    #expect(AgreedNumber(0.123456789, magnitude: 1e7).text == "0.1")
    #expect(AgreedNumber(.nan, magnitude: .nan).text == "NaN")
  }
}
