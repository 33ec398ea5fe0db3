import DisplayText
import TerminalUI

/// The names of groups of columns, above the headings of a table.
struct ColumnGroups {
  /// The name of the columns with times. Its unit alone is written above a single narrow column.
  static let milliseconds = "ms a step"

  private var groups: [(name: String, cells: Range<Int>)] = []

  /// Creates the groups of neighbouring columns with the same name.
  /// - Parameters:
  ///   - names: The name of the group of each column; empty for none.
  ///   - ranges: The cells of each column, counted from the left edge; `nil` for one that is left out.
  init(_ names: [String], _ ranges: [Range<Int>?]) {
    for case (let name, let range?) in zip(names, ranges) {
      if let last = groups.last, last.name == name {
        groups[groups.count - 1].cells = last.cells.lowerBound..<range.upperBound
      } else {
        groups.append((name, range))
      }
    }
  }

  /// Draws the name of each group above its columns, with a line to both sides.
  func draw(in row: Rect, on frame: inout Frame, appearance: Appearance) {
    for group in groups where !group.name.isEmpty {
      let cells = Rect(
        x: row.x + group.cells.lowerBound, y: row.y, width: group.cells.count, height: 1)
      if cells.width < group.name.columns {
        // One column has room for the unit only; other names are left out.
        guard group.name == Self.milliseconds else { continue }
        frame.textRight("ms", right: cells.right, y: row.y, style: appearance.theme.muted)
      } else if cells.width >= group.name.columns + 4 {
        for x in cells.x..<cells.right {
          frame.put("─", x: x, y: row.y, style: appearance.theme.faint)
        }
        frame.textCentered(
          " \(group.name) ", in: cells, y: row.y, style: appearance.theme.muted)
      } else {
        frame.textRight(
          group.name, right: cells.right, y: row.y, style: appearance.theme.muted,
          width: cells.width)
      }
    }
  }
}
