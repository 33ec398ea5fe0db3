import DisplayText
import TerminalUI

/// Short explanations of words on a panel, in as many lines as they need.
struct Legend: Equatable {
  /// The lines, the most important first.
  private(set) var lines: [String]

  /// Packs explanations into lines. One that is wider than a line is left out.
  /// - Parameters:
  ///   - parts: The explanations, the most important first.
  ///   - width: The greatest number of columns of a line.
  init(_ parts: [String], width: Int) {
    lines = parts.reduce(into: []) { lines, part in
      if let last = lines.last, last.columns + part.columns + 3 <= width {
        lines[lines.count - 1] = "\(last) · \(part)"
      } else if part.columns <= width {
        lines.append(part)
      }
    }
  }

  /// Draws as many lines as fit.
  func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    for (row, line) in lines.prefix(rect.height).enumerated() {
      frame.textCentered(line, in: rect, y: rect.y + row, style: appearance.theme.muted)
    }
  }
}
