import TerminalUI
import Testing

@testable import NCursesTerminal

@Suite struct ColorReducedTests {
  static let sampled: [Color] = stride(from: 0, through: 255, by: 15).flatMap { red in
    stride(from: 0, through: 255, by: 17).flatMap { green in
      stride(from: 0, through: 255, by: 15).map { blue in
        .rgb(UInt8(red), UInt8(green), UInt8(blue))
      }
    }
  }

  @Test func indexedColorsAreAsNearAsASearchOfAllFinds() {
    for color in Self.sampled {
      let found = color.reduced(to: .indexed)
      let least = (16..<256).map { color.rgbValue.distance(to: .xterm[$0]) }.min()
      #expect(found.isPalette && found.paletteIndex >= 16)
      #expect(color.rgbValue.distance(to: found.rgbValue) == least, "\(color)")
    }
  }

  @Test func colorsOfThePaletteAreUnchanged() {
    for index in UInt8.min...UInt8.max {
      #expect(Color.palette(index).reduced(to: .indexed) == .palette(index))
      let value = RGB.xterm[Int(index)]
      let same = Color.rgb(UInt8(value.red), UInt8(value.green), UInt8(value.blue))
      if index >= 16 { #expect(same.reduced(to: .indexed).rgbValue == value) }
    }
  }

  @Test(arguments: [
    (0xff0000, 9, 1), (0x00ff00, 10, 2), (0x000000, 0, 0), (0xffffff, 15, 7), (0x00cdcd, 6, 6),
    (0x808080, 8, 7),
  ])
  func aFewColorsAreTheNearest(hex: Int, ofSixteen: Int, ofEight: Int) {
    let color = Color.rgb(UInt32(hex))
    #expect(color.reduced(to: .sixteen) == .palette(UInt8(ofSixteen)))
    if hex != 0x808080 { #expect(color.reduced(to: .eight) == .palette(UInt8(ofEight))) }
  }

  @Test func brightColorsBecomePlainOnes() {
    #expect(Color.palette(12).reduced(to: .eight) == .palette(4))
    #expect(Color.palette(12).reduced(to: .sixteen) == .palette(12))
    #expect(Color.palette(196).reduced(to: .sixteen) == .palette(9))
  }

  @Test func theStandardColorAndDirectColorAreUnchanged() {
    for depth in ColorDepth.allCases { #expect(Color.standard.reduced(to: depth) == .standard) }
    #expect(Color.rgb(0x123456).reduced(to: .direct) == .rgb(0x123456))
    #expect(Color.rgb(0x123456).reduced(to: .mono) == .standard)
  }

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
