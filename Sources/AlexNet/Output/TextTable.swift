import DisplayText
import TerminalUI

extension String {
  /// The text in lines as wide as the terminal, broken at spaces; unchanged where it fits, and for a file or a
  /// pipe.
  /// - Parameter width: The columns of the terminal; `nil` for a file or a pipe, which has no limit.
  func lines(width: Int?) -> [String] {
    guard let width, columns > width else { return [self] }
    return wrapped(to: width)
  }
}

/// Rows of text in aligned columns. Characters that a terminal would execute are escaped.
struct TextTable {
  /// The alignment and the title of a column. A line break in the title is a space where the width is not
  /// limited.
  struct Column {
    /// The lines of the title.
    fileprivate let title: [String]
    fileprivate let isRight: Bool
    /// The columns with the highest rank are left out first where the room is too small; those with 0
    /// never are.
    fileprivate let rank: Int
    /// The width to which texts can be shortened in their middle; `nil` for texts that cannot.
    fileprivate let least: Int?

    static func left(_ title: String, rank: Int = 0, least: Int? = nil) -> Column {
      Column(title, isRight: false, rank, least)
    }

    static func right(_ title: String, rank: Int = 0, least: Int? = nil) -> Column {
      Column(title, isRight: true, rank, least)
    }

    private init(_ title: String, isRight: Bool, _ rank: Int, _ least: Int?) {
      self.title = title.split(separator: "\n", omittingEmptySubsequences: false)
        .map { String($0).printable }
      self.isRight = isRight
      self.rank = rank
      self.least = least
    }
  }

  /// The number of spaces between two columns.
  private static let gap = 2

  private let columns: [Column]
  private var rows: [[String]] = []

  init(_ columns: [Column]) {
    self.columns = columns
  }

  /// Adds a row with one cell for each column.
  mutating func add(_ cells: [String]) {
    precondition(cells.count == columns.count, "a row has one cell for each column")
    rows.append(cells.map(\.printable))
  }

  /// The titles and all columns, one row in each line, without spaces at the ends.
  var text: String { text(width: nil) }

  /// The titles and the columns that have room, one row in each line, without spaces at the ends. A
  /// sentence below them names the columns that are left out.
  /// - Parameter width: The columns of the terminal; `nil` for a file or a pipe, which has no limit.
  func text(width: Int?) -> String {
    let titles = columns.map { width == nil ? [$0.title.joined(separator: " ")] : $0.title }
    let natural = columns.indices.map { column in
      (titles[column] + rows.map { $0[column] }).map(\.columns).max() ?? 0
    }
    let (shown, widths) = layout(natural, width ?? .max)
    let height = shown.map { titles[$0].count }.max() ?? 1
    let headings = (0..<height).map { line in
      // The last lines of the titles stand beside each other.
      titles.map { title in
        let index = line - (height - title.count)
        return index < 0 ? "" : title[index]
      }
    }
    let lines = (headings + rows).map { line($0, shown, widths) }
    let left = columns.indices.filter { !shown.contains($0) }
      .map { columns[$0].title.joined(separator: " ") }
    guard let width, !left.isEmpty else { return lines.joined(separator: "\n") }
    let sentence = "Not shown at this width: \(left.joined(separator: ", "))."
    return (lines + sentence.wrapped(to: width)).joined(separator: "\n")
  }

  /// Chooses the columns that fit, and their widths.
  /// - Parameter natural: The widths without a limit, of all columns.
  private func layout(_ natural: [Int], _ width: Int) -> (shown: [Int], widths: [Int]) {
    var widths = zip(columns, natural).map { min($0.least ?? $1, $1) }
    var shown = Array(columns.indices)
    func sum() -> Int { shown.reduce(-Self.gap) { $0 + widths[$1] + Self.gap } }
    while sum() > width, let last = shown.max(by: { columns[$0].rank < columns[$1].rank }),
      columns[last].rank > 0
    {
      shown.removeAll { $0 == last }
    }
    for column in shown where columns[column].least != nil {
      widths[column] += min(natural[column] - widths[column], max(0, width - sum()))
    }
    return (shown, widths)
  }

  private func line(_ cells: [String], _ shown: [Int], _ widths: [Int]) -> String {
    let line = shown.map { column in
      let text = cells[column].elidedInMiddle(to: widths[column])
      let padding = String(repeating: " ", count: widths[column] - text.columns)
      return columns[column].isRight ? padding + text : text + padding
    }.joined(separator: String(repeating: " ", count: Self.gap))
    return String(line.dropLast(line.reversed().prefix { $0 == " " }.count))
  }
}
