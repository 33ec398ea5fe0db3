import Testing

@testable import TerminalUI

/// The row of annotations below a chart.
@Suite struct AnnotationStripTests {
  private func change(
    _ subject: String, _ value: String, from previous: String? = nil
  ) -> LineChart.Annotation {
    .init(x: 0, subject: subject, value: value, previous: previous)
  }

  private func labels(
    _ annotations: [LineChart.Annotation], at columns: [Int?], width: Int, cursor: Int? = nil
  ) -> [AnnotationStrip.Label] {
    AnnotationStrip(annotations, columns: columns).labels(in: 0..<width, cursor: cursor)
  }

  @Test func changesThatFollowEachOtherAreOneBurst() {
    let strip = AnnotationStrip(
      [
        change("rate", "0.01", from: "0.02"), change("rate", "0.02", from: "0.01"),
        change("dropout", "off"), change("dropout", "on"), change("LRN", "off"),
      ], columns: [10, 12, 40, 41, 44])
    #expect(
      strip.bursts.map { $0.texts[0] } == [
        "rate 0.02 → 0.01 → 0.02", "dropout off → on · LRN off",
      ])
    #expect(strip.bursts.map(\.columns) == [[10, 12], [40, 41, 44]])
  }

  @Test func aLongBurstNamesItsFirstAndLastValues() {
    let values = ["0.1", "0.05", "0.02", "0.01", "0.005"]
    let strip = AnnotationStrip(
      zip(values.dropFirst(), values).map { change("rate", $0, from: $1) }, columns: [5, 6, 7, 8])
    #expect(strip.bursts.map { $0.texts[0] } == ["rate 0.1 → … → 0.01 → 0.005"])
  }

  @Test func theSettingThatChangedLastIsNamedLast() {
    let strip = AnnotationStrip(
      [change("dropout", "off"), change("LRN", "off"), change("dropout", "on")],
      columns: [10, 11, 13])
    #expect(strip.bursts.map { $0.texts[0] } == ["LRN off · dropout off → on"])
  }

  @Test func aTextBesideSeveralMarkersIsTrueForAllOfThem() {
    let annotations = [
      change("resumed", ""), change("dropout", "off"), change("LRN", "off"),
      change("LRN", "on"), change("dropout", "on"),
    ]
    for width in 24...60 {
      for first in 0..<width - 8 {
        let labels = labels(annotations, at: [0, 3, 4, 5, 7].map { $0 + first }, width: width)
        #expect(
          labels.allSatisfy { ["5 changes"].contains($0.text) || $0.text.contains("dropout") })
      }
    }
    #expect(labels(annotations, at: [0, 3, 4, 5, 7], width: 24).map(\.text) == ["5 changes"])
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

  @Test func markersWithoutRoomForATextEachHaveOneTogether() {
    let annotations = (1...8).map { change("rate", "0.0\($0)") }
    let labels = labels(annotations, at: (0..<8).map { $0 * 5 }, width: 80)
    #expect(labels.map(\.text) == ["rate 0.01 → … → 0.07 → 0.08"])
    let narrow = self.labels(annotations, at: (0..<8).map { $0 * 5 }, width: 48)
    #expect(narrow.map(\.text) == ["rate 0.08"])
    #expect(narrow.map(\.column) == [37])
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
