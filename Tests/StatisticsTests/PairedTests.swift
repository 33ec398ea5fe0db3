import Testing

@testable import Statistics

@Suite struct PairedTests {
  /// Student's own example (1908): additional hours of sleep of ten patients by two drugs. SciPy 1.17.1:
  /// `stats.ttest_rel(first, second)` and its `confidence_interval()`, for the first minus the second.
  @Test func studentsExampleAgrees() throws {
    let first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    let second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    let test = try #require(PairedTest(first, second))
    #expect(abs(test.t - 4.062_127_683_382_037) < 1e-12)
    #expect(abs(test.p - 0.002_832_890_197_384_273) < 1e-13)
    #expect(test.degrees == 9)
    let interval = test.interval()
    #expect(abs(interval.lowerBound - 0.700_114_236_723_017_5) < 1e-12)
    #expect(abs(interval.upperBound - 2.459_885_763_276_983) < 1e-12)
  }

  /// SciPy 1.17.1, as above.
  @Test func fewPairsAgreeWithSciPy() throws {
    let three = try #require(PairedTest([0.1902, 0.1875, 0.1893], [0.1834, 0.1812, 0.1851]))
    #expect(abs(three.t + 7.239_824_673_013_319) < 1e-9)
    #expect(abs(three.p - 0.018_549_303_300_231_6) < 1e-11)
    #expect(abs(three.interval().lowerBound + 0.009_193_816_521_189_526) < 1e-12)
    #expect(abs(three.interval().upperBound + 0.002_339_516_812_143_814_7) < 1e-12)
    let two = try #require(PairedTest([1, 2], [3, 5]))
    #expect(abs(two.p - 0.125_665_916_378_002_4) < 1e-12)
    #expect(abs(two.interval().lowerBound + 3.853_102_368_087_347) < 1e-9)
  }

  @Test func equalDifferencesShowNoSpread() {
    #expect(PairedTest([1], [2]) == nil)
    #expect(PairedTest([], []) == nil)
    #expect(PairedTest([1, 2, 3], [2, 3, 4]) == nil)
    #expect(PairedTest([0.18, 0.19], [0.18, 0.19]) == nil)
    // 0.3 − 0.2 and 0.4 − 0.3 differ in the last digits of a Double.
    #expect(0.3 - 0.2 != 0.4 - 0.3)
    #expect(PairedTest([0.2, 0.3], [0.3, 0.4]) == nil)
  }

  @Test(arguments: [0.5, 0.9, 0.95, 0.99])
  func theIntervalExcludesZeroExactlyWhenPIsSmall(confidence: Double) throws {
    for shift in stride(from: -2.0, through: 2, by: 0.13) {
      let test = try #require(
        PairedTest([1, 2, 3, 4], [1.1 + shift, 2.6 + shift, 2.7 + shift, 4.3 + shift]))
      #expect(
        test.interval(confidence: confidence).contains(0) == (test.p > 1 - confidence), "\(shift)")
    }
  }

  /// SciPy 1.17.1: `stats.t.ppf(1 - p / 2, degrees)`.
  @Test(arguments: [
    (1.0, 0.05, 12.706_204_736_174_694), (2, 0.05, 4.302_652_729_749_462),
    (3, 0.05, 3.182_446_305_283_707_8), (4, 0.05, 2.776_445_105_197_793_4),
    (7, 0.05, 2.364_624_251_592_784), (30, 0.05, 2.042_272_456_301_237_8),
    (2, 0.01, 9.924_843_200_918_287), (1.5, 0.8, 0.300_745_392_569_795_43),
    (2, 0.0002, 70.700_071_074_968_18), (1e6, 0.05, 1.959_966_356_814_107),
  ])
  func quantilesAgreeWithSciPy(degrees: Double, p: Double, t: Double) {
    let quantile = StudentTDistribution(degrees: degrees).quantile(twoSided: p)
    #expect(abs(quantile - t) < 1e-9 * t)
  }

  @Test func theEndsOfTheQuantileAreZeroAndInfinity() {
    let distribution = StudentTDistribution(degrees: 3)
    #expect(distribution.quantile(twoSided: 1) == 0)
    #expect(distribution.quantile(twoSided: 0) == .infinity)
  }
}
