import Testing

@testable import TerminalUI

@Suite struct HorizontalAxisTests {
  @Test(arguments: HorizontalAxis.Unit.allCases, [true, false])
  func positionsAndValuesAreInverse(unit: HorizontalAxis.Unit, isLogarithmic: Bool) {
    let axis = HorizontalAxis(2...5000, unit: unit, isLogarithmic: isLogarithmic)
    #expect(axis.isLogarithmic == isLogarithmic)
    for position in [-0.2, 0, 0.3, 1, 1.4] {
      #expect(abs(axis.position(of: axis.value(at: position)) - position) < 1e-9)
    }
    #expect(axis.position(of: 2) == 0 && abs(axis.position(of: 5000) - 1) < 1e-12)
  }

  @Test func aLogarithmicAxisNeedsPositiveValues() {
    #expect(!HorizontalAxis(0...10, isLogarithmic: true).isLogarithmic)
    #expect(HorizontalAxis(1...10, isLogarithmic: true).position(of: 0) == -.infinity)
    #expect(HorizontalAxis(3...3).position(of: 3.5).isFinite)
  }

  private func texts(_ axis: HorizontalAxis, columns: Int) -> [String] {
    ColumnTicks(axis, columns: columns).labels.map(\.text)
  }

  @Test func timeIsDividedAsOnClocks() {
    let axis = HorizontalAxis(0...300, unit: .seconds)
    #expect(texts(axis, columns: 60) == ["0:00", "1:00", "2:00", "3:00", "4:00", "5:00"])
    let long = HorizontalAxis(0...40_000, unit: .seconds)
    #expect(texts(long, columns: 60).contains("4:00:00"))
  }

  @Test func labelsOfOneAxisHaveOneFormat() {
    #expect(texts(HorizontalAxis(0...2000), columns: 26) == ["0", "1,000", "2,000"])
    #expect(texts(HorizontalAxis(0...300_000), columns: 40) == ["0", "100k", "200k", "300k"])
    let zoomed = HorizontalAxis(199_990...200_010)
    #expect(texts(zoomed, columns: 36) == ["199,990", "200,000", "200,010"])
    let epochs = HorizontalAxis(0...1.5, unit: .epochs)
    #expect(texts(epochs, columns: 30) == ["0.0", "0.5", "1.0", "1.5"])
  }

  @Test func labelsOfALogarithmicAxisAreEquallyFarApart() {
    let doubled = HorizontalAxis(33...1149, isLogarithmic: true)
    #expect(texts(doubled, columns: 54) == ["50", "100", "200", "400", "800"])
    let decades = HorizontalAxis(1...20_000, isLogarithmic: true)
    #expect(texts(decades, columns: 60) == ["1", "10", "100", "1,000", "10,000"])
  }

  @Test(arguments: HorizontalAxis.Unit.allCases, 12...90)
  func labelsNeverOverlapAndAreEquallyFarApart(unit: HorizontalAxis.Unit, columns: Int) {
    for length in [1.0, 9, 77, 1234, 98_765, 4_000_000] {
      for start in [0, length / 3, length * 40] {
        let axis = HorizontalAxis(start...(start + length), unit: unit)
        let labels = ColumnTicks(axis, columns: columns).labels
        #expect(labels.allSatisfy { $0.column >= 0 && $0.column + $0.text.count <= columns })
        for (left, right) in zip(labels, labels.dropFirst()) {
          #expect(left.column + left.text.count + 2 < right.column)
        }
        // The outer labels are moved inside of the chart, and the widths of labels differ.
        let inner = labels.dropFirst().dropLast().map { $0.column + $0.text.count / 2 }
        let gaps = zip(inner, inner.dropFirst()).map { $1 - $0 }
        #expect((gaps.max() ?? 0) - (gaps.min() ?? 0) <= 2)
      }
    }
  }

  @Test func aCurveThatCrossesTheEdgeIsDrawnUpToIt() {
    let summary = ColumnSummary(
      x: [0, 10, 20], y: [0, 1, 3], axis: HorizontalAxis(5...15), columns: 11)
    #expect(summary.columns.map { $0?.last }.first == 0.5)
    #expect(summary.columns.map { $0?.last }.last == 2)
    let within = ColumnSummary(
      x: [10, 20], y: [1, .nan], axis: HorizontalAxis(5...15), columns: 11)
    #expect(within.columns.compactMap(\.self).count == 1)
  }

  @Test func columnsOfALogarithmicAxisHoldTheirOwnPoints() {
    let summary = ColumnSummary(
      x: [1, 10, 11, 100], y: [1, 2, 7, 4],
      axis: HorizontalAxis(1...100, isLogarithmic: true), columns: 3)
    #expect(summary.columns.map { $0?.highest } == [1, 7, 4])
  }
}
