import DisplayText

/// The names and values of the curves of a chart: in rows above the plot, or in the title line of a
/// panel for a low chart.
public struct ChartLegend: Sendable {
  struct Entry: Sendable {
    var stroke: String
    /// A sample of one cell, which does not show the dash.
    var shortStroke: String
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

  private static let gap = 2

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

  /// The ways to write the entries, from the longest to the shortest.
  private var forms: [Form] {
    let count = entries.map(\.names.count).max() ?? 1
    let names = (0..<count).map { Form(name: $0) }
    let elided = [16, 12, 9].map { Form(name: count, length: $0) }
    let forms = names + elided + [Form(name: count, length: 9, hasShortStroke: true)]
    // Without a cursor, the legend shows the latest values, and their steps can be left out.
    return isReading ? forms : forms.flatMap { [$0, $0.withoutAge] }
  }

  private struct Form {
    /// The index of the name.
    var name: Int
    /// The greatest width of a name.
    var length = Int.max
    var hasShortStroke = false
    var hasAge = true

    var withoutAge: Form {
      var form = self
      form.hasAge = false
      return form
    }
  }

  /// Returns the entries in rows: with names as long as fit into the rows. If even short names do not fit,
  /// an item "…" replaces the last entries.
  /// - Parameters:
  ///   - width: The width of a row.
  ///   - count: The greatest number of rows.
  func rows(width: Int, atMost count: Int) -> [[Item]] {
    guard count > 0, !entries.isEmpty else { return [] }
    var rows: [[Item]] = []
    for form in forms {
      rows = flow(items(form), width: width)
      if rows.count <= count, rows.allSatisfy({ Self.columns($0) <= width }) { return rows }
    }
    var fitting = rows.prefix(count).filter { Self.columns($0) <= width }
    while let last = fitting.last, Self.columns(last + [Self.ellipsis]) > width {
      if last.count > 1 {
        fitting[fitting.count - 1].removeLast()
      } else {
        fitting.removeLast()
      }
    }
    if !fitting.isEmpty { fitting[fitting.count - 1].append(Self.ellipsis) }
    return fitting
  }

  /// The item in the place of entries without room.
  private static let ellipsis = Item(stroke: "", style: Style(), name: "…", value: "", age: "")

  /// Returns true if rows have all entries.
  static func areComplete(_ rows: [[Item]]) -> Bool { rows.last?.last?.name != ellipsis.name }

  /// Returns true if one row has room for all entries.
  /// - Parameter width: The width of the row.
  public func hasAll(width: Int) -> Bool {
    let rows = rows(width: width, atMost: 1)
    return !rows.isEmpty && Self.areComplete(rows)
  }

  /// Returns true if all entries fit with names that are not cut.
  /// - Parameters:
  ///   - width: The width of a row.
  ///   - count: The greatest number of rows.
  func namesAll(width: Int, atMost count: Int) -> Bool {
    forms.contains { form in
      let rows = flow(items(form), width: width)
      return form.length == .max && rows.count <= count
        && rows.allSatisfy { Self.columns($0) <= width }
    }
  }

  private func items(_ form: Form) -> [Item] {
    let items = entries.map { entry in
      Item(
        stroke: form.hasShortStroke ? entry.shortStroke : entry.stroke,
        style: entry.style,
        name: entry.names[min(form.name, entry.names.count - 1)].elidedInMiddle(to: form.length),
        value: entry.value, age: form.hasAge ? entry.age : "")
    }
    guard !commonAge.isEmpty, form.hasAge else { return items }
    return items + [Item(stroke: "", style: Style(), name: "", value: "", age: commonAge)]
  }

  /// Returns the items in as few rows as they need.
  private func flow(_ items: [Item], width: Int) -> [[Item]] {
    var rows: [[Item]] = []
    for item in items {
      let last = rows.last ?? []
      if !last.isEmpty, Self.columns(last + [item]) <= width {
        rows[rows.count - 1].append(item)
      } else {
        rows.append([item])
      }
    }
    return Self.grid(items, rows: rows.count, width: width) ?? rows
  }

  /// Returns many items in rows with columns of equal width; `nil` if they do not fit.
  private static func grid(_ items: [Item], rows: Int, width: Int) -> [[Item]]? {
    let across = (items.count + rows - 1) / rows
    guard rows > 1, items.count > 4, across * (pitch(items)) - gap <= width else { return nil }
    return stride(from: 0, to: items.count, by: across).map {
      Array(items[$0..<min($0 + across, items.count)])
    }
  }

  /// Returns the distance between columns of equal width.
  private static func pitch(_ items: [Item]) -> Int { (items.map(\.columns).max() ?? 0) + gap }

  private static func columns(_ row: [Item]) -> Int {
    row.reduce(-gap) { $0 + $1.columns + gap }
  }

  // MARK: - Drawing

  /// Draws rows of the legend from the top of a rectangle.
  func draw(_ rows: [[Item]], in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    let items = Array(rows.joined())
    let pitch = Self.pitch(items)
    let across = rows.map(\.count).max() ?? 0
    let isGrid = rows.count > 1 && items.count > 4 && across * pitch - Self.gap <= rect.width
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
    guard let items = rows(width: row.width - 1, atMost: 1).first, !items.isEmpty else {
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
  /// The least height of a chart that has a legend above its plot. Several curves need it more.
  public var legendHeight: Int { series.count > 2 ? 6 : 7 }

  /// Returns true if the legend has room for the whole names of all curves.
  /// - Parameters:
  ///   - rect: The rectangle of the chart.
  ///   - titleWidth: The columns for the legend in the title line of a low chart.
  public func namesAllCurves(in rect: Rect, titleWidth: Int, appearance: Appearance) -> Bool {
    let legend = ChartLegend(self, appearance: appearance)
    return rect.height >= legendHeight
      ? legend.namesAll(width: rect.width, atMost: legendRows(in: rect))
      : legend.namesAll(width: titleWidth - 1, atMost: 1)
  }

  /// Returns the greatest number of rows of the legend.
  func legendRows(in rect: Rect) -> Int {
    guard showsLegend, rect.height >= legendHeight else { return 0 }
    let rows = rect.height >= 22 ? 4 : rect.height >= 15 ? 3 : rect.height >= 12 ? 2 : 1
    // Several lanes do not fit into one row.
    return rect.height >= 8 && series.count > 3 ? max(2, rows) : rows
  }

  fileprivate func legendEntry(_ index: Int, _ appearance: Appearance) -> ChartLegend.Entry {
    let series = series[index]
    let point = cursor.map { series.index(at: $0) } ?? (series.count > 0 ? series.count - 1 : nil)
    let needsMarker = appearance.depth == .mono && self.series.count > 1
    let short =
      needsMarker
      ? String(Character(marker(index, appearance))) : appearance.glyphs.legendStroke
    return .init(
      stroke: series.stroke?.sample(appearance) ?? short, shortStroke: short, style: series.style,
      names: [series.name] + series.shortNames,
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
