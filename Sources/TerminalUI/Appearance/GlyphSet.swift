/// The characters that widgets draw with: Unicode, or ASCII only.
public struct GlyphSet: Hashable, Sendable {
  /// True if characters outside ASCII can be drawn.
  public let unicode: Bool
  /// Bars of eight heights, lowest first.
  public let heights: [Unicode.Scalar]
  /// The filled part of a meter.
  public let meterFull: Unicode.Scalar
  /// The empty part of a meter on a terminal with colours (``Appearance/meterEmpty``).
  public let meterEmpty: Unicode.Scalar
  /// A point of a chart's horizontal grid line.
  public let grid: Unicode.Scalar
  /// The distance between two points of a grid line, in columns.
  public let gridPitch: Int
  /// The sample of a curve in a legend.
  public let legendStroke: String
  /// A highlighted point of a curve.
  public let highlight: Unicode.Scalar
  /// Markers for curves that colours cannot distinguish, one for each curve.
  public let markers: [Unicode.Scalar]

  /// Unicode characters.
  public static let rich = GlyphSet(
    unicode: true, heights: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"], meterFull: "━",
    meterEmpty: "━", grid: "┈", gridPitch: 1, legendStroke: "━", highlight: "◆",
    markers: ["●", "○", "◆", "◇"])

  /// ASCII characters only.
  public static let ascii = GlyphSet(
    unicode: false, heights: ["_", ".", ":", "-", "=", "+", "#", "@"], meterFull: "=",
    meterEmpty: ".", grid: ".", gridPitch: 4, legendStroke: "-", highlight: "@",
    markers: ["*", "o", "+", "x"])
}

extension GlyphSet {
  /// Returns a text about keys, in ASCII with the names of the arrow keys, which would look like other
  /// keys: "Up Dn more", "arrows choose".
  public func spellingArrows(in text: String) -> String {
    guard !unicode else { return text }
    let names = [
      ("← → ↑ ↓", "arrows"), ("← ↓ ↑ →", "Lt Dn Up Rt"), ("← →", "Lt Rt"), ("↑", "Up"),
      ("↓", "Dn"), ("←", "Lt"),
    ]
    let spelled = names.reduce(text) { $0.replacing($1.0, with: $1.1) }
    return spelled == "→" ? "Rt" : spelled
  }
}

extension Frame {
  /// The same frame in ASCII, cell by cell. A character without a similar one in ASCII becomes "?",
  /// with a blank after it if it was wide. Some take the place of blanks after them: "≤" becomes "<=",
  /// "±" becomes "+-", and "…" becomes "...", or "~" where other text follows.
  public var inASCII: Frame {
    var copy = self
    for y in 0..<height {
      for x in 0..<width where self[x, y].glyph > 0x7e {
        let glyph = self[x, y].isContinuation ? " " : Self.similarASCII(to: self[x, y].glyph)
        copy[x, y].glyph = glyph.value
        let more = moreASCII(x, y)
        for (offset, glyph) in more.enumerated() {
          copy[x + 1 + offset, y] = copy[x, y]
          copy[x + 1 + offset, y].glyph = glyph.value
        }
        if self[x, y].glyph == Self.ellipsis, !more.isEmpty { copy[x, y].glyph = more[0].value }
      }
    }
    return copy
  }

  private static let ellipsis = Unicode.Scalar("…").value

  /// Returns the characters that follow the similar one in ASCII, where blanks leave room for them.
  private func moreASCII(_ x: Int, _ y: Int) -> [Unicode.Scalar] {
    func hasBlanks(_ count: Int) -> Bool {
      x + count < width && (1...count).allSatisfy { self[x + $0, y].glyph == 0x20 }
    }
    return switch Unicode.Scalar(self[x, y].glyph) {
    case "≤", "≥": hasBlanks(1) ? ["="] : []
    case "±": hasBlanks(1) ? ["-"] : []
    // A blank stays between the points and the next text.
    case "…": hasBlanks(3) || x + 3 == width && hasBlanks(2) ? [".", "."] : []
    default: []
    }
  }

  private static func similarASCII(to glyph: UInt32) -> Unicode.Scalar {
    switch Unicode.Scalar(glyph) ?? "?" {
    case "─", "━", "—", "–", "−", "┈", "╌": "-"
    case "│", "┃", "┊", "┆": "|"
    case "╭", "╮", "╰", "╯", "├", "┤", "┬", "┴", "┼", "┿": "+"
    case "×": "x"
    case "·": "."
    case "…": "~"
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
    case "≤": "<"
    case "∞": "8"
    case "±": "+"
    default: "?"
    }
  }
}
