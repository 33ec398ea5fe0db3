/// Curves over a run, in braille dots or ASCII: a faded raw curve behind a smoothed one, round
/// ticks, a legend with the latest values (or those at the cursor) inside the plot, marks where
/// something was changed, and levels to compare with.
public struct LineChart: Sendable {
  public struct Series: Sendable {
    public var name: String
    /// Rising, in the axis' unit.
    public var x: [Double]
    public var y: Samples
    /// The unsmoothed values at the same places; nil when `y` is not smoothed.
    public var raw: Samples?
    public var style: Style
    public var rawStyle: Style
    /// What tells it from the others beside its colour; nil: it is solid, and has a marker by its place
    /// where there are no colours.
    public var stroke: Stroke?
    /// The least and the largest at the same places: filled in `rawStyle` behind the curve.
    public var band: (low: Samples, high: Samples)?

    public init(
      _ name: String, x: [Double], y: Samples, raw: Samples? = nil, style: Style,
      rawStyle: Style = Style(), stroke: Stroke? = nil,
      band: (low: Samples, high: Samples)? = nil
    ) {
      self.name = name
      self.x = x
      self.y = y
      self.raw = raw
      self.style = style
      self.rawStyle = rawStyle
      self.stroke = stroke
      self.band = band
    }
  }

  /// A moment at which something was changed.
  public struct Mark: Hashable, Sendable {
    public var x: Double
    public var label: String
    /// What is shown where the label has no room.
    public var letter: String

    public init(x: Double, label: String, letter: String) {
      self.x = x
      self.label = label
      self.letter = letter
    }
  }

  /// A level to compare with.
  public struct Reference: Hashable, Sendable {
    public var value: Double
    public var label: String
    /// Whether it is to be on the chart even where the curves are far from it.
    public var isAlwaysShown: Bool

    public init(_ value: Double, _ label: String, isAlwaysShown: Bool = false) {
      self.value = value
      self.label = label
      self.isAlwaysShown = isAlwaysShown
    }
  }

  /// A point that stands out: the best so far.
  public struct Highlight: Hashable, Sendable {
    public var x: Double
    public var value: Double
    public var style: Style

    public init(x: Double, value: Double, style: Style) {
      self.x = x
      self.value = value
      self.style = style
    }
  }

  /// The end of an epoch: a faint line, only at every second, fifth, tenth… where there are many.
  public struct Boundary: Hashable, Sendable {
    public var number: Int
    public var x: Double

    public init(_ number: Int, x: Double) {
      self.number = number
      self.x = x
    }
  }

  public var series: [Series]
  public var axis: HorizontalAxis
  public var marks: [Mark] = []
  public var references: [Reference] = []
  public var boundaries: [Boundary] = []
  public var highlights: [Highlight] = []
  /// The moment that is read; nil reads the latest.
  public var cursor: Double?
  public var logarithmic = false
  /// The values that can be at all.
  public var bounds: ClosedRange<Double>?
  public var valueText: @Sendable (Double) -> String
  /// Nil: plain numbers with as many digits as the ticks need.
  public var tickText: (@Sendable (Double) -> String)?
  public var emptyText: String
  /// False where a chart below shows the same steps.
  public var showsSteps = true
  /// False where something else says which curve is which.
  public var showsLegend = true

  public init(
    series: [Series], axis: HorizontalAxis, emptyText: String,
    valueText: @escaping @Sendable (Double) -> String = Digits.brief,
    tickText: (@Sendable (Double) -> String)? = nil
  ) {
    self.series = series
    self.axis = axis
    self.emptyText = emptyText
    self.valueText = valueText
    self.tickText = tickText
  }

  /// Where the curves are when it is drawn in this rectangle; nil where there are none.
  public func plot(in rect: Rect, look: Look) -> Rect? {
    guard rect.width >= 12, rect.height >= 2, let scale = scale(in: rect, look) else { return nil }
    return axes(scale, in: rect).plot
  }

