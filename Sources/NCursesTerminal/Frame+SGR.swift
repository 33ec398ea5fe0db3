import TerminalUI

extension Frame {
  /// The frame as lines with ECMA-48 styles (SGR), for printing it without a terminal program.
  /// Blank ends of lines are left out.
  public func sgrText(depth: ColorDepth, unicode: Bool = true) -> String {
    var text = ""
    for y in 0..<height {
      let line = cells[(y * width)..<((y + 1) * width)]
      let end = line.lastIndex { $0 != Cell() }.map { $0 + 1 } ?? line.startIndex
      var style = Style()
      for cell in line[..<end] {
        let wanted = cell.style(at: depth)
        if wanted != style {
          text += wanted.sgr
          style = wanted
        }
        let glyph = unicode ? max(cell.glyph, 0x20) : ASCIIGlyph.nearest(to: cell.glyph)
        text.unicodeScalars.append(Unicode.Scalar(glyph) ?? "?")
      }
      text += style == Style() ? "\n" : "\u{1b}[0m\n"
    }
    return text
  }
}

extension Cell {
  fileprivate func style(at depth: ColorDepth) -> Style {
    Style(foreground.reduced(to: depth), on: background.reduced(to: depth), attributes)
  }
}

extension Style {
  /// From whatever came before to this.
  fileprivate var sgr: String {
    let numbered: [(Attributes, String)] = [
      (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
    ]
    let attributes = numbered.filter { self.attributes.contains($0.0) }.map(\.1)
    let parts = ["0"] + attributes + foreground.sgr(base: 3) + background.sgr(base: 4)
    return "\u{1b}[" + parts.joined(separator: ";") + "m"
  }
}

extension Color {
  fileprivate func sgr(base: Int) -> [String] {
    if isRGB { return ["\(base)8;2;\(red);\(green);\(blue)"] }
    guard isPalette else { return [] }
    switch paletteIndex {
    case ..<8: return ["\(base)\(paletteIndex)"]
    case ..<16: return ["\(base + 6)\(paletteIndex - 8)"]
    default: return ["\(base)8;5;\(paletteIndex)"]
    }
  }
}
