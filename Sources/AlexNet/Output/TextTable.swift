import DisplayText

/// Rows of text in columns that line up. Every cell is made printable.
struct TextTable {
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

  /// Adds a row of as many cells as there are columns.
  mutating func add(_ cells: [String]) {
    precondition(cells.count == columns.count, "a row has a cell a column")
    rows.append(cells.map(\.printable))
  }

  /// The titles and the rows, a line each, without spaces at their ends.
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

extension Int {
  /// "60,965,224".
  var grouped: String {
    var digits = String(magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (self < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }

  /// Bytes in MiB, rounded up: "1,024 MiB".
  var mebibytes: String { "\(((self + 1_048_575) / 1_048_576).grouped) MiB" }
}
