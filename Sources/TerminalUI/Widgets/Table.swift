/// Rows under headings. If the width is too small, the columns with the highest rank are left out;
/// spare width is distributed to columns with a larger ideal width.
public struct Table: Sendable {
  /// The side of a column to which its values are aligned.
  public enum Alignment: Sendable { case left, right }

  /// A column of a table.
  public struct Column: Sendable {
    /// The text above the column.
    public var heading: String
    /// The least width, in columns of the terminal.
    public var width: Int
    /// The width to which the column grows where there is space.
    public var ideal: Int
    /// The alignment of heading and values.
    public var alignment: Alignment
    /// The order of removal if the table is too wide: higher ranks are removed first.
    public var rank: Int

    /// Creates a column. The ideal width is at least the least width.
    public init(
      _ heading: String, width: Int, ideal: Int = 0, alignment: Alignment = .right, rank: Int = 0
    ) {
      self.heading = heading
      self.width = width
      self.ideal = max(width, ideal)
      self.alignment = alignment
      self.rank = rank
    }
  }

  /// The content of one row in one column.
  public enum Item: Sendable {
    /// Text.
    case text(String, Style)
    /// The counts of a histogram.
    case histogram([Int])
    /// A bar from 0 to 1 with its value as text after it; only the text in a narrow column.
    case meter(Double, String, Style)
  }

  /// The columns from left to right.
  public var columns: [Column]
  /// The rows, each with one item for each column.
  public var rows: [[Item]]
  /// The height of each row. Histograms use the whole height; text is in the last row of cells.
  public var rowHeight = 1

  /// Creates a table.
  /// - Precondition: Every row has an item for every column.
  public init(columns: [Column], rows: [[Item]]) {
    precondition(rows.allSatisfy { $0.count == columns.count }, "every row has every column")
    self.columns = columns
    self.rows = rows
  }

  /// Returns the rows that are shown if not all fit: those around the selected one.
  /// - Parameters:
  ///   - count: The number of all rows.
  ///   - selected: The index of the selected row.
  ///   - room: The number of rows that fit.
  public static func visibleRows(of count: Int, around selected: Int, room: Int) -> Range<Int> {
    let shown = max(0, min(count, room))
    let first = min(max(0, selected - shown / 2), count - shown)
    return first..<first + shown
  }

  /// Returns the width of each column, in their order; `nil` for a column that is left out.
  public func widths(in width: Int) -> [Int?] {
    var kept = Array(columns.indices)
    func needed() -> Int { kept.reduce(-1) { $0 + columns[$1].width + 1 } }
    while needed() > width, let worst = kept.max(by: { columns[$0].rank < columns[$1].rank }) {
      kept.removeAll { $0 == worst }
    }
    var widths: [Int?] = Array(repeating: nil, count: columns.count)
    for index in kept { widths[index] = columns[index].width }
    var spare = width - needed()
    // Each turn distributes one cell to each column, so that all grow equally.
    while spare > 0 {
      let before = spare
      for index in kept where spare > 0 && widths[index]! < columns[index].ideal {
        widths[index]! += 1
        spare -= 1
      }
      if spare == before { break }
    }
    return widths
  }

  /// Draws the headings and as many rows as fit.
  public func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    guard !rect.isEmpty else { return }
    let widths = widths(in: rect.width)
    let used = widths.compactMap(\.self)
    // Two cells between columns if no column is narrower for it.
    let gap = used.reduce(-2) { $0 + $1 + 2 } <= rect.width ? 2 : 1
    let visible = rows.prefix(max(0, (rect.height - 1) / max(1, rowHeight)))
    var x = rect.x
    for (index, column) in columns.enumerated() {
      guard let width = widths[index] else { continue }
      write(
        column.heading, x: x, y: rect.y, width: width, alignment: column.alignment,
        style: appearance.theme.muted, on: &frame)
      for (line, row) in visible.enumerated() {
        let area = Rect(
          x: x, y: rect.y + 1 + line * rowHeight, width: width, height: rowHeight)
        draw(row[index], in: area, alignment: column.alignment, on: &frame, appearance: appearance)
      }
      x += width + gap
    }
  }

  private func draw(
    _ item: Item, in area: Rect, alignment: Alignment, on frame: inout Frame,
    appearance: Appearance
  ) {
    let (x, y, width) = (area.x, area.bottom - 1, area.width)
    switch item {
    case .text(let text, let style):
      write(text, x: x, y: y, width: width, alignment: alignment, style: style, on: &frame)
    case .histogram(let counts):
      Histogram(counts).draw(in: area, on: &frame, appearance: appearance)
    case .meter(let share, let text, let style):
      let bar = width - 5
      if bar >= 4 {
        Meter(share, style: style).draw(x: x, y: y, width: bar, on: &frame, appearance: appearance)
      }
      frame.textRight(text, right: x + width, y: y, style: style, width: width)
    }
  }

  private func write(
    _ text: String, x: Int, y: Int, width: Int, alignment: Alignment, style: Style,
    on frame: inout Frame
  ) {
    switch alignment {
    case .left: frame.text(text, x: x, y: y, style: style, width: width)
    case .right: frame.textRight(text, right: x + width, y: y, style: style, width: width)
    }
  }
}
