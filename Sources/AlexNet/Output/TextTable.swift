import DisplayText

/// Rows of text in aligned columns. Characters that a terminal would execute are escaped.
struct TextTable {
  /// The alignment and the title of a column.
  enum Column {
    case left(String)
    case right(String)

    var title: String {
      switch self {
      case .left(let title), .right(let title): title
      }
    }
  }

  private let columns: [Column]
  private var rows: [[String]]

  init(_ columns: [Column]) {
    self.columns = columns
    rows = [columns.map(\.title.printable)]
  }

  /// Adds a row with one cell for each column.
  mutating func add(_ cells: [String]) {
    precondition(cells.count == columns.count, "a row has one cell for each column")
    rows.append(cells.map(\.printable))
  }

  /// The titles and the rows, one in each line, without spaces at the ends.
  var text: String {
    let widths = columns.indices.map { column in rows.map { $0[column].columns }.max() ?? 0 }
    return rows.map { row in
      let cells = columns.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].columns)
        return switch columns[column] {
        case .left: row[column] + padding
        case .right: padding + row[column]
        }
      }
      let line = cells.joined(separator: "  ")
      return line.prefix(line.count - line.reversed().prefix { $0 == " " }.count)
    }.joined(separator: "\n")
  }
}