  public func draw(in rect: Rect, on frame: inout Frame, look: Look) {
    guard rect.width >= 12, rect.height >= 2 else { return }
    let perCell = perCell(look)
    guard let scale = scale(in: rect, look) else {
      frame.textCentered(
        emptyText, in: rect, y: rect.y + rect.height / 2, style: look.theme.muted)
      return
    }
    let plot = drawAxes(scale, in: rect, on: &frame, look: look)
    guard plot.width >= 4 else { return }
    let curves = summaries(columns: plot.width * perCell)
    drawBoundaries(in: plot, on: &frame, look: look)
    let markColumns = drawMarkLines(in: plot, on: &frame, look: look)
    let levels = drawReferences(scale, in: plot, on: &frame, look: look)
    if look.glyphs.unicode {
      drawDots(curves, scale: scale, in: plot, on: &frame, look: look)
    } else {
      drawCharacters(curves, scale: scale, in: plot, on: &frame, look: look)
    }
    drawHighlights(scale, in: plot, on: &frame, look: look)
    drawBroken(curves, in: plot, perCell: perCell, on: &frame, look: look)
    drawCursor(scale, in: plot, hasSteps: plot.bottom < rect.bottom, on: &frame, look: look)
    let legend = drawLegend(in: plot, on: &frame, look: look)
    let words = drawReferenceLabels(levels, avoiding: legend, in: plot, on: &frame, look: look)
    drawMarkLabels(markColumns, avoiding: [legend] + words, in: plot, on: &frame, look: look)
  }

  /// Braille has two columns a cell.
  private func perCell(_ look: Look) -> Int { look.glyphs.unicode ? 2 : 1 }

  struct Curves {
    var series: Series
    var line: ColumnSummary
    var raw: ColumnSummary?
    var band: (low: ColumnSummary, high: ColumnSummary)?
  }

  private func summaries(columns: Int) -> [Curves] {
    let edges = axis.edges(columns: columns)
    return series.map { series in
      let stretches = ColumnStretches(series.x, upTo: series.count, axis, edges: edges)
      return Curves(
        series: series, line: ColumnSummary(series.y, in: stretches),
        raw: series.raw.map { ColumnSummary($0, in: stretches) },
        band: series.band.map {
          (ColumnSummary($0.low, in: stretches), ColumnSummary($0.high, in: stretches))
        })
    }
  }

  /// Of all that is shown.
  private func scale(in rect: Rect, _ look: Look) -> ValueScale? {
    var extent = Samples.Extent()
    // No plot is less than half as wide, and none has wider columns at its ends.
    let edges = axis.edges(columns: rect.width * perCell(look) / 2)
    for series in series {
      guard let first = edges.first, let last = edges.last else { break }
      let shown = ColumnStretches(series.x, upTo: series.count, axis, edges: [first, last])
      for y in [series.y, series.raw, series.band?.low, series.band?.high].compactMap(\.self) {
        extent.add(y.extent(of: shown.all))
        for side in 0...1 { if let value = shown.crossing(side, y) { extent.add(value) } }
      }
    }
    var lowest =
      logarithmic && extent.lowestPositive.isFinite ? extent.lowestPositive : extent.lowest
    guard lowest <= extent.highest else { return nil }
    var highest = extent.highest
    for level in references where level.isAlwaysShown {
      lowest = min(lowest, level.value)
      highest = max(highest, level.value)
    }
    return ValueScale(
      lowest: lowest, highest: highest, logarithmic: logarithmic, bounds: bounds)
  }

  /// The cell in which this moment is, the nearest at the edges.
  func column(of x: Double, in plot: Rect) -> Int {
    plot.x + Int((min(1, max(0, axis.share(of: x))) * Double(plot.width - 1)).rounded())
  }

  func isShown(_ x: Double) -> Bool { (-1e-9...1 + 1e-9).contains(axis.share(of: x)) }

  func row(of value: Double, _ scale: ValueScale, in plot: Rect) -> Int {
    plot.bottom - 1 - Int(scale.position(value) * (Double(plot.height) - 0.01))
  }

  private func drawHighlights(
    _ scale: ValueScale, in plot: Rect, on frame: inout Frame, look: Look
  ) {
    for point in highlights where isShown(point.x) && point.value.isFinite {
      guard point.value >= scale.lower, point.value <= scale.upper else { continue }
      frame.put(
        // Without colours the diamond is one of the curves' own marks.
        look.depth == .mono && look.glyphs.unicode ? "■" : look.glyphs.highlight,
        x: column(of: point.x, in: plot),
        y: row(of: point.value, scale, in: plot), style: point.style.with(.bold))
    }
  }

  /// Values that are not finite are shown, not hidden: a cross at the lower edge.
  private func drawBroken(
    _ curves: [Curves], in plot: Rect, perCell: Int, on frame: inout Frame, look: Look
  ) {
    for curve in curves {
      for column in (curve.raw ?? curve.line).broken {
        frame.put("×", x: plot.x + column / perCell, y: plot.bottom - 1, style: look.theme.danger)
      }
    }
  }
}
