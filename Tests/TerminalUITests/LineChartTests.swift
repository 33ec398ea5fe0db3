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
              '''--...
        2 .   .   .   ''---....   .   .
                              ''---..
        0 .   .   .   .   .   .   .  '''--
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

  @Test func aChartHasItsLegendAboveAndItsAnnotationsBelow() {
    var chart = chart(SeriesValues(x.map { 4 - $0 / 25 }))
    chart.annotations = [
      .init(x: 40, subject: "dropout", value: "off"), .init(x: 41, subject: "dropout", value: "on"),
      .init(x: 80, subject: "rate", value: "0.01", previous: "0.02"),
    ]
    #expect(
      drawn(chart, 60, 10, ascii) == """
        - train 0
        4 --...   .   .   .   .  ┊.   .   .   .   .   . ┊ .   .   .
               '''---....        ┊                      ┊
                         '''---...                      ┊
        2 .   .   .   .   .   .  ┊'''---....  .   .   . ┊ .   .   .
                                 ┊          ''----...   ┊
                                 ┊                   '''----..
        0 .   .   .   .   .   .  ┊.   .   .   .   .   . ┊ .   ''''--
          0         20          40         60          80        100
                dropout off → on ^     rate 0.02 → 0.01 ^
        """)
  }

  @Test func theLegendShowsTheValuesAtTheCursor() {
    var chart = chart(SeriesValues(x.map { 4 - $0 / 25 }))
    chart.cursor = 50
    let text = drawn(chart, 40, 9, rich)
    #expect(text.contains("━ train 2.000"))
    #expect(text.contains("│") && text.contains("●"))
    chart.cursor = 53
    #expect(drawn(chart, 40, 9, rich).split(separator: "\n").last?.contains(" 50") == false)
    chart.cursor = -5
    #expect(drawn(chart, 40, 9, rich).contains("━ train —"))
  }

  @Test func theLegendNamesTheStepOfAValueThatIsOlderThanTheCursor() {
    var chart = chart(SeriesValues(x.map { 4 - $0 / 25 }))
    chart.series[0].steps = x
    chart.series.append(
      .init(
        "val", x: [20, 40, 60], y: [3, 2.5, 2], style: rich.theme.validation, steps: [20, 40, 60]))
    chart.cursor = 50
    chart.readStep = 50
    let text = drawn(chart, 50, 9, rich)
    #expect(text.contains("━ train 2.000  ━ val 2.500 @40"))
    #expect(text.contains("step 50"))
    chart.cursor = 60
    chart.readStep = 60
    #expect(!drawn(chart, 50, 9, rich).contains("@"))
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

  @Test func pointsHaveMarkersWhereThereIsRoomForThem() {
    var chart = chart(SeriesValues(x.map { 4 - $0 / 25 }))
    chart.series[0].x = [10, 50, 90]
    chart.series[0].y = [3, 1, 2]
    chart.series[0].showsPoints = true
    #expect(drawn(chart, 40, 8, rich).count { $0 == "●" } == 3)
    chart.series[0].x = x
    chart.series[0].y = SeriesValues(x)
    #expect(!drawn(chart, 40, 8, rich).contains("●"))
  }

  @Test(arguments: 30...60, [6, 9, 13])
  func aMarkerReplacesTheDotOfItsPoint(width: Int, height: Int) {
    for point in stride(from: 3.0, through: 97, by: 7.3) {
      var chart = chart([1, 0.3, 0.9])
      chart.series[0].x = [0, point, 100]
      chart.showsLegend = false
      func frame(hasMarkers: Bool) -> Frame {
        chart.series[0].showsPoints = hasMarkers
        var frame = Frame(width: width, height: height)
        chart.draw(in: frame.bounds, on: &frame, appearance: rich)
        return frame
      }
      let (line, marked) = (frame(hasMarkers: false), frame(hasMarkers: true))
      let markers = marked.cells.indices.filter { marked.cells[$0].glyph == 0x25cf }
      #expect(markers.count == 3)
      #expect(markers.allSatisfy { (0x2801...0x28ff).contains(line.cells[$0].glyph) })
      // The curve has its lowest point here: no dot is below the marker.
      let lowest = line.cells.indices.last { (0x2801...0x28ff).contains(line.cells[$0].glyph) }
      #expect(markers.last.map { $0 / width } == lowest.map { $0 / width })
    }
  }

  @Test func twoCurvesInOneRowOfCellsKeepTheirColors() {
    var dots = DotGrid(width: 8, height: 1)
    let styles = (1...3).map { Style(.palette($0)) }
    for style in styles.prefix(2) {
      dots.line(from: (0, 1), to: (15, 1), thickness: 1, style: style, layer: 2)
    }
    func colors() -> [Color] {
      var frame = Frame(width: 8, height: 1)
      dots.draw(x: 0, y: 0, on: &frame)
      return (0..<8).map { frame[$0, 0].foreground }
    }
    let (first, second, third) = (styles[0].foreground, styles[1].foreground, styles[2].foreground)
    #expect(colors() == [second, second, first, first, second, second, first, first])
    dots.line(from: (0, 2), to: (15, 2), thickness: 1, style: styles[2], layer: 2)
    #expect(colors() == [second, second, third, third, second, second, third, third])
  }

  @Test func theLabelOfALevelIsInItsLine() {
    var chart = chart(SeriesValues(x.map { 4 - $0 / 50 }))
    chart.referenceLevels = [.init(3, "guessing")]
    let row = drawn(chart, 60, 12, rich).split(separator: "\n").first { $0.contains("guessing") }
    #expect(row?.contains("╌") == true)
  }

  @Test(arguments: 3...30) func anAxisOfErrorsDoesNotExceedAll(rows: Int) {
    for (lowest, highest) in [(0.9, 0.99), (0.3, 1), (0.97, 0.98), (0.001, 1), (1, 1)] {
      for isLogarithmic in [true, false] {
        let scale = ValueScale(
          lowest: lowest, highest: highest, isLogarithmic: isLogarithmic, bounds: 0...1, rows: rows)
        #expect(scale.ticks.allSatisfy { $0.value <= 1 + 1e-9 }, "\(lowest) to \(highest)")
        #expect(scale.lower <= lowest && scale.upper >= highest)
      }
    }
  }

  @Test func chartsAboveOneAnotherAreAlignedByTheirLabels() {
    var (loss, error) = (chart(SeriesValues(x.map { 4 - $0 / 25 })), chart(SeriesValues(x)))
    error.series[0].y = SeriesValues(x.map { 0.9 + $0 / 1000 })
    error.tickUnit = .percent
    let rect = Rect(x: 0, y: 0, width: 60, height: 8)
    let widths = [loss, error].map { $0.labelWidth(in: rect, appearance: rich) }
    #expect(widths[0] != widths[1])
    loss.minimumLabelWidth = widths.max() ?? 0
    error.minimumLabelWidth = widths.max() ?? 0
    #expect(loss.plot(in: rect, appearance: rich)?.x == error.plot(in: rect, appearance: rich)?.x)
  }

  @Test func aSteppedCurveKeepsItsValueUntilTheNextPoint() {
    var chart = chart([1, 3])
    chart.series[0].x = [0, 100]
    chart.series[0].isStepped = true
    let text = drawn(chart, 34, 6, ascii)
    let rows = text.split(separator: "\n").filter { $0.contains("---") || $0.contains("...") }
    #expect(rows.count == 1)
    #expect(!drawn(chart, 34, 6, rich).contains("⠑"))
  }

  @Test func aLineOfDotsBecomesBraille() {
    var dots = DotGrid(width: 2, height: 1)
    dots.line(from: (0, 3), to: (3, 0), thickness: 1, style: Style(), layer: 1)
    var frame = Frame(width: 2, height: 1)
    dots.draw(x: 0, y: 0, on: &frame)
    #expect(frame.plainText == "⡠⠊")
  }
}
