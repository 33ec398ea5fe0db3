import Testing

@testable import TerminalUI

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
      let least = (16..<256).map { color.rgbValue.distance(to: .palette[$0]) }.min()
      #expect(found.isPalette && found.paletteIndex >= 16)
      #expect(color.rgbValue.distance(to: found.rgbValue) == least, "\(color)")
    }
  }

  @Test func colorsOfThePaletteAreUnchanged() {
    for index in UInt8.min...UInt8.max {
      #expect(Color.palette(index).reduced(to: .indexed) == .palette(index))
      let value = XtermColor.palette[Int(index)]
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
}
