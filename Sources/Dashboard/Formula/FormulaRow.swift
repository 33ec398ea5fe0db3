import TerminalUI

/// A row of the formula: pieces of text side by side.
struct FormulaRow: Equatable {
  /// The meaning of a piece of text, which determines its style.
  enum Tone: Equatable {
    case text, strong, muted, heading
    /// A number that adds to the sum.
    case positive
    /// A number that is subtracted from the sum.
    case negative
    /// A number that decides the result: the winner of a window, the cell itself.
    case chosen
    /// A number that agrees with the network's own.
    case good
    /// A number that does not agree, or a reason for which there is none.
    case caution
  }

  /// A piece of text.
  struct Piece: Equatable {
    var text: String
    var tone: Tone
    /// True for a number in a column, whose last digit is at the right.
    var isNumber = false
    /// The columns that the piece takes; `nil` for as many as the text has.
    var width: Int?

    var columns: Int { width ?? text.columns }
  }

  var pieces: [Piece] = []

  init(_ pieces: [Piece] = []) { self.pieces = pieces }

  /// Creates a row of one text.
  init(_ text: String, _ tone: Tone = .text) { pieces = [Piece(text: text, tone: tone)] }

  static let empty = FormulaRow()

  var columns: Int { pieces.reduce(0) { $0 + $1.columns } }

  func draw(in row: Rect, on frame: inout Frame, theme: Theme) {
    var x = row.x
    for piece in pieces where piece.columns > 0 {
      let room = min(piece.columns, row.right - x)
      guard room > 0 else { return }
      let style = theme.style(of: piece.tone)
      if piece.isNumber {
        frame.textRight(piece.text, right: x + room, y: row.y, style: style, width: room)
      } else {
        frame.text(piece.text, x: x, y: row.y, style: style, width: room)
      }
      x += piece.columns
    }
  }
}

extension FormulaRow {
  /// Returns rows of equal height side by side, each block as wide as its widest row.
  static func sideBySide(_ blocks: [[FormulaRow]], gap: Int = 2) -> [FormulaRow] {
    let height = blocks.map(\.count).max() ?? 0
    return (0..<height).map { row in
      var joined = FormulaRow()
      for block in blocks {
        let width = block.map(\.columns).max() ?? 0
        let part = row < block.count ? block[row] : .empty
        joined.pieces += part.pieces
        joined.pieces.append(
          Piece(text: "", tone: .text, width: width - part.columns + gap))
      }
      return joined
    }
  }

  /// Returns a row with a name at the left, a number, and a remark.
  static func line(
    _ name: String, _ number: String, _ tone: Tone = .text, remark: [Piece] = [], names: Int = 22
  ) -> FormulaRow {
    FormulaRow(
      [
        Piece(text: name, tone: .muted, width: max(names, name.columns + 1)),
        Piece(text: number, tone: tone, isNumber: true, width: max(11, number.columns)),
        Piece(text: "  ", tone: .text),
      ] + remark)
  }
}

extension Theme {
  fileprivate func style(of tone: FormulaRow.Tone) -> Style {
    switch tone {
    case .text: text
    case .strong: strong
    case .muted: muted
    case .heading: accent.with(.bold)
    case .positive: train
    case .negative: validation
    case .chosen: good.with(.bold)
    case .good: good
    case .caution: caution
    }
  }
}
