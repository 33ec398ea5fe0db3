import DisplayText

/// The names and values of the curves of a chart: in rows above the plot, or in the title line of a
/// panel for a low chart.
public struct ChartLegend: Sendable {
  struct Entry: Sendable {
    var stroke: String
    var style: Style
    /// The name from the longest form to the shortest.
    var names: [String]
    var value: String
    /// The step of the value, if it is older than the cursor: "@1,900"; otherwise empty.
    var age: String
  }

  /// One entry as it is drawn.
  struct Item: Sendable {
    var stroke: String
    var style: Style
    var name: String
    var value: String
    var age: String

    var columns: Int {
      [stroke, name, value, age].reduce(-1) { $1.isEmpty ? $0 : $0 + $1.columns + 1 }
    }
  }

  let entries: [Entry]
  /// The step of all values, if all are equally older than the cursor; otherwise empty.
  let commonAge: String
  private let isReading: Bool

  private static let gap = 3

  /// Creates the legend of a chart, with the values at its cursor or the latest ones.
  public init(_ chart: LineChart, appearance: Appearance) {
    isReading = chart.cursor != nil
    let order = chart.series.indices.sorted {
      (chart.series[$0].rank, $0) < (chart.series[$1].rank, $1)
    }
    let entries = order.map { chart.legendEntry($0, appearance) }
    let ages = Set(entries.map(\.age))
    commonAge = entries.count > 1 && ages.count == 1 ? entries[0].age : ""
    self.entries =
      commonAge.isEmpty
      ? entries
      : entries.map { entry in
        var entry = entry
        entry.age = ""
        return entry
      }
  }

  // MARK: - Layout

  /// Returns the entries in rows: with names as long as fit into the rows, and with the last entries
  /// left out if even short names do not fit.
  /// - Parameters:
  ///   - width: The width of a row.
  ///   - count: The greatest number of rows.
  func rows(width: Int, atMost count: Int) -> [[Item]] {
    guard count > 0, !entries.isEmpty else { return [] }
    let forms = entries.map(\.names.count).max() ?? 1
    let lengths = Array(repeating: Int.max, count: forms) + [16, 12, 9, 6]
    for (form, length) in lengths.enumerated() {
      for hasAge in isReading ? [true] : [true, false] {
        let rows = flow(items(form, length: length, hasAge: hasAge), width: width)
        if rows.count <= count, rows.allSatisfy({ Self.columns($0) <= width }) { return rows }
      }
    }
    return flow(items(forms, length: 6, hasAge: isReading), width: width).prefix(count).filter {
      Self.columns($0) <= width
    }
  }

  private func items(_ form: Int, length: Int, hasAge: Bool) -> [Item] {
    let items = entries.map { entry in
      Item(
        stroke: entry.stroke, style: entry.style,
        name: entry.names[min(form, entry.names.count - 1)].elidedInMiddle(to: length),
        value: entry.value, age: hasAge ? entry.age : "")
    }
    guard !commonAge.isEmpty, hasAge else { return items }
    return items + [Item(stroke: "", style: Style(), name: "", value: "", age: commonAge)]
  }

  /// Returns the items in as many rows as they need. Many items are in columns of equal width.
  private func flow(_ items: [Item], width: Int) -> [[Item]] {
    let widest = items.map(\.columns).max() ?? 0
    let across = max(1, (width + Self.gap) / (widest + Self.gap))
    var rows: [[Item]] = []
    for item in items {
      let last = rows.last ?? []
      let hasRoom =
        items.count > 4
        ? last.count < across : Self.columns(last + [item]) <= width
      if hasRoom, !rows.isEmpty { rows[rows.count - 1].append(item) } else { rows.append([item]) }
    }
    return rows
  }

  private static func columns(_ row: [Item]) -> Int {
    row.reduce(-gap) { $0 + $1.columns + gap }
  }

  // MARK: - Drawing

  /// Draws rows of the legend from the top of a rectangle.
  func draw(_ rows: [[Item]], in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let items = rows.joined()
    let isGrid = rows.count > 1 && items.count > 4
    let pitch = (items.map(\.columns).max() ?? 0) + Self.gap
    for (row, items) in rows.prefix(rect.height).enumerated() {
      var x = rect.x
      for (index, item) in items.enumerated() {
        if isGrid { x = rect.x + index * pitch }
        x = draw(item, x: x, y: rect.y + row, on: &frame, appearance) + Self.gap
      }
    }
  }

  /// Draws the legend in one row, which ends at the right of the rectangle.
  /// - Returns: The first column of the legend.
  @discardableResult
  public func drawRight(in row: Rect, on frame: inout Frame, appearance: Appearance) -> Int {
    guard let items = rows(width: row.width - 2, atMost: 1).first, !items.isEmpty else {
      return row.right
    }
    let start = row.right - Self.columns(items) - 1
    frame.fill(
      Rect(x: start - 1, y: row.y, width: row.right - start + 1, height: 1),
      with: Cell(background: appearance.theme.background))
    draw(
      [items], in: Rect(x: start, y: row.y, width: row.right - start, height: 1), on: &frame,
      appearance: appearance)
    return start - 1
  }

  private func draw(
    _ item: Item, x: Int, y: Int, on frame: inout Frame, _ appearance: Appearance
  ) -> Int {
    let theme = appearance.theme
    let parts = [
      (item.stroke, item.style), (item.name, theme.muted), (item.value, theme.strong),
      (item.age, theme.muted),
    ].filter { !$0.0.isEmpty }
    var end = x
    for (index, (text, style)) in parts.enumerated() {
      end = frame.text(text, x: end + (index > 0 ? 1 : 0), y: y, style: style)
    }
    return end
  }
}

extension LineChart {
  /// The least height of a chart that has a legend above its plot.
  public static let legendHeight = 7

  /// Returns the greatest number of rows of the legend.
  func legendRows(in rect: Rect) -> Int {
    guard showsLegend, rect.height >= Self.legendHeight else { return 0 }
    let rows = rect.height >= 22 ? 4 : rect.height >= 15 ? 3 : rect.height >= 12 ? 2 : 1
    // Several lanes do not fit into one row.
    return rect.height >= 9 && series.count > 3 ? max(2, rows) : rows
  }

  fileprivate func legendEntry(_ index: Int, _ appearance: Appearance) -> ChartLegend.Entry {
    let series = series[index]
    let point = cursor.map { series.index(at: $0) } ?? (series.count > 0 ? series.count - 1 : nil)
    let stroke =
      series.stroke?.sample(appearance)
      ?? (appearance.depth == .mono && self.series.count > 1
        ? String(Character(marker(index, appearance))) : appearance.glyphs.legendStroke)
    return .init(
      stroke: stroke, style: series.style, names: [series.name] + series.shortNames,
      value: point.map { valueText(series.y.values[$0]) } ?? "—",
      age: point.flatMap { age(of: series, at: $0) } ?? "")
  }

  /// Returns the step of a value, if it is older than the cursor or than the latest step.
  private func age(of series: Series, at point: Int) -> String? {
    guard let reference = readStep, let steps = series.steps, point < steps.count,
      steps[point] < reference - 0.5
    else { return nil }
    return "@" + NumberText.fixed(steps[point], 0)
  }
}
