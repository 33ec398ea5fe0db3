import DisplayText

/// Rows under headings. If the width is too small, the columns with the highest rank are left out;
/// spare width is distributed to columns with a larger ideal width.
public struct Table: Sendable {
  /// The side of a column to which its values are aligned.
  public enum Alignment: Sendable { case left, right }

  /// A column of a table.
  public struct Column: Sendable {
    /// The text above the column, in one line or in two that are separated by a line feed.
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
    /// Text, which is cut at its end in a narrow column.
    case text(String, Style)
    /// A name, which is cut in its middle in a narrow column.
    case name(String, Style)
    /// The first of several texts that fits into the column; if none fits, the last, cut at its end.
    case firstFitting([String], Style)
    /// The counts of a histogram.
    case histogram([Int])
    /// A bar from 0 to 1 with its value as text after it; only the text in a narrow column.
    case meter(Double, String, Style)
  }

  /// The columns from left to right.
  public var columns: [Column]
  /// The rows, each with one item for each column.
  public var rows: [[Item]]
  /// The least number of cells between two columns. With one, headings can look like one text.
  public var minimumGap = 1
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
    func needed() -> Int { kept.reduce(-minimumGap) { $0 + columns[$1].width + minimumGap } }
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

  /// Returns the number of cells between two columns: two if no column is narrower for it.
  private func gap(_ widths: [Int?], in width: Int) -> Int {
    let used = widths.compactMap(\.self)
    return used.reduce(-2) { $0 + $1 + 2 } <= width ? max(2, minimumGap) : minimumGap
  }

  /// Returns the cells of each column, counted from the left edge; `nil` for a column that is left out.
  public func columnRanges(in width: Int) -> [Range<Int>?] {
    let widths = widths(in: width)
    let gap = gap(widths, in: width)
    var x = 0
    return widths.map { width in
      guard let width else { return nil }
      defer { x += width + gap }
      return x..<x + width
    }
  }

  /// The number of rows of cells above the first row of the table: the lines of the tallest heading,
  /// with those of columns that are left out.
  public var headingHeight: Int { columns.map { Self.lines($0.heading).count }.max() ?? 1 }

  private static func lines(_ heading: String) -> [String] {
    heading.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// Draws the headings and as many rows as fit.
  public func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    guard !rect.isEmpty else { return }
    let ranges = columnRanges(in: rect.width)
    let top = headingHeight
    let visible = rows.prefix(max(0, (rect.height - top) / max(1, rowHeight)))
    for (index, column) in columns.enumerated() {
      guard let range = ranges[index] else { continue }
      let lines = Self.lines(column.heading)
      for (line, text) in lines.enumerated() where top - lines.count + line < rect.height {
        write(
          text, x: rect.x + range.lowerBound, y: rect.y + top - lines.count + line,
          width: range.count, alignment: column.alignment, style: appearance.theme.muted,
          on: &frame)
      }
      for (line, row) in visible.enumerated() {
        let area = Rect(
          x: rect.x + range.lowerBound, y: rect.y + top + line * rowHeight, width: range.count,
          height: rowHeight)
        draw(row[index], in: area, alignment: column.alignment, on: &frame, appearance: appearance)
      }
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
    case .name(let name, let style):
      write(
        name.elidedInMiddle(to: width), x: x, y: y, width: width, alignment: alignment,
        style: style, on: &frame)
    case .firstFitting(let texts, let style):
      let text = texts.first { $0.columns <= width } ?? texts.last ?? ""
      write(text, x: x, y: y, width: width, alignment: alignment, style: style, on: &frame)
    case .histogram(let counts):
      Histogram(counts).draw(in: area, on: &frame, appearance: appearance)
    case .meter(let share, let text, let style):
      // Room for a sign of two arrows, three digits, "%" and a blank.
      let bar = width - 7
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
