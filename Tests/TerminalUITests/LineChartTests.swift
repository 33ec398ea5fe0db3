import Testing

@testable import TerminalUI

@Suite struct LineChartTests {
  private let ascii = Appearance(.init(depth: .sixteen, unicode: false))
  private let rich = Appearance(.init(depth: .direct, unicode: true))
  private let x = (0...100).map(Double.init)

  private func chart(_ y: SeriesValues, range: ClosedRange<Double> = 0...100) -> LineChart {
    LineChart(
      series: [.init("train", x: x, y: y, style: rich.theme.train)], axis: HorizontalAxis(range),
      emptyText: "no step yet")
  }

  private func drawn(_ chart: LineChart, _ width: Int, _ height: Int, _ appearance: Appearance)
    -> String
  {
    var frame = Frame(width: width, height: height)
    chart.draw(in: frame.bounds, on: &frame, appearance: appearance)
    return frame.plainText
  }

  @Test func aFallingLineIsRecognisableInASCII() {
    let text = drawn(chart(SeriesValues(x.map { 4 - $0 / 25 })), 34, 6, ascii)
    #expect(
      text == """
        4 --...   .   .   .   .   .   .
               ''---..
        2 .   .   .   '''--.. .   .   .
                             '''--..
        0 .   .   .   .   .   .   . '''---
          0              50            100
        """)
  }

  @Test func noSpikeIsLostIfManyPointsShareAColumn() {
    var y = Array(repeating: 1.0, count: 100_000)
    y[54_321] = 9
    y[54_322] = -7
    let summary = ColumnSummary(
      x: (0..<100_000).map(Double.init), y: SeriesValues(y), axis: HorizontalAxis(0...99_999),
      columns: 40)
    #expect(summary.columns.compactMap { $0?.highest }.max() == 9)
    #expect(summary.columns.compactMap { $0?.lowest }.min() == -7)
    #expect(summary.columns.compactMap(\.self).count == 40)
    #expect(summary.columns[0]?.highest == 1)
  }

  @Test func columnsHoldTheirOwnPointsAlone() {
    let summary = ColumnSummary(
      x: [0, 1, 2, 3], y: [5, 6, 7, 8], axis: HorizontalAxis(0...3), columns: 4)
    #expect(summary.columns.map { $0?.last } == [5, 6, 7, 8])
    let sparse = ColumnSummary(x: [0, 3], y: [5, 8], axis: HorizontalAxis(0...3), columns: 4)
    #expect(sparse.columns.map { $0?.last } == [5, nil, nil, 8])
  }

  @Test func valuesThatAreNotFiniteAreMarkedAndDoNotExtendTheAxis() {
    var y = x.map { 2 - $0 / 100 }
    y[50] = .nan
    y[80] = .infinity
    let text = drawn(chart(SeriesValues(y)), 40, 8, rich)
    #expect(text.filter { $0 == "×" }.count == 2)
    #expect(text.contains("2.0"))
    #expect(!text.contains("∞"))
  }

  @Test func anEmptyChartShowsItsText() {
    let text = drawn(
      LineChart(
        series: [.init("train", x: [], y: [], style: Style())], axis: HorizontalAxis(0...10),
        emptyText: "no step yet"), 30, 5, rich)
    #expect(text.contains("no step yet"))
  }

  @Test func theLegendHasTheLatestValue() {
    let text = drawn(chart(SeriesValues(x.map { 4 - $0 / 40 })), 40, 9, rich)
    #expect(text.contains("━ train 1.500"))
  }

  @Test func anAnnotationHasItsLabelOrItsLetter() {
    var chart = chart(SeriesValues(x.map { 4 - $0 / 40 }))
    chart.annotations = [.init(x: 40, label: "dropout off", letter: "d")]
    #expect(drawn(chart, 60, 10, rich).contains("┊dropout off"))
    #expect(drawn(chart, 18, 5, rich).contains("d"))
    #expect(!drawn(chart, 18, 5, rich).contains("dropout"))
  }

  @Test func theLegendShowsTheValuesAtTheCursor() {
    var chart = chart(SeriesValues(x.map { 4 - $0 / 25 }))
    chart.cursor = 50
    let text = drawn(chart, 40, 9, rich)
    #expect(text.contains("━ train 2.000"))
    #expect(text.contains("│") && text.contains("●"))
    chart.cursor = 53
    #expect(drawn(chart, 40, 9, rich).split(separator: "\n").last?.contains("50") == false)
    chart.cursor = -5
    #expect(drawn(chart, 40, 9, rich).contains("━ train —"))
  }

  @Test func aReferenceLevelIsDrawnIfItIsInTheRange() {
    var chart = chart(SeriesValues(x.map { 4 - $0 / 50 }))
    chart.referenceLevels = [.init(3, "guessing"), .init(30, "far away")]
    let text = drawn(chart, 60, 12, rich)
    #expect(text.contains("guessing") && text.contains("╌"))
    #expect(!text.contains("far away"))
    chart.referenceLevels[1].isAlwaysShown = true
    #expect(drawn(chart, 60, 12, rich).contains("far away"))
  }

  @Test func epochsEndAtLinesThatAreNotCrowded() {
    var chart = chart(SeriesValues(x.map { _ in 4.0 }))
    chart.epochBoundaries = (1...4).map { .init($0, x: Double($0) * 20) }
    func lines() -> Int {
      let rows = drawn(chart, 60, 8, rich).split(separator: "\n")
      return rows.map { row in row.count { $0 == "┊" } }.max() ?? 0
    }
    #expect(lines() == 4)
    chart.epochBoundaries = (1...100).map { .init($0, x: Double($0)) }
    #expect((3...10).contains(lines()))
  }

  @Test func aLineInFrontReplacesTheCurveBehindIt() {
    var dots = DotGrid(width: 1, height: 1)
    dots.bar(0, from: 0, to: 0, style: Style(.palette(1)), layer: 1)
    dots.bar(1, from: 3, to: 3, style: Style(.palette(2)), layer: 2)
    dots.bar(0, from: 1, to: 1, style: Style(.palette(1)), layer: 1)
    var frame = Frame(width: 1, height: 1)
    dots.draw(x: 0, y: 0, on: &frame)
    #expect(frame.plainText == "⢀")
    #expect(frame[0, 0].foreground == .palette(2))
  }

  @Test func aLineOfDotsBecomesBraille() {
    var dots = DotGrid(width: 2, height: 1)
    dots.line(from: (0, 3), to: (3, 0), thickness: 1, style: Style(), layer: 1)
    var frame = Frame(width: 2, height: 1)
    dots.draw(x: 0, y: 0, on: &frame)
    #expect(frame.plainText == "⡠⠊")
  }

  @Test func ticksAreRound() {
    #expect(Ticks.linear(0, 100, atMost: 5) == [0, 50, 100])
    #expect(Ticks.linear(0, 100, atMost: 6) == [0, 20, 40, 60, 80, 100])
    #expect(Ticks.linear(0.31, 0.68, atMost: 4).map { ($0 * 10).rounded() } == [4, 5, 6])
    #expect(Ticks.logarithmic(0.5, 20, atMost: 5) == [1, 3, 10])
    #expect(Ticks.linear(1, 1, atMost: 5).isEmpty)
  }

  @Test func aLogarithmicAxisIsEvenInFactors() {
    let scale = ValueScale(lowest: 0.01, highest: 100, isLogarithmic: true)
    #expect(abs(scale.position(of: 1) - 0.5) < 1e-9)
    #expect(
      abs(
        scale.position(of: 10) - scale.position(of: 1) - scale.position(of: 1)
          + scale.position(of: 0.1)) < 1e-9)
    #expect(!ValueScale(lowest: 0, highest: 1, isLogarithmic: true).isLogarithmic)
  }
}
