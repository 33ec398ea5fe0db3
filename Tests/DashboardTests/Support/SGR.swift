import TerminalUI

/// The conversion of a frame to text with colours (ECMA-48 SGR), which a terminal can show.
enum SGR {
  static func text(_ frame: Frame) -> String {
    var text = ""
    for y in 0..<frame.height {
      var last: Cell?
      for x in 0..<frame.width where !frame[x, y].isContinuation {
        let cell = frame[x, y]
        if last?.foreground != cell.foreground || last?.background != cell.background
          || last?.attributes != cell.attributes
        {
          text += codes(cell)
        }
        text.unicodeScalars.append(Unicode.Scalar(cell.glyph) ?? "?")
        last = cell
      }
      text += "\u{1b}[0m\n"
    }
    return text
  }

  private static func codes(_ cell: Cell) -> String {
    var codes = ["0"]
    let attributes: [(Attributes, String)] = [
      (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
    ]
    for (attribute, code) in attributes where cell.attributes.contains(attribute) {
      codes.append(code)
    }
    for (color, lead) in [(cell.foreground, "38"), (cell.background, "48")] {
      if color.isRGB { codes.append("\(lead);2;\(color.red);\(color.green);\(color.blue)") }
      if color.isPalette { codes.append("\(lead);5;\(color.paletteIndex)") }
    }
    return "\u{1b}[" + codes.joined(separator: ";") + "m"
  }
}
