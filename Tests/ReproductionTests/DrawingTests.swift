import Testing

@testable import Reproduction

@Suite struct DrawingTests {
  /// Python's zlib at level 0 and `zlib.crc32`: a red cell and a transparent one.
  @Test func `A picture is a PNG file`() {
    var image = PNGImage(width: 2, height: 1)
    image.set(0, 0, red: 255, green: 0, blue: 0)
    let hexadecimal =
      "89504e470d0a1a0a0000000d4948445200000002000000010806000000f4227f8a"
      + "00000014494441547801010900f6ff00ff0000ff000000000cfc01ff40c872ba0000000049454e44ae426082"
    let digits = image.file.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    #expect(digits == hexadecimal)
  }

  @Test(arguments: [
    (0.0, 60.0, 6, [0.0, 10, 20, 30, 40, 50, 60]),
    (0.17, 0.42, 5, [0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45]),
    (-1.3, 0.4, 4, [-1.5, -1, -0.5, 0, 0.5]),
  ])
  func `Ticks are at round numbers`(low: Double, high: Double, count: Int, ticks: [Double]) {
    let axis = Axis(low...high, count: count)
    #expect(axis.ticks.count == ticks.count)
    #expect(zip(axis.ticks, ticks).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(axis.range.lowerBound <= low && axis.range.upperBound >= high)
  }

  @Test func `A tight axis ends at its values`() {
    let axis = Axis(0...37.5, count: 4, isTight: true)
    #expect(axis.range == 0...37.5)
    #expect(axis.ticks == [0, 10, 20, 30])
    #expect(axis.position(37.5, from: 10, to: 110) == 110)
    #expect(!Axis(0.3...0.3, count: 5).ticks.isEmpty)
  }

  @Test func `Names at the ends of curves do not overlap`() {
    let centers = LineChart.spread([50, 52, 51, 200], heights: [20, 20, 20, 20], within: 0...210)
    let sorted = centers.sorted()
    #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $1 - $0 >= 20 - 1e-9 })
    #expect(centers[0] < centers[2] && centers[2] < centers[1])
    #expect(sorted[0] >= 10 && sorted[3] <= 200)
  }

  @Test func `A point is the mean and the range of the runs at its step`() {
    var records = [1, 2].map { StudyFixture.record(StudyFixture.curves[2], seed: $0) }
    for index in records.indices {
      records[index].curve = Array(records[index].curve.prefix(2))
      records[index].curve[0].top1 = index == 0 ? 0.5 : 0.3
    }
    records[1].curve[1].top1 = .nan
    let points = LineChart.Point.points(records, \.top1)
    #expect(points.count == 2)
    #expect(points[0].mean == 0.4 && points[0].low == 0.3 && points[0].high == 0.5)
    #expect(points[1].mean == records[0].curve[1].top1)
  }

  @Test func `A sparkline has its highest character at the highest mean`() {
    let points = (1...8).map { index in
      LineChart.Point(epoch: Double(index), mean: Double(9 - index), low: 0, high: 0)
    }
    let series = LineChart.Series(label: "", style: "", points: points)
    #expect(series.sparkline(in: 1...8, width: 8) == "█▇▆▅▄▃▂▁")
    #expect(LineChart.Series(label: "", style: "", points: []).sparkline(in: 1...8) == "")
  }
}
