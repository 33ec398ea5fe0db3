import Testing

@testable import TerminalUI

/// The row of annotations below a chart.
@Suite struct AnnotationStripTests {
  private func change(
    _ subject: String, _ value: String, from previous: String? = nil
  ) -> LineChart.Annotation {
    let short = ["dropout": "D", "LRN": "L"][subject]
    return .init(x: 0, subject: subject, short: short, value: value, previous: previous)
  }

  private func labels(
    _ annotations: [LineChart.Annotation], at columns: [Int?], width: Int, cursor: Int? = nil
  ) -> [AnnotationStrip.Label] {
    AnnotationStrip(annotations, columns: columns).labels(in: 0..<width, cursor: cursor)
  }

  @Test func theChangesOfOneMarkerAreNamedTogether() {
    let strip = AnnotationStrip(
      [
        change("rate", "0.01", from: "0.02"), change("rate", "0.02", from: "0.01"),
        change("dropout", "off"),
      ], columns: [10, 10, 10])
    #expect(
      strip.bursts.map(\.texts) == [
        [
          "rate 0.02 → 0.01 → 0.02 · dropout off", "rate 0.02 · dropout off",
          "last of 3: dropout off", "last of 3: dropout off", "last of 3: D off",
        ]
      ])
  }

  @Test func markersThatAreCloseTogetherNameTheLastChangeAndTheirNumber() {
    let strip = AnnotationStrip(
      [change("resumed", ""), change("rate", "0.02", from: "0.01"), change("dropout", "on")],
      columns: [10, 13, 40])
    #expect(strip.bursts.map(\.columns) == [[10, 13], [40]])
    #expect(strip.bursts[0].texts[0] == "last of 2: rate 0.01 → 0.02")
    #expect(strip.bursts[1].texts == ["dropout on", "dropout on", "D on"])
  }

  @Test func manyValuesAreShortened() {
    let values = ["0.1", "0.05", "0.02", "0.01", "0.005"]
    let strip = AnnotationStrip(
      zip(values.dropFirst(), values).map { change("rate", $0, from: $1) }, columns: [5, 5, 5, 5])
    #expect(strip.bursts.map { $0.texts[0] } == ["rate 0.1 → … → 0.01 → 0.005"])
  }

  @Test func theSettingThatChangedLastIsNamedLast() {
    let strip = AnnotationStrip(
      [change("dropout", "off"), change("LRN", "off"), change("dropout", "on")],
      columns: [10, 10, 10])
    #expect(strip.bursts.map { $0.texts[0] } == ["LRN off · dropout off → on"])
  }

  @Test(arguments: 24...60) func aTextIsNeverCutToItsSubject(width: Int) {
    let annotations = [change("dropout", "off"), change("LRN", "on")]
    for first in 0..<width - 6 {
      for label in labels(annotations, at: [first, first + 6], width: width) {
        #expect(["dropout off", "D off", "LRN on", "L on"].contains(label.text))
      }
    }
    #expect(labels(annotations, at: [0, 11], width: 24).map(\.text) == ["LRN on", "D off"])
  }

  @Test func aTextIsFartherFromTheMarkersOfOthersThanFromItsOwn() {
    let annotations = [change("dropout", "off"), change("LRN", "off")]
    for second in 14...40 {
      for label in labels(annotations, at: [10, second], width: 60)
      where label.text == "dropout off" {
        #expect(label.end + 1 == 10 || label.end + 2 < second)
      }
    }
  }

  @Test func aMarkerWithoutRoomHasNoText() {
    let annotations = (1...8).map { change("rate", "0.0\($0)") }
    let labels = labels(annotations, at: (0..<8).map { $0 * 5 }, width: 80)
    #expect(labels.map(\.text) == ["rate 0.08"])
    #expect(labels.map(\.column) == [37])
  }

  @Test func changesOutsideOfTheChartHaveNoMarker() {
    #expect(AnnotationStrip([change("LRN", "off")], columns: [nil]).bursts.isEmpty)
  }

  @Test(arguments: 1...70) func textsCoverNeitherMarkersNorOtherTexts(width: Int) {
    let annotations = [
      change("dropout", "off"), change("LRN", "off"), change("rate", "0.01", from: "0.02"),
    ]
    for first in 0..<width {
      let columns = [first, first + 9, first + 20].map { $0 < width ? $0 : nil }
      let labels = labels(annotations, at: columns, width: width)
      if width < 24 { #expect(labels.isEmpty) }
      var used = Set(columns.compactMap(\.self))
      for label in labels {
        #expect(label.column >= 0 && label.end <= width)
        for column in label.column..<label.end {
          let isFree = used.insert(column).inserted
          #expect(isFree)
        }
      }
    }
  }

  @Test(arguments: 10..<50)
  func theTextAtTheCursorIsComplete(column: Int) {
    let annotations = [
      change("dropout", "off"), change("dropout", "on"), change("rate", "0.01", from: "0.02"),
    ]
    let labels = labels(
      annotations, at: [column - 6, column, column + 5], width: 60, cursor: column - 1)
    let selected = labels.filter(\.isAtCursor)
    #expect(selected.map(\.text) == ["dropout on"])
    #expect(selected.allSatisfy { $0.column >= 0 && $0.end <= 60 })
  }
}
