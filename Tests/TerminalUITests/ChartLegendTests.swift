import Testing

@testable import TerminalUI

/// The names and values of curves above a chart, or in the title line of a panel.
@Suite struct ChartLegendTests {
  private let rich = Appearance(.init(depth: .direct, unicode: true))

  private func legend(
    _ series: [(name: String, short: [String])], steps: [Double] = [10], cursor: Double? = nil
  ) -> ChartLegend {
    var chart = LineChart(
      series: series.map {
        .init($0.name, short: $0.short, x: steps, y: [0.5], style: Style(), steps: steps)
      }, axis: HorizontalAxis(0...100), emptyText: "")
    chart.cursor = cursor
    chart.readStep = 50
    return ChartLegend(chart, appearance: rich)
  }

  private func text(_ legend: ChartLegend, _ width: Int, rows: Int) -> String {
    var frame = Frame(width: width, height: rows)
    legend.draw(
      legend.rows(width: width, atMost: rows), in: frame.bounds, on: &frame, appearance: rich)
    return frame.plainText
  }

  private let errors = [
    (name: "train top-1 error", short: ["train top-1 err", "train"]),
    (name: "val top-1 error", short: ["val top-1 err", "val"]),
  ]

  @Test func namesAreAsLongAsTheyFit() {
    let legend = legend(errors, steps: [50])
    #expect(text(legend, 60, rows: 1) == "━ train top-1 error 0.500  ━ val top-1 error 0.500")
    #expect(text(legend, 48, rows: 1) == "━ train top-1 err 0.500  ━ val top-1 err 0.500")
    #expect(text(legend, 40, rows: 1) == "━ train 0.500  ━ val 0.500")
    #expect(text(legend, 26, rows: 2) == "━ train top-1 error 0.500\n━ val top-1 error 0.500")
  }

  @Test func theCommonStepOfOlderValuesIsNamedOnce() {
    #expect(
      text(legend([("conv1", []), ("conv2", [])], cursor: 50), 60, rows: 1)
        == "━ conv1 0.500  ━ conv2 0.500  @10")
  }

  @Test func aLongNameIsElidedInItsMiddle() {
    let name = "2 dropout=off rate=0.01 seed=7"
    #expect(text(legend([(name, [])], steps: [50]), 26, rows: 1) == "━ 2 dropou… seed=7 0.500")
  }

  @Test(arguments: 12...40) func entriesWithoutRoomAreReplacedByAnEllipsis(width: Int) {
    let series = (1...3).map { (name: "\($0) val", short: [String]()) }
    let rows = text(legend(series, steps: [50]), width, rows: 1)
    let names = (1...3).filter { rows.contains("\($0) val") }
    // Each entry has 13 columns, with two blanks between entries.
    #expect(names.count == (width >= 43 ? 3 : width >= 31 ? 2 : width >= 16 ? 1 : 0))
    #expect(rows.hasSuffix("…") == !names.isEmpty)
    #expect(rows.columns <= width)
  }

  @Test func manyCurvesAreInColumns() {
    let layers = (1...6).map { (name: "conv\($0)", short: [String]()) }
    #expect(
      text(legend(layers, steps: [50]), 48, rows: 2) == """
        ━ conv1 0.500  ━ conv2 0.500  ━ conv3 0.500
        ━ conv4 0.500  ━ conv5 0.500  ━ conv6 0.500
        """)
  }

  @Test func theLegendOfALowChartIsAtTheRightOfTheTitleLine() {
    var frame = Frame(width: 50, height: 1)
    let panel = Panel("Loss", key: "3", tint: Style(), edges: .rule)
    let rect = Rect(x: 0, y: 0, width: 50, height: 4)
    _ = panel.draw(in: rect, on: &frame, appearance: rich)
    legend([("train", []), ("val", [])], steps: [50])
      .drawRight(in: panel.noteArea(in: rect), on: &frame, appearance: rich)
    #expect(frame.plainText == "── 3 Loss ────────── ━ train 0.500  ━ val 0.500 ──")
  }
}
