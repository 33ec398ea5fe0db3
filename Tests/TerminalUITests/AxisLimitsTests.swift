import Testing

@testable import TerminalUI

/// Vertical axes whose ends are given.
@Suite struct AxesWithLimits {
  private static let rich = Appearance(.init(depth: .direct, unicode: true), theme: .dark)

  private func chart(_ limits: AxisLimits, _ values: [Double] = [1, 2, 3, 4, 5]) -> LineChart {
    var chart = LineChart(
      series: [
        .init("a", x: values.indices.map(Double.init), y: SeriesValues(values), style: Style())
      ],
      axis: .init(0...Double(values.count - 1)), emptyText: "nothing")
    chart.limits = limits
    chart.showsLegend = false
    return chart
  }

  private func rows(_ chart: LineChart, ascii: Bool = false, _ height: Int = 12) -> [String] {
    let appearance = Appearance(.init(depth: .direct, unicode: !ascii), theme: .dark)
    // A frame with rows above and below the chart, in which nothing must be drawn.
    var frame = Frame(width: 40, height: height + 4)
    chart.draw(
      in: Rect(x: 0, y: 2, width: 40, height: height), on: &frame, appearance: appearance)
    return frame.plainText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func theEndsAreExact() {
    let scale = ValueScale(exactly: 0.5...2, isLogarithmic: false, rows: 15)
    #expect(scale.lower == 0.5 && scale.upper == 2)
    // Fifteen rows for 1.5: a tick every 0.2, which is two rows.
    let values = scale.ticks.map { ($0.value * 10).rounded() / 10 }
    #expect(values == [0.6, 0.8, 1, 1.2, 1.4, 1.6, 1.8, 2])
    #expect(scale.ticks.map(\.row) == [1, 3, 5, 7, 9, 11, 13, 14])
    #expect(scale.position(of: 0.5) == 0 && scale.position(of: 2) == 1)
    #expect(scale.position(of: 5) == 2 && scale.position(of: -9) == -1)
  }

  @Test func aLogarithmicAxisHasExactEndsToo() {
    let scale = ValueScale(exactly: 0.001...10, isLogarithmic: true, rows: 20)
    #expect(scale.isLogarithmic)
    #expect(abs(scale.position(of: 0.1) - 0.5) < 1e-12)
    #expect(scale.ticks.contains { $0.value == 0.1 && $0.row == 10 })
    #expect(scale.position(of: 0) == -1)
    #expect(!ValueScale(exactly: 0...10, isLogarithmic: true, rows: 20).isLogarithmic)
  }

  @Test(arguments: 1...40)
  func everyTickIsInARow(rows: Int) {
    for (low, high) in [(0.0, 1.0), (0.3, 0.31), (-5, 1000), (1e-9, 2e-9), (99, 100)] {
      for isLogarithmic in [false, true] {
        let scale = ValueScale(exactly: low...high, isLogarithmic: isLogarithmic, rows: rows)
        #expect(scale.ticks.allSatisfy { (0..<rows).contains($0.row) })
        #expect(scale.ticks.allSatisfy { $0.value >= low - 1e-9 && $0.value <= high + 1e-9 })
      }
    }
  }

  @Test(arguments: [true, false])
  func nothingIsDrawnOutsideOfTheChart(ascii: Bool) {
    for limits in [
      AxisLimits(lower: 2, upper: 3), AxisLimits(lower: 10, upper: 20), AxisLimits(upper: 0),
      AxisLimits(lower: 4.5), AxisLimits(lower: -3, upper: -2),
    ] {
      let rows = rows(chart(limits), ascii: ascii)
      for row in [0, 1, 14, 15] {
        #expect(rows[row].allSatisfy { $0 == " " }, "\(limits): \(rows[row])")
      }
    }
  }

  @Test func aCurveBeyondTheLimitsLeavesThePlot() {
    // Only the part between 2 and 3 is drawn: a quarter of the width, from the second to the third quarter.
    let text = rows(chart(.init(lower: 2, upper: 3))).joined()
    #expect(text.contains { ("\u{2801}"..."\u{28ff}").contains($0) })
    #expect(
      !rows(chart(.init(lower: 10, upper: 20))).joined().contains {
        $0 >= "\u{2801}" && $0 <= "\u{28ff}"
      })
  }

  @Test func oneLimitLeavesTheOtherEndToTheValues() {
    let lower = rows(chart(.init(lower: 3)))
    #expect(lower.joined().contains("5"))
    #expect(!lower.joined().contains("2.5"))
    // A limit beyond all values still gives an axis.
    #expect(rows(chart(.init(lower: 7))).joined().contains("8"))
  }

  @Test func withoutLimitsTheAxisIsAsBefore() {
    #expect(rows(chart(.init())) == rows(chart(AxisLimits(lower: nil, upper: nil))))
  }
}
