/// A part of a document, which is written as HTML and as Markdown.
indirect enum Block: Hashable, Sendable {
  /// A heading of a level, 1…4, with an anchor.
  case heading(Int, RichText, id: String)
  /// A paragraph.
  case paragraph(RichText)
  /// A remark that stands out.
  case notice(RichText)
  /// A quotation with its source.
  case quote(String, source: RichText)
  /// An unordered list.
  case list([RichText])
  /// A table.
  case table(Table)
  /// A picture.
  case figure(Figure)
  /// Preformatted lines of a program.
  case code(String)
  /// Blocks that a reader opens. Markdown leaves them out, because it cannot close them.
  case details(RichText, [Block])
  /// Blocks that belong together.
  case section(id: String, [Block])
  /// Links to the parts of the document. Markdown leaves them out.
  case contents([RichText])
}

/// A table of texts.
struct Table: Hashable {
  /// A column.
  struct Column: Hashable {
    /// The contents of a column, which decide how it is aligned.
    enum Kind: Hashable {
      /// Words.
      case text
      /// Numbers with the same digits after the point.
      case number
    }

    var title: String
    var kind: Kind

    /// A column of words.
    static func text(_ title: String) -> Column { Column(title: title, kind: .text) }

    /// A column of numbers.
    static func number(_ title: String) -> Column { Column(title: title, kind: .number) }
  }

  /// A row. Its first cell is the row's heading.
  struct Row: Hashable {
    /// The anchor; `nil` without one.
    var id: String?
    /// One text for each column.
    var cells: [RichText]
    /// True for a row below a line, such as a mean.
    var isTotal = false

    /// Creates a row.
    init(_ cells: [RichText], id: String? = nil, isTotal: Bool = false) {
      self.id = id
      self.cells = cells
      self.isTotal = isTotal
    }
  }

  /// The caption above the table.
  var caption: RichText
  var columns: [Column]
  var rows: [Row]

  /// True if a narrow page has the cells of a row one below the other, with the titles of their columns: words
  /// beside many other columns would be too narrow there.
  var isStackedOnNarrowPages: Bool {
    columns.count > 3 && columns.dropFirst().contains { $0.kind == .text }
  }
}

/// A picture with a caption, and its contents in words.
struct Figure: Hashable {
  /// The contents of a picture.
  enum Content: Hashable {
    /// A drawing for wide pages and one for narrow ones.
    case drawing(wide: SVG, narrow: SVG)
    /// Pictures of cells with their labels, in rows.
    case pictures([[Picture]])
  }

  /// A picture of cells.
  struct Picture: Hashable {
    var label: RichText
    /// The picture in words.
    var alternative: String
    var image: PNGImage
    /// The width on a page, in CSS pixels.
    var width: Int
  }

  /// The anchor.
  var id: String
  /// "Figure 3".
  var number: String
  var caption: RichText
  /// The name of the drawing for readers that do not see it.
  var title: String
  /// The drawing in words for readers that do not see it.
  var description: String
  var content: Content
  /// The curves in characters, for Markdown.
  var sparklines: [Sparkline] = []

  /// A curve in a line of characters.
  struct Sparkline: Hashable {
    var label: String
    var line: String
  }
}
