import Glibc
import Testing

@testable import TerminalUI

@Suite struct ThemeTests {
  @Test(arguments: ColorDepth.allCases, Theme.Name.allCases)
  func rolesNeverHoldMoreThanTheDepthCanShow(depth: ColorDepth, name: Theme.Name) {
    let theme = Theme(name, depth: depth)
    var styles = Mirror(reflecting: theme).children.compactMap { $0.value as? Style }
    styles += (0...10).map { theme.gradient(Double($0) / 10) }
    styles += (0..<10).map { theme.ordered($0, of: 10) }
    #expect(styles.count > 25)
    for color in styles.flatMap({ [$0.foreground, $0.background] }) + [
      theme.background, theme.raised,
    ] {
      switch depth {
      case .direct: break
      case .indexed: #expect(!color.isRGB)
      case .sixteen: #expect(color == .standard || color.isPalette && color.paletteIndex < 16)
      case .eight: #expect(color == .standard || color.isPalette && color.paletteIndex < 8)
      case .mono: #expect(color == .standard)
      }
    }
  }

  /// WCAG 2.1 asks for a contrast of 4.5 for text, or 7 for high contrast, and 3 for meaningful
  /// lines.
  @Test(arguments: Theme.Name.allCases)
  func textAndCurvesContrastWithTheBackground(name: Theme.Name) {
    let theme = Theme(name, depth: .direct)
    let least = name == .contrast ? 7.0 : 4.5
    let words = [
      theme.text, theme.strong, theme.muted, theme.key, theme.trainingKey, theme.accent, theme.good,
      theme.caution, theme.danger,
    ]
    for style in words {
      let contrast = Self.contrast(style.foreground, theme.background)
      #expect(contrast >= least, "\(name): \(contrast)")
    }
    let curves = [theme.train, theme.validation, theme.secondTrain, theme.secondValidation]
    for style in curves + (0..<8).map({ theme.ordered($0, of: 8) }) {
      let contrast = Self.contrast(style.foreground, theme.background)
      #expect(contrast >= (name == .contrast ? 4.5 : 3), "\(name): \(contrast)")
    }
  }

  /// Simulates vision without one kind of cone (Machado, Oliveira and Fernandes 2009, severity 1).
  /// The curves of a chart must differ from one another.
  @Test(arguments: ["protan", "deutan", "tritan"])
  func theColorBlindThemeHasDistinguishableCurves(kind: String) throws {
    let matrix = try #require(Self.machado[kind])
    func least(_ name: Theme.Name) -> Double {
      let theme = Theme(name, depth: .direct)
      let curves = [theme.train, theme.validation, theme.secondTrain, theme.secondValidation]
        .map { Self.seen($0.foreground, matrix) }
      let pairs = curves.indices.flatMap { i in (0..<i).map { (curves[i], curves[$0]) } }
      return pairs.map { Self.difference($0, $1) }.min() ?? 0
    }
    let distance = least(.colorblind)
    #expect(distance > 20, "\(kind): \(distance)")
  }

  // MARK: - Colorimetry

  private static let machado: [String: [Double]] = [
    "protan": [
      0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998,
    ],
    "deutan": [
      0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881,
    ],
    "tritan": [
      1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900,
    ],
  ]

  private static func linear(_ color: Color) -> [Double] {
    [color.red, color.green, color.blue].map { channel in
      let c = Double(channel) / 255
      return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
    }
  }

  private static func seen(_ color: Color, _ matrix: [Double]) -> [Double] {
    let rgb = linear(color)
    return (0..<3).map { row in
      min(1, max(0, (0..<3).reduce(0) { $0 + matrix[3 * row + $1] * rgb[$1] }))
    }
  }

  private static func luminance(_ rgb: [Double]) -> Double {
    0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
  }

  private static func contrast(_ a: Color, _ b: Color) -> Double {
    let (x, y) = (luminance(linear(a)), luminance(linear(b)))
    return (max(x, y) + 0.05) / (min(x, y) + 0.05)
  }

  /// The colour difference of CIE 1976 between two colours in linear sRGB.
  private static func difference(_ a: [Double], _ b: [Double]) -> Double {
    let (p, q) = (lab(a), lab(b))
    return sqrt(zip(p, q).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
  }

  private static func lab(_ rgb: [Double]) -> [Double] {
    func f(_ t: Double) -> Double { t > 0.008856 ? cbrt(t) : 7.787 * t + 16.0 / 116 }
    let x = f((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505)
    let y = f(luminance(rgb))
    let z = f((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089)
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
  }

  @Test func theNearestOf256IsFound() {
    #expect(Color.rgb(0xff0000).reduced(to: .indexed) == .palette(196))
    #expect(Color.rgb(0x000000).reduced(to: .indexed) == .palette(16))
    #expect(Color.rgb(0x808080).reduced(to: .indexed) == .palette(244))
    #expect(Color.rgb(0x5f87af).reduced(to: .indexed) == .palette(67))
    #expect(Color.palette(3).reduced(to: .indexed) == .palette(3))
  }

  @Test func mixingGoesFromOneColourToTheOther() {
    #expect(Color.rgb(0x000000).mixed(with: .rgb(0xff8040), 0.5) == .rgb(0x804020))
    #expect(Color.rgb(0x123456).mixed(with: .rgb(0xffffff), 0) == .rgb(0x123456))
  }

  @Test func aBackgroundIsLightOrDark() {
    #expect(Color.rgb(0xffffff).isLight && Color.rgb(0xfdf6e3).isLight)
    #expect(!Color.rgb(0x002b36).isLight && !Color.standard.isLight)
  }
}
