import Glibc
import TerminalUI
import Testing

@Suite struct HeatColorScaleTests {
  /// Returns CIE 1976 L* of an sRGB colour (IEC 61966-2-1, white D65).
  private func lightness(_ color: Color) -> Double {
    let linear = [color.red, color.green, color.blue].map { channel -> Double in
      let value = Double(channel) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let y = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return y > 216.0 / 24389 ? 116 * cbrt(y) - 16 : y * 24389 / 27
  }

  @Test func theLightnessRisesInAboutEqualSteps() {
    let scale = HeatColorScale()
    let levels = (0...7).map { lightness(scale.color(Double($0) / 7)) }
    for (index, level) in levels.enumerated() {
      #expect(abs(level - (12 + Double(index) * 80 / 7)) < 4, "\(index): \(level)")
    }
    let fine = (0...63).map { lightness(scale.color(Double($0) / 63)) }
    #expect(zip(fine, fine.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func valuesOutsideTheScaleHaveTheColoursOfItsEnds() {
    let scale = HeatColorScale()
    #expect(scale.color(-3) == scale.color(0))
    #expect(scale.color(7) == scale.color(1))
  }
}
