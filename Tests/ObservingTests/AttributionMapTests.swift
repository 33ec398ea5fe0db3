import Foundation
import Observing
import Testing

@Suite struct AttributionMapTests {
  private func map(_ columns: [Float], _ rows: [Float], _ values: [Float]) -> AttributionMap {
    var map = AttributionMap(.init(.gradCAM))
    (map.columns, map.rows, map.values) = (columns, rows, values)
    return map
  }

  /// PyTorch 1.13: `interpolate(x[None, None], (5, 7), mode="bilinear", align_corners=False)` of
  /// [[1, 2, 4], [3, 0, 8]], with four digits.
  @Test func mapsAreScaledAsByPyTorch() {
    let map = map([0.5, 1.5, 2.5], [0.5, 1.5], [1, 2, 4, 3, 0, 8])
    let scaled = map.scaled(width: 7, height: 5, of: (width: 3, height: 2))
    let expected: [Float] = [
      1.0000, 1.1429, 1.5714, 2.0000, 2.8571, 3.7143, 4.0000,
      1.2000, 1.2857, 1.5429, 1.8000, 2.9143, 4.0286, 4.4000,
      2.0000, 1.8571, 1.4286, 1.0000, 3.1429, 5.2857, 6.0000,
      2.8000, 2.4286, 1.3143, 0.2000, 3.3714, 6.5429, 7.6000,
      3.0000, 2.5714, 1.2857, 0.0000, 3.4286, 6.8571, 8.0000,
    ]
    #expect(scaled.count == expected.count)
    #expect(zip(scaled, expected).allSatisfy { abs($0 - $1) < 1e-4 })
  }

  /// The last square of a row can be nearer to the one before than the others are.
  @Test func centresCanHaveUnequalDistances() {
    let map = map([1, 3, 4], [2], [0, 10, 20])
    // The pixels' centres are 0.5, 1.5, 2.5, 3.5 and 4.5.
    #expect(
      map.scaled(width: 5, height: 1, of: (width: 5, height: 4)) == [0, 2.5, 7.5, 15, 20])
  }

  @Test func positionsWithoutAValueAreNotNumbers() {
    let map = map([1, 3], [1, 3], [5, 6, 7])
    let scaled = map.scaled(width: 4, height: 4, of: (width: 4, height: 4))
    #expect(scaled[0] == 5 && scaled[3] == 6 && scaled[12] == 7)
    // The last position would count for these.
    #expect(scaled[10].isNaN && scaled[15].isNaN && scaled[6].isNaN)
    #expect(!map.isComplete && map.positions == 4)
    let empty = self.map([], [], [])
    #expect(empty.scaled(width: 2, height: 1, of: (width: 4, height: 4)).allSatisfy { $0.isNaN })
    let infinite = self.map([1], [1], [.infinity])
    #expect(infinite.scaled(width: 1, height: 1, of: (width: 2, height: 2))[0].isNaN)
    #expect(infinite.range == nil)
  }

  @Test func requestsAndMapsSurviveJSON() throws {
    var interest = Interest(layers: true)
    interest.attribution = .init(.occlusion, target: .mostProbable)
    let sent = try JSONEncoder().encode(interest)
    #expect(try JSONDecoder().decode(Interest.self, from: sent) == interest)
    var map = map([1, 3], [1], [0.25])
    (map.label, map.probability, map.side, map.layer) = (4, 0.5, 3, "conv5")
    (map.evaluated, map.firstStep, map.lastStep) = (1, 7, 9)
    let data = try JSONEncoder().encode(map)
    #expect(try JSONDecoder().decode(AttributionMap.self, from: data) == map)
  }
}
