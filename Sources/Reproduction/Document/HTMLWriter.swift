import DisplayText

/// The writer of a document as one HTML file, which refers to no other file. It is well-formed XML too, except
/// for its first line.
struct HTMLWriter {
  private var output = ""

  /// Returns a document.
  static func document(title: String, _ blocks: [Block]) -> String {
    var writer = HTMLWriter()
    writer.write(blocks)
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      <title>\(title.markupEscaped)</title>
      <style>
      \(Stylesheet.text)
      </style>
      </head>
      <body>
      <main>
      \(writer.output)</main>
      </body>
      </html>

      """
  }

  private mutating func line(_ text: String) { output += text + "\n" }

  private mutating func write(_ blocks: [Block]) {
    for block in blocks { write(block) }
  }

  private mutating func write(_ block: Block) {
    switch block {
    case .heading(let level, let text, let id):
      line("<h\(level) id=\"\(id.markupEscaped)\">\(Self.html(text))</h\(level)>")
    case .paragraph(let text): line("<p>\(Self.html(text))</p>")
    case .notice(let text): line("<p class=\"notice\" role=\"note\">\(Self.html(text))</p>")
    case .quote(let text, let source):
      line("<figure class=\"quote\"><blockquote><p>\(text.markupEscaped)</p></blockquote>")
      line("<figcaption>\(Self.html(source))</figcaption></figure>")
    case .list(let items):
      line("<ul>")
      for item in items { line("<li>\(Self.html(item))</li>") }
      line("</ul>")
    case .table(let table): write(table)
    case .figure(let figure): write(figure)
    case .code(let text):
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { String($0).markupEscaped }
      line("<pre><code>\(lines.joined(separator: "\n"))</code></pre>")
    case .details(let summary, let blocks):
      line("<details><summary>\(Self.html(summary))</summary>")
      write(blocks)
      line("</details>")
    case .section(let id, let blocks):
      line("<section aria-labelledby=\"\(id.markupEscaped)\">")
      write(blocks)
      line("</section>")
    case .contents(let links):
      line("<nav aria-label=\"Contents\"><ul>")
      for link in links { line("<li>\(Self.html(link))</li>") }
      line("</ul></nav>")
    }
  }

  // MARK: - Tables

  /// Writes a table. Its text wraps to fit the page, and a narrow page stacks the cells of a row that has many.
  private mutating func write(_ table: Table) {
    let isStacked = table.isStackedOnNarrowPages
    line("<table\(isStacked ? " class=\"stack\"" : "")>")
    line("<caption>\(Self.html(table.caption))</caption>")
    let heads = table.columns.map { column in
      "<th scope=\"col\"\(Self.alignment(column.kind))>\(column.title.markupEscaped)</th>"
    }
    line("<thead><tr>\(heads.joined())</tr></thead>")
    line("<tbody>")
    for row in table.rows {
      let id = row.id.map { " id=\"\($0.markupEscaped)\"" } ?? ""
      let style = row.isTotal ? " class=\"total\"" : ""
      let cells = zip(table.columns, row.cells).enumerated().map { index, cell in
        let (column, text) = cell
        let label = isStacked ? " data-label=\"\(column.title.markupEscaped)\"" : ""
        return index == 0
          ? "<th scope=\"row\"\(Self.alignment(column.kind))>\(Self.html(text))</th>"
          : "<td\(Self.alignment(column.kind))\(label)>\(Self.html(text))</td>"
      }
      line("<tr\(id)\(style)>\(cells.joined())</tr>")
    }
    line("</tbody></table>")
  }

  private static func alignment(_ kind: Table.Column.Kind) -> String {
    switch kind {
    case .text: ""
    case .number: " class=\"n\""
    }
  }

  // MARK: - Figures

  private mutating func write(_ figure: Figure) {
    line("<figure id=\"\(figure.id)\">")
    switch figure.content {
    case .drawing(let wide, let narrow):
      // The one that does not fit the page is not displayed, and so is not read aloud either.
      for (drawing, size) in [(wide, "wide"), (narrow, "narrow")] {
        line("<div class=\"\(size)\">")
        line(
          drawing.element(
            id: "\(figure.id)-\(size)", title: figure.title, description: figure.description))
        line("</div>")
      }
    case .pictures(let rows):
      for row in rows {
        line("<div class=\"pictures\">")
        for picture in row { write(picture) }
        line("</div>")
      }
    }
    line("<figcaption><b>\(figure.number).</b> \(Self.html(figure.caption))</figcaption>")
    line("</figure>")
  }

  private mutating func write(_ picture: Figure.Picture) {
    let height = picture.width * picture.image.height / picture.image.width
    line(
      "<div><p>\(Self.html(picture.label))</p><img alt=\"\(picture.alternative.markupEscaped)\""
        + " width=\"\(picture.width)\" height=\"\(height)\" src=\"\(picture.image.address)\"/></div>"
    )
  }

  // MARK: - Texts

  /// Returns a text as HTML.
  static func html(_ text: RichText) -> String {
    text.parts.map(html).joined()
  }

  private static func html(_ part: RichText.Part) -> String {
    switch part {
    case .plain(let text): text.markupEscaped
    case .strong(let text): "<strong>\(text.markupEscaped)</strong>"
    case .code(let text): "<code>\(text.markupEscaped)</code>"
    case .link(let text, let anchor):
      "<a href=\"#\(anchor.markupEscaped)\">\(text.markupEscaped)</a>"
    case .verdict(let kind):
      "<span class=\"verdict \(kind.style)\"><span aria-hidden=\"true\">\(kind.symbol)</span>"
        + " \(kind.words)</span>"
    }
  }
}
