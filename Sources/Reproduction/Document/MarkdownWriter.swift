import DisplayText

/// The writer of a document as Markdown with tables (GitHub Flavored Markdown). Charts become lines of characters,
/// and what only a browser can close or open is left out.
struct MarkdownWriter {
  private var parts: [String] = []

  /// Returns a document.
  static func document(_ blocks: [Block]) -> String {
    var writer = MarkdownWriter()
    writer.write(blocks)
    return writer.parts.joined(separator: "\n\n") + "\n"
  }

  private mutating func write(_ blocks: [Block]) {
    for block in blocks { write(block) }
  }

  private mutating func write(_ block: Block) {
    switch block {
    case .heading(let level, let text, _):
      parts.append(String(repeating: "#", count: level) + " " + Self.markdown(text))
    case .paragraph(let text): parts.append(Self.markdown(text))
    case .notice(let text): parts.append("> Note: " + Self.markdown(text))
    case .quote(let text, let source):
      parts.append("> \(Self.escaped(text))\n>\n> — \(Self.markdown(source))")
    case .list(let items):
      parts.append(items.map { "- " + Self.markdown($0) }.joined(separator: "\n"))
    case .table(let table): write(table)
    case .figure(let figure): write(figure)
    case .code(let text):
      let fence = String(repeating: "`", count: max(3, Self.longestFence(text) + 1))
      parts.append("\(fence)\n\(text.printableLines)\n\(fence)")
    case .details, .contents: return
    case .section(_, let blocks): write(blocks)
    }
  }

  private mutating func write(_ table: Table) {
    parts.append("**" + Self.markdown(table.caption) + "**")
    let heads = table.columns.map { Self.escaped($0.title) }
    let rules = table.columns.map { column in
      switch column.kind {
      case .text: "---"
      case .number: "---:"
      }
    }
    let rows = table.rows.map { $0.cells.map(Self.cell) }
    parts.append(
      ([heads, rules] + rows).map { "| " + $0.joined(separator: " | ") + " |" }
        .joined(separator: "\n"))
  }

  /// A cell: an empty one would be lost between two bars.
  private static func cell(_ text: RichText) -> String {
    let cell = markdown(text)
    return cell.isEmpty ? " " : cell
  }

  private mutating func write(_ figure: Figure) {
    parts.append("**\(figure.number).** \(Self.markdown(figure.caption))")
    parts.append(Self.escaped(figure.description))
    guard !figure.sparklines.isEmpty else { return }
    let width = figure.sparklines.map(\.label.columns).max() ?? 0
    let lines = figure.sparklines.map { sparkline in
      sparkline.label.printable
        + String(repeating: " ", count: width - sparkline.label.columns) + "  " + sparkline.line
    }
    parts.append("```\n" + lines.joined(separator: "\n") + "\n```")
  }

  // MARK: - Texts

  /// Returns a text as Markdown on one line.
  static func markdown(_ text: RichText) -> String { text.parts.map(markdown).joined() }

  private static func markdown(_ part: RichText.Part) -> String {
    switch part {
    case .plain(let text), .link(let text, anchor: _): escaped(text)
    case .strong(let text): "**\(escaped(text))**"
    case .code(let text): code(text)
    case .verdict(let kind): "\(kind.symbol) **\(kind.words)**"
    }
  }

  /// Returns a code span. Its fence is longer than any run of backticks in it (CommonMark 6.1), and a bar is
  /// escaped, which tables need.
  private static func code(_ text: String) -> String {
    let text = text.printable.replacing("|", with: "\\|")
    let fence = String(repeating: "`", count: longestFence(text) + 1)
    let space = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
    return fence + space + text + space + fence
  }

  /// Returns the length of the longest run of backticks.
  private static func longestFence(_ text: String) -> Int {
    var (longest, run) = (0, 0)
    for character in text {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  /// Returns a text whose characters mean themselves.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text.printable {
      if "\\`*_[]<>|#~".contains(character) { result += "\\" }
      result.append(character)
    }
    return result
  }
}
