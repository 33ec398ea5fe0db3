extension LineChart {
  /// A step at which a setting changed: a vertical line, and a marker with a text below the chart.
  public struct Annotation: Hashable, Sendable {
    /// The position on the horizontal axis.
    public var x: Double
    /// The setting, such as "rate", or the event.
    public var subject: String
    /// The subject where there is little room, such as "D" for dropout.
    public var shortSubject: String
    /// The new value; empty for an event without one.
    public var value: String
    /// The value before; `nil` if it is not shown.
    public var previous: String?

    /// Creates an annotation.
    public init(
      x: Double, subject: String, short: String? = nil, value: String = "",
      previous: String? = nil
    ) {
      self.x = x
      self.subject = subject
      shortSubject = short ?? subject
      self.value = value
      self.previous = previous
    }
  }

  /// A horizontal line at a value to compare with.
  public struct ReferenceLevel: Hashable, Sendable {
    /// The value of the level.
    public var value: Double
    /// The label; empty for none.
    public var label: String
    /// True if the vertical axis is extended to include the level.
    public var isAlwaysShown: Bool

    /// Creates a level.
    public init(_ value: Double, _ label: String, isAlwaysShown: Bool = false) {
      self.value = value
      self.label = label
      self.isAlwaysShown = isAlwaysShown
    }
  }

  /// A highlighted point, such as the lowest value.
  public struct Highlight: Hashable, Sendable {
    /// The position on the horizontal axis.
    public var x: Double
    /// The value of the point.
    public var value: Double
    /// The style of the point.
    public var style: Style

    /// Creates a highlight.
    public init(x: Double, value: Double, style: Style) {
      self.x = x
      self.value = value
      self.style = style
    }
  }

  /// The end of an epoch, drawn as a faint vertical line. If there are many, only every second,
  /// fifth, tenth… is drawn.
  public struct EpochBoundary: Hashable, Sendable {
    /// The number of the epoch, from 1.
    public var number: Int
    /// The position on the horizontal axis.
    public var x: Double

    /// Creates a boundary.
    public init(_ number: Int, x: Double) {
      self.number = number
      self.x = x
    }
  }
}

// MARK: - Drawing

extension LineChart {
  /// Returns true if a label at these cells covers no curve and does not touch an occupied area.
  func isFree(
    _ area: Rect, avoiding occupied: [Rect], of frame: Frame, _ appearance: Appearance
  ) -> Bool {
    !occupied.contains { $0.overlaps(area.grown(columns: 1)) }
      && (area.x..<area.right).allSatisfy { x in
        Self.isBackground(frame[x, area.y], appearance)
      }
  }

  /// Returns true for blanks and for lines of the grid. In ASCII, curves consist of the same
  /// characters, in other styles.
  static func isBackground(_ cell: Cell, _ appearance: Appearance) -> Bool {
    switch Unicode.Scalar(cell.glyph) {
    case " ", "┈", "┊", "╌": return true
    case ".":
      let style = appearance.theme.faint
      return cell.foreground == style.foreground && cell.attributes == style.attributes
    default: return false
    }
  }

  /// Draws a dashed line at every reference level in the range of the chart.
  /// - Returns: These levels with their rows.
  func drawReferenceLevels(
    _ scale: ValueScale, in plot: Rect, on frame: inout Frame, appearance: Appearance
  ) -> [(ReferenceLevel, row: Int)] {
    referenceLevels.compactMap { reference in
      guard (scale.lower...scale.upper).contains(reference.value),
        let row = row(of: reference.value, scale, in: plot)
      else { return nil }
      for x in plot.x..<plot.right where (x - plot.x) % 2 == 0 || appearance.glyphs.unicode {
        frame.put("╌", x: x, y: row, style: appearance.theme.annotation)
      }
      return (reference, row)
    }
  }

  /// Draws the labels of reference levels in their lines, at the left or farther to the right, where they
  /// cover no curve; without such a place above or below the lines.
  func drawReferenceLabels(
    _ levels: [(ReferenceLevel, row: Int)], in plot: Rect, on frame: inout Frame,
    appearance: Appearance
  ) {
    var occupied: [Rect] = []
    for (reference, row) in levels {
      let width = reference.label.columns
      guard width > 0, width + 2 <= plot.width else { continue }
      let right = plot.right - width - 1
      let places =
        Array(stride(from: plot.x + 1, through: right, by: 4)).map { ($0, row) }
        + [row - 1, row + 1].flatMap { y in [plot.x + 1, right].map { ($0, y) } }
      let areas = places.map { Rect(x: $0.0, y: $0.1, width: width, height: 1) }
      let free = areas.first { area in
        area.x > plot.x && area.right <= plot.right && area.y >= plot.y && area.y < plot.bottom
          && isFree(area, avoiding: occupied, of: frame, appearance)
      }
      guard let free else { continue }
      frame.text(reference.label, x: free.x, y: free.y, style: appearance.theme.muted)
      occupied.append(free)
    }
  }

  /// Draws faint vertical lines at the ends of epochs, at most one in six columns.
  func drawEpochBoundaries(in plot: Rect, on frame: inout Frame, appearance: Appearance) {
    let shown = epochBoundaries.filter { isShown($0.x) }
    guard let pitch = Self.pitches.first(where: { shown.count / $0 <= plot.width / 6 }) else {
      return
    }
    for boundary in shown where boundary.number % pitch == 0 {
      let column = column(of: boundary.x, in: plot, appearance)
      for y in plot.y..<plot.bottom where frame[column, y].glyph == 0x20 {
        frame.put("┊", x: column, y: y, style: appearance.theme.faint)
      }
    }
  }

  private static let pitches = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]

  /// Draws the markers of the points of series, unless there are more than one in three columns.
  func drawPoints(
    _ scale: ValueScale, in plot: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    for (index, series) in series.enumerated() where series.showsPoints {
      let shown = (0..<series.count).filter { isShown(series.x[$0]) }
      guard shown.count * 3 <= plot.width else { continue }
      let glyph =
        appearance.depth == .mono ? marker(index, appearance) : appearance.glyphs.markers[0]
      for point in shown where series.y.values[point].isFinite {
        guard let y = row(of: series.y.values[point], scale, in: plot) else { continue }
        frame.put(
          glyph, x: column(of: series.x[point], in: plot, appearance), y: y, style: series.style)
      }
    }
  }

  /// Draws the highlighted points in the range of the chart.
  func drawHighlights(
    _ scale: ValueScale, in plot: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    for point in highlights where isShown(point.x) && point.value.isFinite {
      guard (scale.lower...scale.upper).contains(point.value),
        let y = row(of: point.value, scale, in: plot)
      else { continue }
      frame.put(
        // Without colours the diamond is a marker of curves.
        appearance.depth == .mono && appearance.glyphs.unicode ? "■" : appearance.glyphs.highlight,
        x: column(of: point.x, in: plot, appearance), y: y, style: point.style.with(.bold))
    }
  }
}
