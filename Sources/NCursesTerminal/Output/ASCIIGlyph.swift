import TerminalUI

/// ASCII characters that are sent instead of other glyphs if the terminal shows only ASCII. Most views
/// choose ASCII characters themselves (`GlyphSet`); the remaining glyphs are replaced here by similar
/// shapes, and letters lose their accents.
enum ASCIIGlyph {
  /// Returns the most similar ASCII character; "?" if there is none.
  static func nearest(to glyph: UInt32) -> UInt32 {
    switch glyph {
    // A wide character becomes one character and a blank.
    case 0, Cell.continuation: return 0x20
    case ..<0x7f: return glyph
    case 0xc0...0xff: return UInt32(latin[Int(glyph) - 0xc0])
    case 0x2500...0x257f: return box(glyph)
    case 0x2580...0x259f: return UInt32(blocks[Int(glyph) - 0x2580])
    case 0x2800...0x28ff: return braille(dots: glyph - 0x2800)
    default: return single[glyph] ?? unknown
    }
  }

  private static let unknown = UInt32(UInt8(ascii: "?"))

  private static let latin = Array(
    "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty".utf8)

  /// Substitutes for ▀ ▁…█ ▉…▏ ▐ ░▒▓ ▔ ▕ and the quadrants.
  private static let blocks = Array("\"__.-=+######||||.:#\"|..'#:##':#".utf8)

  private static func box(_ glyph: UInt32) -> UInt32 {
    guard let scalar = Unicode.Scalar(glyph) else { return unknown }
    let sign: UInt8 =
      switch scalar {
      case "─", "━", "┄", "┅", "┈", "┉", "╌", "╍", "╴", "╶", "╸", "╺", "╼", "╾": UInt8(ascii: "-")
      case "│", "┃", "┆", "┇", "┊", "┋", "╎", "╏", "║", "╵", "╷", "╹", "╻", "╽", "╿":
        UInt8(ascii: "|")
      case "═": UInt8(ascii: "=")
      case "╱": UInt8(ascii: "/")
      case "╲": UInt8(ascii: "\\")
      case "╳": UInt8(ascii: "X")
      default: UInt8(ascii: "+")
      }
    return UInt32(sign)
  }

  /// Returns the substitute for a braille character. Dots 1, 4, 2, 5 are the upper half of the
  /// cell, 3, 6, 7, 8 the lower.
  private static func braille(dots: UInt32) -> UInt32 {
    let upper = dots & 0b0001_1011
    let lower = dots & 0b1110_0100
    let sign: UInt8 =
      switch (upper != 0, lower != 0) {
      case (false, false): UInt8(ascii: " ")
      case (true, false): UInt8(ascii: "'")
      case (false, true): UInt8(ascii: ".")
      case (true, true): dots.nonzeroBitCount >= 6 ? UInt8(ascii: "#") : UInt8(ascii: ":")
      }
    return UInt32(sign)
  }

  private static let single: [UInt32: UInt32] = {
    let table: [(String, String)] = [
      ("\u{a0}\u{2002}\u{2003}\u{2009}\u{202f}", " "), ("·•∙⋅‥", "."), ("×✕✖✗✘", "x"),
      ("‐‑‒–—―−", "-"), ("‘’‚′", "'"), ("“”„″", "\""), ("«‹←◀◁◂◃⟨≤", "<"), ("»›→▶▷▸▹⟩≥", ">"),
      ("↑▲△▴▵", "^"), ("↓▼▽▾▿✓✔", "v"), ("●★✱∗", "*"), ("○◌◯°◦", "o"), ("■□▪▫◼◻▮▯", "#"),
      ("◆◇±⊕", "+"), ("≈∼…", "~"), ("≠¡", "!"), ("÷⁄", "/"), ("√", "V"), ("∞", "8"), ("¹", "1"),
      ("²", "2"), ("³", "3"), ("½", "%"), ("µμ", "u"), ("α", "a"), ("β", "b"), ("γ", "g"),
      ("δ∂", "d"), ("ε", "e"), ("η", "n"), ("θ", "0"), ("λ", "l"), ("π", "p"), ("ρ", "p"),
      ("σ", "s"), ("τ", "t"), ("ω", "w"), ("Δ∆", "D"), ("∑Σ", "S"), ("∇", "V"), ("†", "+"),
    ]
    var all: [UInt32: UInt32] = [:]
    for (glyphs, sign) in table {
      for glyph in glyphs.unicodeScalars { all[glyph.value] = sign.unicodeScalars.first?.value }
    }
    return all
  }()
}
