import DisplayText

/// The row below a chart, or below a bar of steps, with a marker for each annotation, and texts where there is room. A text names the
/// change of the marker that it stands at; for markers that are close together it names the last of them and
/// counts them: "last of 5: dropout on".
public struct AnnotationStrip {
  /// The annotations in one column.
  struct Marker: Hashable, Sendable {
    var column: Int
    var annotations: [LineChart.Annotation]
  }

  /// Markers at most `gap` columns apart, from the left to the right.
  public struct Burst: Hashable, Sendable {
    var markers: [Marker]

    /// The columns of the markers, ascending.
    public var columns: [Int] { markers.map(\.column) }

    /// The texts in several lengths, each of them true at both ends of the burst. A text that does not fit is
    /// left out and not cut.
    public var texts: [String] {
      guard let last = markers.last, let change = last.changes.last else { return [] }
      let count = markers.reduce(0) { $0 + $1.annotations.count }
      let all = markers.count > 1 ? [] : [last.text, last.shortText]
      guard count > 1 else { return all + [change.abbreviation] }
      return all
        + [change.text, change.shortText, change.abbreviation].map {
          "last of \(count): \($0)"
        }
    }
  }

  /// The bursts from the left to the right.
  public let bursts: [Burst]

  /// The greatest distance between two markers of a burst, in columns.
  private static let gap = 3

  /// Joins annotations into bursts.
  /// - Parameters:
  ///   - annotations: The annotations, in the order in which they happened.
  ///   - columns: The column of each annotation; `nil` for those outside the chart.
  public init(_ annotations: [LineChart.Annotation], columns: [Int?]) {
    let placed = zip(annotations, columns).compactMap { annotation, column in
      column.map { (annotation, column: $0) }
    }.sorted { $0.column < $1.column }
    var markers: [Marker] = []
    for (annotation, column) in placed {
      if markers.last?.column == column {
        markers[markers.count - 1].annotations.append(annotation)
      } else {
        markers.append(Marker(column: column, annotations: [annotation]))
      }
    }
    bursts = markers.reduce(into: []) { bursts, marker in
      if let last = bursts.last?.markers.last, marker.column - last.column <= Self.gap {
        bursts[bursts.count - 1].markers.append(marker)
      } else {
        bursts.append(Burst(markers: [marker]))
      }
    }
  }

  /// A text and its columns.
  struct Label: Hashable, Sendable {
    var text: String
    var column: Int
    var isAtCursor: Bool
    var end: Int { column + text.columns }
  }

  /// Places the texts. The text of the marker at the cursor is complete; another one is placed at the right
  /// of its markers or at their left if it covers no marker and no other text. The latest bursts come first.
  /// - Parameters:
  ///   - columns: The columns of the strip.
  ///   - cursor: The column of the cursor.
  func labels(in columns: Range<Int>, cursor: Int?) -> [Label] {
    var labels: [Label] = []
    let selected = cursor.flatMap(marker(at:))
    if let selected {
      let text = selected.text.elidedInMiddle(to: columns.count - 2)
      let column = max(
        columns.lowerBound, min(selected.column + 2, columns.upperBound - text.columns))
      labels.append(Label(text: text, column: column, isAtCursor: true))
    }
    guard columns.count >= Self.minimumWidth else { return labels }
    for burst in bursts.reversed() where selected.map(burst.markers.contains) != true {
      if let label = place(burst, in: columns, avoiding: labels) { labels.append(label) }
    }
    return labels
  }

