import Statistics
import Testing

@Suite struct MeasurementsTests {
  /// Python's `statistics.mean`, `median` and `stdev`.
  @Test func momentsAgreeWithPython() throws {
    let measurements = Measurements([3.25, -1.5, 8, 2.125, 4])
    #expect(measurements.count == 5)
    #expect(measurements.mean == 3.175)
    #expect(measurements.median == 3.25)
    #expect(abs(try #require(measurements.deviation) - 3.425_091_239_660_631_4) < 1e-12)
    #expect(Measurements([3.25, -1.5, 8, 2.125]).median == 2.6875)
  }

  @Test func theBandIsOneDeviationOrTheTwoValues() throws {
    #expect(Measurements([0.4]).band == nil)
    #expect(Measurements([0.5, 0.25]).band == 0.25...0.5)
    let band = try #require(Measurements([1, 2, 3]).band)
    #expect(band == 1...3)
    #expect(Measurements([2]).deviation == nil)
  }
}
