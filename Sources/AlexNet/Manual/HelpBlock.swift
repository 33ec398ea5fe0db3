import DisplayText
import TerminalUI

/// A part of a help topic, which is printed on a terminal and in a manual page.
enum HelpBlock: Equatable {
  /// A heading inside of a topic.
  case heading(String)
  /// Sentences that are broken into lines.
  case paragraph(String)
  /// Terms, such as keys or variables, each with its explanation.
  case list([Item])
  /// Lines that are printed as they are.
  case literal([String])

  /// A term and its explanation.
  struct Item: Equatable {
    var term: String
    var text: String

    init(_ term: String, _ text: String) {
      self.term = term
      self.text = text
    }
  }

  /// The block in lines of at most `width` columns.
  func lines(width: Int) -> [String] {
    switch self {
    case .heading(let text): [text]
    case .paragraph(let text): text.wrapped(to: width)
    case .literal(let lines): lines.map { "  " + $0 }
    case .list(let items):
      items.flatMap { Self.lines($0, indent: Self.indent(items), width: width) }
    }
  }

  /// The column in which explanations begin.
  private static func indent(_ items: [Item]) -> Int {
    min(24, 4 + (items.map(\.term.columns).max() ?? 0))
  }

  /// A term that is longer than its column has a line of its own.
  private static func lines(_ item: Item, indent: Int, width: Int) -> [String] {
    let head = "  " + item.term
    let blank = String(repeating: " ", count: indent)
    let texts = item.text.wrapped(to: max(20, width - indent))
    if head.columns + 2 > indent { return [head] + texts.map { blank + $0 } }
    let padding = String(repeating: " ", count: indent - head.columns)
    return texts.enumerated().map { ($0 == 0 ? head + padding : blank) + $1 }
  }
}

extension [HelpBlock] {
  /// The blocks in lines of at most `width` columns, with an empty line between two blocks.
  func text(width: Int) -> String {
    map { $0.lines(width: width).joined(separator: "\n") }.joined(separator: "\n\n")
  }
}
