import Statistics
import Testing

@Suite struct PermutationTests {
  /// All 126 divisions counted by Python's `itertools.combinations`: 13 have a difference of at least 4.45, and
  /// the mean difference is 2.0881.
  @Test func manyDivisionsApproachAllOfThem() {
    let test = PermutationTest([.init([1, 4, 5, 9], [6, 7, 8, 12, 13])], divisions: 99_999)
    #expect(abs(test.statistic - 4.45) < 1e-12)
    #expect(abs(test.p - 13.0 / 126) < 0.004)
    #expect(abs(test.expected - 2.088_095_238) < 0.02)
  }

  /// All 126 · 20 divisions of two strata, counted in the same way.
  @Test func strataAreDividedSeparately() {
    let test = PermutationTest(
      [.init([1, 4, 5, 9], [6, 7, 8, 12, 13]), .init([1, 2, 6], [3, 7, 9])], divisions: 99_999)
    #expect(abs(test.statistic - (4.45 + 10.0 / 3)) < 1e-12)
    #expect(abs(test.p - 0.054_761_904_8) < 0.003)
    #expect(abs(test.expected - 4.221_428_571) < 0.02)
  }

  @Test func theSignDoesNotMatter() {
    let (low, high) = ([0.1, 0.2, 0.15, 0.12], [0.5, 0.6, 0.4, 0.7])
    #expect(PermutationTest([.init(low, high)]).p == PermutationTest([.init(high, low)]).p)
    #expect(PermutationTest.Stratum(low, high).difference > 0)
    #expect(PermutationTest.Stratum(high, low).difference < 0)
  }

  @Test func equalValuesAreNoEvidenceAndPIsNeverZero() {
    #expect(PermutationTest([.init([1, 1, 1], [1, 1])]).p == 1)
    let clear = PermutationTest(
      [.init((0..<30).map(Double.init), (100..<130).map(Double.init))], divisions: 999)
    #expect(clear.p == 0.001)
  }

  /// The numbers of another generator would give another share.
  @Test func theSameSeedGivesTheSameResult() {
    let strata = [PermutationTest.Stratum([1, 4, 5, 9, 3, 2], [6, 7, 8, 2, 3, 1])]
    #expect(PermutationTest(strata) == PermutationTest(strata))
    #expect(PermutationTest(strata, seed: 2).expected != PermutationTest(strata).expected)
  }
}
