import DisplayText

/// The row below a chart with a marker for each annotation, and texts where there is room. Annotations
/// that are close together are one burst with one text: "rate 0.02 → 0.01 → 0.02", or "5 changes"
/// where there is no room to name them.
struct AnnotationStrip {
  /// Annotations at most `gap` columns apart, or without room for a text of their own.
  struct Burst: Hashable, Sendable {
    /// The columns of the annotations, ascending.
    var columns: [Int]
    /// The changes in several lengths: "dropout off → on · rate 0.02 → 0.01", "dropout on · rate
    /// 0.01", "3 changes".
    var texts: [String]
  }

  /// The bursts from the left to the right.
  var bursts: [Burst] { groups.map(Self.burst) }

  private typealias Placed = (annotation: LineChart.Annotation, column: Int)
  /// The annotations of each burst.
  private let groups: [[Placed]]

  /// The greatest distance between two annotations of a burst, in columns.
  private static let gap = 3
  /// The greatest distance between two bursts that become one because a text does not fit.
  private static let mergedGap = 24

  /// Joins annotations into bursts.
  /// - Parameters:
  ///   - annotations: The annotations, in the order in which they happened.
  ///   - columns: The column of each annotation; `nil` for those outside the chart.
  init(_ annotations: [LineChart.Annotation], columns: [Int?]) {
    let placed: [Placed] = zip(annotations, columns).compactMap { annotation, column in
      column.map { (annotation, $0) }
    }.sorted { $0.1 < $1.1 }
    var groups: [[Placed]] = []
    for item in placed {
      if let last = groups.last?.last, item.column - last.column <= Self.gap {
        groups[groups.count - 1].append(item)
      } else {
        groups.append([item])
      }
    }
    self.groups = groups
  }

  private static func burst(_ group: [Placed]) -> Burst {
    Burst(columns: group.map(\.column), texts: texts(group.map(\.annotation)))
  }

  /// Returns the changes in several lengths. Each of them is true for all markers of the burst: a
  /// single change has its name, several have all names or their number.
  private static func texts(_ annotations: [LineChart.Annotation]) -> [String] {
    let changes = changes(annotations)
    let texts = [
      changes.map(\.text).joined(separator: " · "),
      changes.map(\.shortText).joined(separator: " · "),
    ]
    guard annotations.count == 1 else { return texts + ["\(annotations.count) changes"] }
    return texts + changes.map(\.subject)
  }

  /// The successive values of one setting.
  private struct Change {
    var subject: String
    var values: [String]

