/// Rows under headings. What does not fit is left out by rank, what is left over goes to the
/// columns that can use it.
public struct Table: Sendable {
  public enum Alignment: Sendable { case left, right }

  public struct Column: Sendable {
    public var heading: String
    public var width: Int
    /// How wide it likes to be where there is room.
    public var ideal: Int
    public var alignment: Alignment
    /// Columns of the highest rank go first when there is no room.
    public var rank: Int

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

  public enum Item: Sendable {
    case text(String, Style)
    case histogram([Int])
    /// A bar with its value in words after it; narrow, the words alone.
    case meter(Double, String, Style)
  }

  public var columns: [Column]
  public var rows: [[Item]]
  /// Taller rows give their histograms height; words stand on the last line.
  public var rowHeight = 1

  public init(columns: [Column], rows: [[Item]]) {
    precondition(rows.allSatisfy { $0.count == columns.count }, "every row has every column")
    self.columns = columns
    self.rows = rows
  }

  /// Where there are more rows than have room, those around the chosen one.
  public static func visibleRows(of count: Int, around chosen: Int, room: Int) -> Range<Int> {
    let shown = max(0, min(count, room))
    let first = min(max(0, chosen - shown / 2), count - shown)
    return first..<first + shown
  }

  /// The widths that columns get, in order; nil for one that is left out.
  public func widths(in width: Int) -> [Int?] {
    var kept = Array(columns.indices)
    func needed() -> Int { kept.reduce(-1) { $0 + columns[$1].width + 1 } }
    while needed() > width, let worst = kept.max(by: { columns[$0].rank < columns[$1].rank }) {
      kept.removeAll { $0 == worst }
    }
    var widths: [Int?] = Array(repeating: nil, count: columns.count)
    for index in kept { widths[index] = columns[index].width }
    var spare = width - needed()
    // One column of room a turn, so that all grow alike.
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

  public func draw(in rect: Rect, on frame: inout Frame, look: Look) {
    guard !rect.isEmpty else { return }
    let widths = widths(in: rect.width)
    let used = widths.compactMap(\.self)
    // Two columns between columns where that costs nothing.
    let gap = used.reduce(-2) { $0 + $1 + 2 } <= rect.width ? 2 : 1
    let visible = rows.prefix(max(0, (rect.height - 1) / max(1, rowHeight)))
    var x = rect.x
    for (index, column) in columns.enumerated() {
      guard let width = widths[index] else { continue }
      write(
        column.heading, x: x, y: rect.y, width: width, alignment: column.alignment,
        style: look.theme.muted, on: &frame)
      for (line, row) in visible.enumerated() {
        let place = Rect(
          x: x, y: rect.y + 1 + line * rowHeight, width: width, height: rowHeight)
        draw(row[index], in: place, alignment: column.alignment, on: &frame, look: look)
      }
      x += width + gap
    }
  }

  private func draw(
    _ item: Item, in place: Rect, alignment: Alignment, on frame: inout Frame, look: Look
  ) {
    let (x, y, width) = (place.x, place.bottom - 1, place.width)
    switch item {
    case .text(let text, let style):
      write(text, x: x, y: y, width: width, alignment: alignment, style: style, on: &frame)
    case .histogram(let counts):
      Histogram(counts).draw(in: place, on: &frame, look: look)
    case .meter(let share, let words, let style):
      let bar = width - 5
      if bar >= 4 {
        Meter(share, style: style).draw(x: x, y: y, width: bar, on: &frame, look: look)
      }
      frame.textRight(words, right: x + width, y: y, style: style, width: width)
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
