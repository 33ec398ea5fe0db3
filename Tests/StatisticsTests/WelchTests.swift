import Foundation
import Testing

@testable import Statistics

@Suite struct WelchTests {
  /// SciPy 1.17.1: `stats.ttest_ind(second, first, equal_var=False)`.
  @Test(arguments: [
    (
      [27.5, 21, 19, 23.6, 17, 17.9], [27.1, 22, 20.8, 23.4, 23.4, 23.5],
      [1.289_630_751_835_775_2, 7.636_562_144_144_419, 0.234_861_751_989_111_55]
    ),
    (
      [0.404, 0.412, 0.42], [0.433, 0.439, 0.445],
      [4.676_537_180_435_98, 3.709_198_813_056_385_5, 0.011_345_058_952_077_401]
    ),
  ])
  func resultsAgreeWithSciPy(first: [Double], second: [Double], expected: [Double]) throws {
    let test = try #require(WelchTest(Measurements(first), Measurements(second)))
    for (found, value) in zip([test.t, test.degrees, test.p], expected) {
      #expect(abs(found - value) < 1e-10)
    }
  }

  @Test func swappedSetsChangeTheSignOnly() throws {
    let (a, b) = (Measurements([1, 2, 4]), Measurements([3, 3.5, 7]))
    let (one, other) = (try #require(WelchTest(a, b)), try #require(WelchTest(b, a)))
    #expect(one.t == -other.t && one.p == other.p && one.degrees == other.degrees)
  }

  @Test func thereIsNoTestWithoutSpread() {
    #expect(WelchTest(Measurements([1]), Measurements([1, 2])) == nil)
    #expect(WelchTest(Measurements([1, 1]), Measurements([2, 2])) == nil)
    #expect(WelchTest(Measurements([1, 1]), Measurements([2, 2.5])) != nil)
  }
}
