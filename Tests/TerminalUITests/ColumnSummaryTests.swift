import Glibc
import Testing

@testable import TerminalUI

/// Compares summaries with a naive computation over every value.
@Suite struct ColumnSummaryTests {
  /// A curve with gaps, spikes and values that are not finite, at unevenly rising positions.
  private struct RandomCurve {
    var x: [Double] = []
    var y: [Double] = []

    init(_ count: Int, _ random: inout SeededNumbers) {
      var position = Double.random(in: -5...5, using: &random)
      for _ in 0..<count {
        position +=
          Int.random(in: 0..<40, using: &random) == 0 ? 300 : .random(in: 0...2, using: &random)
        x.append(position)
        switch Int.random(in: 0..<60, using: &random) {
        case 0: y.append(.nan)
        case 1: y.append(.infinity)
        case 2: y.append(.random(in: -1000...1000, using: &random))
        default: y.append(.random(in: -1...4, using: &random))
        }
      }
    }
  }

  @Test func theExtremesOfEveryRangeAreThoseOfItsValues() {
    var random = SeededNumbers(1)
    for count in [0, 1, 7, 8, 9, 63, 64, 65, 511, 512, 513, 5000] {
      let values = RandomCurve(count, &random).y
      let samples = SeriesValues(values)
      var appended = SeriesValues()
      for value in values { appended.append(value) }
      for _ in 0..<200 {
        let low = Int.random(in: 0...count, using: &random)
        let high = Int.random(in: low...count, using: &random)
        let finite = values[low..<high].filter(\.isFinite)
        let extent = samples.extent(of: low..<high)
        #expect(extent.lowest == finite.min() ?? .infinity)
        #expect(extent.highest == finite.max() ?? -.infinity)
        #expect(extent.lowestPositive == finite.filter { $0 > 0 }.min() ?? .infinity)
        #expect(extent.hasNonFinite == (finite.count < high - low))
        #expect(appended.extent(of: low..<high) == extent)
      }
    }
  }

  @Test(arguments: [false, true]) func everyColumnHasItsPointsAlone(isLogarithmic: Bool) {
    var random = SeededNumbers(isLogarithmic ? 2 : 3)
    for trial in 0..<60 {
      let curve = RandomCurve([1, 2, 30, 1000, 20_000][trial % 5], &random)
      let (least, most) = (curve.x.first!, curve.x.last!)
      // The whole curve, parts of it, and ranges beside it.
      let low = Double.random(in: least - 20...most + 20, using: &random)
      let axis = HorizontalAxis(
        (isLogarithmic ? max(0.1, low) : low)...max(
          low + 1, .random(in: least...most + 50, using: &random)),
        isLogarithmic: isLogarithmic)
      let count = Int.random(in: 1...400, using: &random)
      let summary = ColumnSummary(x: curve.x, y: SeriesValues(curve.y), axis: axis, columns: count)
      let edges = axis.edges(columns: count)
      for column in 1..<max(1, count - 1) {
        let inside = zip(curve.x, curve.y).filter {
          edges[column] <= $0.0 && $0.0 < edges[column + 1]
        }.map(\.1)
        let finite = inside.filter(\.isFinite)
        let shown = summary.columns[column]
        #expect(shown?.lowest == finite.min())
        #expect(shown?.highest == finite.max())
        #expect(shown?.first == finite.first)
        #expect(shown?.last == finite.last)
        #expect(summary.nonFinite.contains(column) == (finite.count < inside.count))
      }
    }
  }

  @Test func aCurveThatContinuesOutsideTheChartIsDrawnToItsEdge() {
    let summary = ColumnSummary(
      x: [0, 10, 20, 30], y: [0, 1, 3, 5], axis: HorizontalAxis(5...25), columns: 11)
    #expect(summary.columns.first??.last == 0.5)
    #expect(summary.columns.last??.last == 4)
  }

  @Test func aCurveCrossesAnEdgeOnlyBetweenItsPoints() {
    let y: SeriesValues = [0, 100, 0, 100, 0, 100]
    let axis = HorizontalAxis(1...4)
    // With wide columns, the outer ones contain points beyond the ends of the axis.
    let ranges = ColumnRanges(
      [0.7, 1, 2, 3, 4.3, 5], upTo: 6, axis, edges: axis.edges(columns: 3))
    #expect(ranges.all == 0..<5)
    #expect(ranges.crossing(0, y) == nil && ranges.crossing(1, y) == nil)
  }
}

/// A random generator with the same numbers for the same seed (SplitMix64).
private struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var x = state
    x = (x ^ (x >> 30)) &* 0xbf58_476d_1ce4_e5b9
    x = (x ^ (x >> 27)) &* 0x94d0_49bb_1331_11eb
    return x ^ (x >> 31)
  }
}
