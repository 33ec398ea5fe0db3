import Testing

@testable import TerminalUI

/// The ticks of the vertical axis: round values, the same number of rows apart.
@Suite struct RowTicksTests {
  private func scale(
    _ lowest: Double, _ highest: Double, rows: Int, log: Bool = false,
    bounds: ClosedRange<Double>? = nil, minimumSpan: Double = 0
  ) -> ValueScale {
    ValueScale(
      lowest: lowest, highest: highest, isLogarithmic: log, bounds: bounds,
      minimumSpan: minimumSpan, rows: rows)
  }

  private func labels(_ scale: ValueScale, _ unit: LineChart.TickUnit = .number) -> [String] {
    unit.labels(scale.ticks.map(\.value), isLogarithmic: scale.isLogarithmic)
  }

  @Test(arguments: 4...40, [false, true])
  func linearTicksAreEquallyManyRowsApartAndAllValuesAreVisible(rows: Int, log: Bool) {
    for lowest in [0.001, 0.07, 0.31, 1.9, 840, 33_000] {
      for factor in [1.01, 1.3, 2.7, 11, 450, 70_000] {
        let scale = scale(lowest, lowest * factor, rows: rows, log: log)
        let gaps = zip(scale.ticks, scale.ticks.dropFirst()).map { $1.row - $0.row }
        #expect((log || Set(gaps).count <= 1) && scale.ticks.count >= 2)
        #expect(gaps.allSatisfy { $0 > 0 })
        #expect(scale.lower <= lowest && lowest * factor <= scale.upper)
        for tick in scale.ticks {
          // The value is in the row in which its label stands.
          let row = Int(scale.position(of: tick.value) * Double(rows) + 1e-9)
          #expect(row == tick.row)
        }
      }
    }
  }

  @Test func ticksAreRoundValues() {
    #expect(labels(scale(0.3, 4.05, rows: 9)) == ["0", "1", "2", "3", "4"])
    #expect(labels(scale(838, 882, rows: 5)) == ["840", "860", "880"])
    #expect(labels(scale(0.016, 0.02, rows: 5)) == ["0.016", "0.018", "0.020"])
    #expect(labels(scale(0.3, 3.4, rows: 8, log: true)) == ["0.5", "1", "2"])
    #expect(labels(scale(2.4, 4.2, rows: 10, log: true)) == ["2.5", "3", "3.5", "4"])
    #expect(labels(scale(0.01, 100, rows: 12, log: true)) == ["0.01", "0.1", "1", "10", "100"])
    #expect(labels(scale(0.0003, 0.015, rows: 8, log: true)) == ["3e-4", "1e-3", "3e-3", "1e-2"])
  }

  @Test func labelsOfOneAxisHaveOneFormat() {
    func labels(_ unit: LineChart.TickUnit, _ ticks: [Double]) -> [String] {
      unit.labels(ticks, isLogarithmic: false)
    }
    #expect(labels(.percent, [0.05, 0.075, 0.1]) == ["5.0%", "7.5%", "10.0%"])
    #expect(labels(.points, [-0.02, 0, 0.02]) == ["−2 pt", "0 pt", "+2 pt"])
    #expect(labels(.number, [0, 50_000, 100_000]) == ["0", "50k", "100k"])
    #expect(labels(.number, [500, 1000, 1500]) == ["500", "1,000", "1,500"])
    #expect(labels(.number, [0.0005, 0.001]) == ["0.0005", "0.0010"])
  }

  @Test(arguments: 4...20)
  func equalValuesAreInTheMiddleOfARange(rows: Int) {
    for value in [0.02, 0.4, 2.3] {
      let equal = scale(value, value, rows: rows)
      #expect((0.25...0.75).contains(equal.position(of: value)))
      #expect(equal.ticks.count >= 2)
    }
    for share in [0.0, 0.02, 0.57, 1] {
      let equal = scale(share, share, rows: rows, bounds: 0...1, minimumSpan: 0.02)
      #expect(Set(labels(equal, .percent)).count == equal.ticks.count)
      #expect(equal.upper - equal.lower >= 0.02)
    }
    let none = scale(0, 0, rows: rows, minimumSpan: 0.02)
    #expect((0.25...0.75).contains(none.position(of: 0)))
  }

  @Test func anAxisEndsAtMostARowBeyondItsBounds() {
    for rows in 4...30 {
      let scale = scale(0.01, 0.4, rows: rows, bounds: 0...1)
      let height = (scale.upper - scale.lower) / Double(rows)
      #expect(scale.lower >= -height)
    }
  }

  @Test func aLogarithmicAxisIsEvenInFactors() {
    let scale = scale(0.01, 100, rows: 12, log: true)
    let positions = [0.1, 1, 10].map { scale.position(of: $0) }
    let difference = positions[2] - 2 * positions[1] + positions[0]
    #expect(abs(difference) < 1e-9)
    #expect(!self.scale(0, 1, rows: 12, log: true).isLogarithmic)
  }
}
