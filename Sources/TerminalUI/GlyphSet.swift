/// The glyphs that widgets draw with: rich ones, or ASCII alone.
public struct GlyphSet: Hashable, Sendable {
  public let unicode: Bool
  /// Eight heights, lowest first.
  public let heights: [Unicode.Scalar]
  public let meterFull: Unicode.Scalar
  public let meterRest: Unicode.Scalar
  /// A chart's grid: a row of these, every `gridPitch` columns.
  public let grid: Unicode.Scalar
  public let gridPitch: Int
  public let legendStroke: String
  /// A point of a curve that stands out.
  public let highlight: Unicode.Scalar
  /// One a curve, where colour cannot tell them apart.
  public let markers: [Unicode.Scalar]

  public static let rich = GlyphSet(
    unicode: true, heights: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"], meterFull: "━",
    meterRest: "━", grid: "┈", gridPitch: 1, legendStroke: "━", highlight: "◆",
    markers: ["●", "○", "◆", "◇"])

  public static let ascii = GlyphSet(
    unicode: false, heights: ["_", ".", ":", "-", "=", "+", "#", "@"], meterFull: "=",
    meterRest: ".", grid: ".", gridPitch: 4, legendStroke: "-", highlight: "@",
    markers: ["*", "o", "+", "x"])
}

extension Frame {
  /// The same screen in ASCII, cell by cell. A character without a likeness becomes "?", with a blank
  /// after it if it was wide.
  public var inASCII: Frame {
    var copy = self
    for y in 0..<height {
      for x in 0..<width where self[x, y].glyph > 0x7e {
        let glyph = self[x, y].isContinuation ? " " : Self.likeness(of: self[x, y].glyph)
        copy[x, y].glyph = glyph.value
      }
    }
    return copy
  }

  private static func likeness(of glyph: UInt32) -> Unicode.Scalar {
    switch Unicode.Scalar(glyph) ?? "?" {
    case "─", "━", "—", "–", "−", "┈", "╌": "-"
    case "│", "┃", "┊", "┆": "|"
    case "╭", "╮", "╰", "╯", "├", "┤", "┬", "┴", "┼": "+"
    case "×": "x"
    case "·", "…": "."
    case "●", "◆", "■": "*"
    case "○", "◇": "o"
    case "▌", "▐", "█": "#"
    case "‖": "="
    case "╱": "/"
    case "╲": "\\"
    case "°": " "
    case "▶", "→": ">"
    case "↻": "R"
    case "┏", "┓", "┗", "┛": "#"
    case "←": "<"
    case "↑": "^"
    case "↓": "v"
    case "’", "‘": "'"
    case "“", "”": "\""
    case "÷": "/"
    case "▲": "!"
    case "≥": ">"
    case "∞": "8"
    case "±": "~"
    default: "?"
    }
  }
}
