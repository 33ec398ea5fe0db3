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

  @Test func timeIsDividedAsOnClocks() {
    let axis = HorizontalAxis(0...300, unit: .seconds)
    #expect(
      axis.labels(for: axis.ticks(atMost: 7)) == ["0:00", "1:00", "2:00", "3:00", "4:00", "5:00"])
    let long = HorizontalAxis(0...40_000, unit: .seconds)
    #expect(long.labels(for: long.ticks(atMost: 7)).contains("4:00:00"))
  }

  @Test func labelsAreShortIfTheyDiffer() {
    let axis = HorizontalAxis(0...2000)
    #expect(axis.labels(for: [0, 1000, 2000]) == ["0", "1k", "2k"])
    #expect(axis.labels(for: [199_990, 200_000, 200_010]) == ["199,990", "200,000", "200,010"])
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
