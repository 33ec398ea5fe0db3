import Testing

@testable import NCursesTerminal

@Suite struct ASCIIGlyphTests {
  static func ascii(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if let sign = Unicode.Scalar(ASCIIGlyph.nearest(to: scalar.value)) { result.append(sign) }
    }
    return String(result)
  }

  @Test(arguments: [
    ("╭─┬═╮", "+-+=+"), ("│┃║╎", "||||"), ("╱╲╳", "/\\X"), ("┼├┤┴", "++++"),
    ("▁▂▃▄▅▆▇█", "__.-=+##"), ("▉▋▌▎▏▐", "###|||"), ("░▒▓▀", ".:#\""), ("⠁⠄⡇⣿⠀", "'.:# "),
    ("11×11 · 3—4 … →", "11x11 . 3-4 ~ >"),
    ("Müller, Ångström, façade", "Muller, Angstrom, facade"),
    ("μ ± σ ≈ 0", "u + s ~ 0"), ("▲▼◀▶●○■", "^v<>*o#"), ("plain ~!@#{}", "plain ~!@#{}"),
    ("漢🙂", "??"),
  ])
  func shapesAreKept(glyphs: String, expected: String) {
    #expect(Self.ascii(glyphs) == expected)
  }

  @Test func everythingBecomesPrintableASCII() {
    for value in (0x20...0x3000) as ClosedRange<UInt32> {
      #expect((0x20..<0x7f).contains(ASCIIGlyph.nearest(to: value)), "\(value)")
    }
  }
}