  /// Returns the longest label of a burst that fits; `nil` if none does.
  private func place(
    _ burst: Burst, in columns: Range<Int>, avoiding others: [Label]
  ) -> Label? {
    let markers = bursts.flatMap(\.columns)
    let (first, last) = (burst.columns.first ?? 0, burst.columns.last ?? 0)
    let choices = burst.texts.flatMap { text in
      [last + 2, first - 1 - text.columns].map {
        Label(text: text, column: $0, isAtCursor: false)
      }
    }
    return choices.first { label in
      let isLeft = label.column < first
      return label.column >= columns.lowerBound && label.end <= columns.upperBound
        // The text is farther from the markers of others than from its own.
        && !markers.contains {
          $0 >= label.column - (isLeft ? 3 : 1) && $0 <= label.end + (isLeft ? 0 : 2)
        }
        && !others.contains { $0.column < label.end + 2 && label.column < $0.end + 2 }
    }
  }

  /// The least width of a strip with texts.
  private static let minimumWidth = 24

  /// Returns the marker at a column, or at most one column beside it.
  private func marker(at column: Int) -> Marker? {
    func distance(_ marker: Marker) -> Int { abs(marker.column - column) }
    return bursts.flatMap(\.markers).min { distance($0) < distance($1) }
      .flatMap { distance($0) <= 1 ? $0 : nil }
  }
}

extension AnnotationStrip {
  /// The successive values of one setting.
  fileprivate struct Change {
    var subject: String
    var shortSubject: String
    var values: [String]

    /// The last value.
    var shortText: String { Self.joined(subject, values.last ?? "") }

    /// The last value with the abbreviated subject.
    var abbreviation: String { Self.joined(shortSubject, values.last ?? "") }

    /// All values; of more than four, the first and the last two.
    var text: String {
      let shown = values.count > 4 ? [values[0], "…"] + values.suffix(2) : values
      return Self.joined(subject, shown.joined(separator: " → "))
    }

    private static func joined(_ subject: String, _ value: String) -> String {
      value.isEmpty ? subject : subject + " " + value
    }
  }
}

extension AnnotationStrip.Marker {
  /// The changes of each setting. The setting that changed last comes last.
  fileprivate var changes: [AnnotationStrip.Change] {
    var changes: [AnnotationStrip.Change] = []
    for annotation in annotations {
      let value = [annotation.value].filter { !$0.isEmpty }
      if let index = changes.firstIndex(where: { $0.subject == annotation.subject }) {
        var change = changes.remove(at: index)
        change.values += value
        changes.append(change)
      } else {
        let previous = annotation.previous.map { [$0] } ?? []
        changes.append(
          .init(
            subject: annotation.subject, shortSubject: annotation.shortSubject,
            values: previous + value))
      }
    }
    return changes
  }

  /// All changes: "dropout off → on · rate 0.02 → 0.01".
  fileprivate var text: String { changes.map(\.text).joined(separator: " · ") }

  /// The last value of each setting: "dropout on · rate 0.01".
  fileprivate var shortText: String { changes.map(\.shortText).joined(separator: " · ") }
}

extension LineChart {
  /// Draws a faint vertical line at every annotation.
  /// - Returns: The column of each annotation; `nil` for those outside the chart.
  func drawAnnotationLines(in plot: Rect, on frame: inout Frame, appearance: Appearance) -> [Int?] {
    let columns = annotations.map { isShown($0.x) ? column(of: $0.x, in: plot, appearance) : nil }
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
    let cursorArea = cursorLabel(in: plot, appearance)?.area
    for x in Set(columns.compactMap(\.self)) {
      for y in plot.bottom..<row.y
      where frame[x, y].glyph == 0x20 && cursorArea?.contains(x: x, y: y) != true {
        frame.put("┊", x: x, y: y, style: theme.annotation)
      }
      frame.put(marker, x: x, y: row.y, style: theme.key(of: .training))
    }
    let cursor = cursor.flatMap { isShown($0) ? column(of: $0, in: plot, appearance) : nil }
    let labels = AnnotationStrip(annotations, columns: columns)
      .labels(in: plot.x..<plot.right, cursor: cursor)
    for label in labels.reversed() {
      frame.text(
        label.text, x: label.column, y: row.y, style: label.isAtCursor ? theme.strong : theme.text)
    }
  }
}