    /// The last value.
    var shortText: String {
      [subject, values.last ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// All values; of more than four, the first and the last two.
    var text: String {
      let shown = values.count > 4 ? [values[0], "…"] + values.suffix(2) : values
      return [subject, shown.joined(separator: " → ")].filter { !$0.isEmpty }
        .joined(separator: " ")
    }
  }

  /// Returns the changes of each setting. The setting that changed last comes last.
  private static func changes(_ annotations: [LineChart.Annotation]) -> [Change] {
    var changes: [Change] = []
    for annotation in annotations {
      let value = [annotation.value].filter { !$0.isEmpty }
      if let index = changes.firstIndex(where: { $0.subject == annotation.subject }) {
        var change = changes.remove(at: index)
        change.values += value
        changes.append(change)
      } else {
        let previous = annotation.previous.map { [$0] } ?? []
        changes.append(Change(subject: annotation.subject, values: previous + value))
      }
    }
    return changes
  }

  /// A text and its columns.
  struct Label: Hashable, Sendable {
    var text: String
    var column: Int
    var isAtCursor: Bool
    var end: Int { column + text.columns }
  }

  /// Places the texts. The text of the burst at the cursor is complete; another one is placed at the
  /// right of its markers or at their left if it covers no marker and no other text. The latest
  /// bursts come first. Bursts without room become one with the nearest other burst.
  /// - Parameters:
  ///   - columns: The columns of the strip.
  ///   - cursor: The column of the cursor.
  func labels(in columns: Range<Int>, cursor: Int?) -> [Label] {
    var labels: [Label] = []
    let selected = cursor.flatMap(burst(at:))
    if let selected {
      let text = selected.texts[0].elidedInMiddle(to: columns.count - 2)
      let right = (selected.columns.last ?? 0) + 2
      let column = max(columns.lowerBound, min(right, columns.upperBound - text.columns))
      labels.append(Label(text: text, column: column, isAtCursor: true))
    }
    guard columns.count >= Self.minimumWidth else { return labels }
    let markers = groups.joined().map(\.column)
    var groups = groups.filter { Self.burst($0) != selected }
    while true {
      let placed = Self.place(groups.map(Self.burst), in: columns, markers, labels)
      let isMerged = placed.lastIndex { $0 == nil }.map { Self.merge($0, &groups) } ?? false
      if !isMerged { return labels + placed.compactMap(\.self).reversed() }
    }
  }

  /// Makes one group of a group and the nearest one beside it.
  /// - Returns: False if no other group is near.
  private static func merge(_ index: Int, _ groups: inout [[Placed]]) -> Bool {
    func distance(after left: Int) -> Int {
      guard left >= 0, left + 1 < groups.count, let end = groups[left].last,
        let start = groups[left + 1].first
      else { return .max }
      return start.column - end.column
    }
    let left = distance(after: index - 1) <= distance(after: index) ? index - 1 : index
    guard distance(after: left) <= mergedGap else { return false }
    groups[left] += groups.remove(at: left + 1)
    return true
  }

  /// Returns the label of each burst; `nil` for those without room.
  private static func place(
    _ bursts: [Burst], in columns: Range<Int>, _ markers: [Int], _ fixed: [Label]
  ) -> [Label?] {
    var labels = [Label?](repeating: nil, count: bursts.count)
    for (index, burst) in bursts.enumerated().reversed() {
      let (first, last) = (burst.columns.first ?? 0, burst.columns.last ?? 0)
      let choices = burst.texts.enumerated().flatMap { length, text in
        // The last values alone belong to the last marker, so they are not at the left of the first.
        [last + 2, first - 1 - text.columns].prefix(length == 1 && last > first ? 1 : 2).map {
          Label(text: text, column: $0, isAtCursor: false)
        }
      }
      let others = fixed + labels.compactMap(\.self)
      labels[index] = choices.first { label in
        let isLeft = label.column < first
        return label.column >= columns.lowerBound && label.end <= columns.upperBound
          // The text is farther from the markers of others than from its own.
          && !markers.contains {
            $0 >= label.column - (isLeft ? 3 : 1) && $0 <= label.end + (isLeft ? 0 : 2)
          }
          && !others.contains { $0.column < label.end + 2 && label.column < $0.end + 2 }
      }
    }
    return labels
  }

  /// The least width of a strip with texts.
  private static let minimumWidth = 24

  /// Returns the burst at a column, or at most one column beside it.
  private func burst(at column: Int) -> Burst? {
    func distance(_ burst: Burst) -> Int {
      burst.columns.map { abs($0 - column) }.min() ?? .max
    }
    return bursts.min { distance($0) < distance($1) }.flatMap { distance($0) <= 1 ? $0 : nil }
  }
}

extension LineChart {
  /// Draws a faint vertical line at every annotation.
  /// - Returns: The column of each annotation; `nil` for those outside the chart.
  func drawAnnotationLines(in plot: Rect, on frame: inout Frame, appearance: Appearance) -> [Int?] {
    let columns = annotations.map { isShown($0.x) ? column(of: $0.x, in: plot) : nil }
    for x in Set(columns.compactMap(\.self)) {
      for y in plot.y..<plot.bottom {
        frame.put("┊", x: x, y: y, style: appearance.theme.annotation)
      }
    }
    return columns
  }

  /// Draws the row of the markers and their texts, and continues the lines of the annotations down
  /// to it.
  /// - Parameter columns: The column of each annotation; `nil` for those outside the chart.
  func drawStrip(
    _ columns: [Int?], in row: Rect, below plot: Rect, on frame: inout Frame,
    appearance: Appearance
  ) {
    guard !row.isEmpty, !plot.isEmpty else { return }
    let theme = appearance.theme
    let marker: Unicode.Scalar = appearance.glyphs.unicode ? "▲" : "^"
    let cursorArea = cursorLabel(in: plot)?.area
    for x in Set(columns.compactMap(\.self)) {
      for y in plot.bottom..<row.y
      where frame[x, y].glyph == 0x20 && cursorArea?.contains(x: x, y: y) != true {
        frame.put("┊", x: x, y: y, style: theme.annotation)
      }
      frame.put(marker, x: x, y: row.y, style: theme.key(of: .training))
    }
    let cursor = cursor.flatMap { isShown($0) ? column(of: $0, in: plot) : nil }
    let labels = AnnotationStrip(annotations, columns: columns)
      .labels(in: plot.x..<plot.right, cursor: cursor)
    for label in labels.reversed() {
      frame.text(
        label.text, x: label.column, y: row.y, style: label.isAtCursor ? theme.strong : theme.text)
    }
  }
}
