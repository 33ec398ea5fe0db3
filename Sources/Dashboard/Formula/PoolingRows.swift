import Blueprint
import DisplayText
import Observing

/// The rows of a pooling: the windows that contain the cell, side by side, and what each of them takes.
struct PoolingRows {
  let cell: PooledCell
  let operation: CellOperation

  var rows: [FormulaRow] {
    guard !cell.windows.isEmpty else {
      return [
        FormulaRow([
          .init(text: operation.layer, tone: .heading),
          .init(text: " · no window contains this cell, so nothing reads it", tone: .muted),
        ])
      ]
    }
    var rows = [heading]
    // Two windows of 3×3 fit into the narrowest column of text.
    let side = cell.windows.map(\.columns).max() ?? 1
    let across = max(1, 52 / (max(side * Self.number, 20) + 2))
    for start in stride(from: 0, to: cell.windows.count, by: across) {
      let part = cell.windows[start..<min(cell.windows.count, start + across)]
      rows += FormulaRow.sideBySide(part.map { block($0) })
    }
    if cell.windows.count < cell.count {
      rows.append(
        FormulaRow("and \(NumberText.grouped(cell.count - cell.windows.count)) more", .muted))
    }
    return rows + [result]
  }

  private static let number = 7

  private var heading: FormulaRow {
    let kind = cell.operation == .maximum ? "maximum" : "mean"
    let size = "\(cell.size)×\(cell.size), stride \(cell.stride)"
    let count = NumberText.grouped(cell.count)
    var text = " · \(kind) of \(size)"
    if cell.source != nil {
      text += " · in \(count) \(cell.count == 1 ? "window" : "windows")"
      if cell.operation == .maximum { text += ", wins \(NumberText.grouped(wins))" }
    }
    return FormulaRow([
      .init(text: operation.layer, tone: .heading), .init(text: text, tone: .muted),
    ])
  }

  private var wins: Int { cell.windows.filter { isWon($0) }.count }

  private func isWon(_ window: PooledCell.Window) -> Bool {
    guard let source = cell.source, let winner = window.winner else { return false }
    return window.index(row: source.row, column: source.column) == winner
  }

  /// Returns a window with its values and its verdict.
  private func block(_ window: PooledCell.Window) -> [FormulaRow] {
    let own = cell.source.flatMap { window.index(row: $0.row, column: $0.column) }
    let winner = cell.operation == .maximum ? window.winner : nil
    let place = "row \(window.place.row + 1), column \(window.place.column + 1)"
    let grid = NumberGrid(
      heading: "to \(place)", columns: window.columns, numbers: window.values.map(Double.init),
      width: Self.number,
      tone: { $0 == winner ? .chosen : $0 == own ? .strong : .text })
    return grid.rows + [FormulaRow(" " + verdict(window, own), isWon(window) ? .good : .muted)]
  }

  private func verdict(_ window: PooledCell.Window, _ own: Int?) -> String {
    guard let winner = window.winner else { return "empty" }
    guard cell.operation == .maximum else {
      return "mean \(AgreedNumber.text(window.mean, 5))"
    }
    let row = NumberText.grouped(window.top + winner / max(1, window.columns) + 1)
    let column = NumberText.grouped(window.left + winner % max(1, window.columns) + 1)
    if window.ties > 1 {
      let all = window.ties == window.values.count ? "all equal" : "\(window.ties) equal"
      return own == winner ? "\(all), this is first" : "\(all), (\(row), \(column)) first"
    }
    return own == winner ? "this cell wins" : "(\(row), \(column)) wins"
  }

  /// The value of the window with which the formula continues.
  private var result: FormulaRow {
    let window = cell.windows[cell.followed]
    let name = cell.operation == .maximum ? "= maximum" : "= mean"
    let place = "(\(window.place.row + 1), \(window.place.column + 1))"
    let value = cell.value(of: window) ?? .nan
    return StepRows.compared(
      cell.count > 1 ? "\(name) at \(place)" : name, value, own: window.result,
      magnitude: window.values.reduce(0) { max($0, abs(Double($1))) })
  }
}
