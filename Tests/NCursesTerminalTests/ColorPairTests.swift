import TerminalUI
import Testing

@testable import NCursesTerminal

@Suite struct ColorNumberTests {
  @Test func directNumbersNeverMeanThePalette() {
    #expect(Color.standard.cursesNumber == -1)
    #expect(Color.palette(200).cursesNumber == 200)
    #expect(Color.rgb(0x123456).cursesNumber == 0x123456)
    for blue in UInt8.min...UInt8.max { #expect(Color.rgb(0, 0, blue).cursesNumber >= 256) }
  }
}

@Suite struct PairTableTests {
  @Test func aPairIsNewOnceAndThenKnown() {
    var table = PairTable(capacity: 10)
    #expect(table.pair(.standard, on: .standard) == .known(0))
    #expect(table.pair(.palette(1), on: .standard) == .new(1))
    #expect(table.pair(.standard, on: .palette(1)) == .new(2))
    #expect(table.pair(.palette(1), on: .standard) == .known(1))
  }

  @Test func aFullTableReportsItUntilItIsEmptied() {
    var table = PairTable(capacity: 3)
    for index in UInt8(0)..<2 { _ = table.pair(.palette(index), on: .standard) }
    #expect(table.pair(.palette(9), on: .standard) == .full)
    #expect(table.pair(.palette(1), on: .standard) == .known(2))
    table.removeAll()
    #expect(table.pair(.palette(9), on: .standard) == .new(1))
  }
}
