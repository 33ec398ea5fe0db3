import DisplayText

/// A chart of series over steps, epochs or time, drawn in braille dots or ASCII: raw curves behind
/// smoothed ones, ticks at round values an equal number of rows apart, a legend above with the
/// latest values or those at the cursor, a row of annotations below, and reference levels.
public struct LineChart: Sendable {
  /// The series; the last is drawn in front.
  public var series: [Series]
  /// The horizontal axis.
  public var axis: HorizontalAxis
  /// The changes of settings.
  public var annotations: [Annotation] = []
  /// Horizontal lines at values to compare with.
  public var referenceLevels: [ReferenceLevel] = []
  /// The ends of epochs.
  public var epochBoundaries: [EpochBoundary] = []
  /// Highlighted points.
  public var highlights: [Highlight] = []
  /// The position whose values the legend shows; `nil` for the latest values.
  public var cursor: Double?
  /// The step of the cursor, or the latest step without a cursor. The legend names the steps of
  /// older values; `nil` to name none.
  public var readStep: Double?
  /// True if the vertical axis is to be logarithmic. It is linear if no value is positive.
  public var isLogarithmic = false
  /// The range of possible values, which limits the vertical axis; `nil` if there is no limit.
  public var bounds: ClosedRange<Double>?
  /// The ends of the vertical axis that are given; values beyond them are not drawn.
  public var limits = AxisLimits()
  /// Returns the text of a value in the legend.
  public var valueText: @Sendable (Double) -> String
  /// The unit of the labels at the left.
  public var tickUnit: TickUnit
  /// The text that is shown if the series have no finite value.
  public var emptyText: String
  /// The least number of columns of the labels at the left, which aligns charts above one another.
  public var minimumLabelWidth = 0
  /// False if a chart below shows the labels of the same horizontal axis.
  public var showsSteps = true
  /// False if something else identifies the curves.
  public var showsLegend = true

  /// Creates a chart.
  public init(
    series: [Series], axis: HorizontalAxis, emptyText: String,
    valueText: @escaping @Sendable (Double) -> String = NumberText.brief,
    tickUnit: TickUnit = .number
  ) {
    self.series = series
    self.axis = axis
    self.emptyText = emptyText
    self.valueText = valueText
    self.tickUnit = tickUnit
  }

  /// Returns the cells of the curves if the chart is drawn in a rectangle; `nil` if the rectangle
  /// is too small or the series have no finite value.
  public func plot(in rect: Rect, appearance: Appearance) -> Rect? {
    guard rect.width >= 12, rect.height >= 2 else { return nil }
    let body = layout(in: rect, legendRows: legend(in: rect, appearance).rows.count).body
    return scale(in: body, appearance).map { axes($0, in: body).plot }
  }

  /// Returns the number of columns of the labels at the left if the chart is drawn in a rectangle; 0 if it
  /// has none.
  public func labelWidth(in rect: Rect, appearance: Appearance) -> Int {
    guard rect.width >= 12, rect.height >= 2 else { return 0 }
    let body = layout(in: rect, legendRows: legend(in: rect, appearance).rows.count).body
    return scale(in: body, appearance).map { axes($0, in: body).verticalLabels.width } ?? 0
  }

  /// Draws the chart; nothing if the rectangle is smaller than 12×2 cells.
  public func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    guard rect.width >= 12, rect.height >= 2 else { return }
    let legend = legend(in: rect, appearance)
    let layout = layout(in: rect, legendRows: legend.rows.count)
    guard let scale = scale(in: layout.body, appearance) else {
      frame.textCentered(
        emptyText, in: rect, y: rect.y + rect.height / 2, style: appearance.theme.muted)
      return
    }
    let axes = axes(scale, in: layout.body)
    let plot = axes.plot
    drawAxes(axes, scale, on: &frame, appearance: appearance)
    guard plot.width >= 4 else { return }
    legend.legend.draw(legend.rows, in: layout.legend, on: &frame, appearance: appearance)
    let hasSteps = !layout.horizontalLabels.isEmpty
    if hasSteps { drawSteps(below: plot, on: &frame, appearance: appearance) }
    drawEpochBoundaries(in: plot, on: &frame, appearance: appearance)
    let annotationColumns = drawAnnotationLines(in: plot, on: &frame, appearance: appearance)
    let levels = drawReferenceLevels(scale, in: plot, on: &frame, appearance: appearance)
    drawCurves(scale, in: plot, on: &frame, appearance: appearance)
    drawPoints(scale, in: plot, on: &frame, appearance: appearance)
    drawHighlights(scale, in: plot, on: &frame, appearance: appearance)
    drawCursor(scale, in: plot, hasSteps: hasSteps, on: &frame, appearance: appearance)
    drawReferenceLabels(levels, in: plot, on: &frame, appearance: appearance)
    drawStrip(
      annotationColumns, in: layout.strip, below: plot, on: &frame, appearance: appearance)
  }

  private func drawCurves(
    _ scale: ValueScale, in plot: Rect, on frame: inout Frame, appearance: Appearance
  ) {
    let perCell = perCell(appearance)
    let curves = summaries(columns: plot.width * perCell)
    if appearance.glyphs.unicode {
      drawDots(curves, scale: scale, in: plot, on: &frame, appearance: appearance)
    } else {
      drawCharacters(curves, scale: scale, in: plot, on: &frame, appearance: appearance)
    }
    drawNonFinite(curves, in: plot, perCell: perCell, on: &frame, appearance: appearance)
  }

  /// Returns the legend and its rows above the plot; no rows if there is no room.
  private func legend(
    in rect: Rect, _ appearance: Appearance
  ) -> (legend: ChartLegend, rows: [[ChartLegend.Item]]) {
    let legend = ChartLegend(self, appearance: appearance)
    let count = legendRows(in: rect)
    let rows = legend.rows(width: rect.width, atMost: count)
    // A value at the cursor is worth a row.
    let isComplete = !rows.isEmpty && ChartLegend.areComplete(rows)
    guard !isComplete, cursor != nil, count > 0, rect.height > legendHeight else {
      return (legend, rows)
    }
    return (legend, legend.rows(width: rect.width, atMost: count + 1))
  }

  /// Returns the number of columns of points in a cell: a braille character has two.
  private func perCell(_ appearance: Appearance) -> Int { appearance.glyphs.unicode ? 2 : 1 }

  /// A series with the values of each column of the plot.
  struct SummarizedSeries {
    var series: Series
    var line: ColumnSummary
    var raw: ColumnSummary?
    var band: (low: ColumnSummary, high: ColumnSummary)?
  }

  /// Returns the series with the values of each column.
  /// - Parameter columns: The number of columns of points.
  private func summaries(columns: Int) -> [SummarizedSeries] {
    let edges = axis.edges(columns: columns)
    return series.map { series in
      let ranges = ColumnRanges(series.x, upTo: series.count, axis, edges: edges)
      return SummarizedSeries(
        series: series, line: ColumnSummary(series.y, in: ranges),
        raw: series.raw.map { ColumnSummary($0, in: ranges) },
        band: series.band.map {
          (ColumnSummary($0.low, in: ranges), ColumnSummary($0.high, in: ranges))
        })
    }
  }

  /// Returns the vertical axis for all values that are shown; `nil` if none is finite.
  /// - Parameter body: The rows of the curves, with the labels at their left.
  private func scale(in body: Rect, _ appearance: Appearance) -> ValueScale? {
    var extent = SeriesValues.Extent()
    // The plot is at least half as wide as the body, so its outer columns are not wider than these.
    let edges = axis.edges(columns: body.width * perCell(appearance) / 2)
    for series in series {
      guard let first = edges.first, let last = edges.last else { break }
      let shown = ColumnRanges(series.x, upTo: series.count, axis, edges: [first, last])
      for y in [series.y, series.raw, series.band?.low, series.band?.high].compactMap(\.self) {
        extent.add(y.extent(of: shown.all))
        for side in 0...1 { if let value = shown.crossing(side, y) { extent.add(value) } }
      }
    }
    var lowest =
      isLogarithmic && extent.lowestPositive.isFinite ? extent.lowestPositive : extent.lowest
    guard lowest <= extent.highest else { return nil }
    var highest = extent.highest
    for level in referenceLevels where level.isAlwaysShown {
      lowest = min(lowest, level.value)
      highest = max(highest, level.value)
    }
    let scale = ValueScale(
      lowest: lowest, highest: highest, isLogarithmic: isLogarithmic, bounds: bounds,
      minimumSpan: tickUnit.minimumSpan, rows: body.height)
    return limits.isAutomatic ? scale : limited(scale, rows: body.height)
  }

  /// Returns the axis between the given limits. An end without a limit is that of the values, if it is at the
  /// right side of the other end.
  private func limited(_ scale: ValueScale, rows: Int) -> ValueScale {
    let span = scale.upper - scale.lower
    // A logarithmic axis cannot begin at 0.
    let given = limits.lower.flatMap { scale.isLogarithmic && $0 <= 0 ? nil : $0 }
    var lower = given ?? scale.lower
    var upper = limits.upper ?? scale.upper
    if lower >= upper {
      if given == nil {
        lower = scale.isLogarithmic ? upper * scale.lower / scale.upper : upper - span
      } else {
        upper = scale.isLogarithmic ? lower * scale.upper / scale.lower : lower + span
      }
    }
    guard lower < upper, lower.isFinite, upper.isFinite else { return scale }
    return ValueScale(exactly: lower...upper, isLogarithmic: scale.isLogarithmic, rows: rows)
  }

  /// Returns the column of cells at a position, in which a curve has its dot too; the outer columns for
  /// positions outside the chart.
  func column(of x: Double, in plot: Rect, _ appearance: Appearance) -> Int {
    let perCell = perCell(appearance)
    let last = Double(plot.width * perCell - 1)
    // Edges between columns belong to the column at their right, as in the curves.
    let dot = (min(1, max(0, axis.position(of: x))) * last + 0.5 + 1e-9).rounded(.down)
    return plot.x + min(plot.width - 1, Int(dot) / perCell)
  }

  /// Returns true if a position is inside the chart.
  func isShown(_ x: Double) -> Bool { (-1e-9...1 + 1e-9).contains(axis.position(of: x)) }

  /// Returns the row of cells of a value, in which a curve has its dot too; `nil` for a value beyond the limits
  /// of the axis.
  func row(of value: Double, _ scale: ValueScale, in plot: Rect) -> Int? {
    let level = Self.level(of: value, scale, levels: plot.height * Self.dotsPerRow)
    guard level >= 0, level < plot.height * Self.dotsPerRow else { return nil }
    return plot.y + level / Self.dotsPerRow
  }

  /// Returns the rows of cells of a range of values, without those beyond the limits of the axis.
  func rows(
    of values: ClosedRange<Double>, _ scale: ValueScale, in plot: Rect
  ) -> Range<Int> {
    let levels = plot.height * Self.dotsPerRow
    let top = max(0, Self.level(of: values.upperBound, scale, levels: levels))
    let bottom = min(levels - 1, Self.level(of: values.lowerBound, scale, levels: levels))
    guard top <= bottom else { return plot.y..<plot.y }
    return plot.y + top / Self.dotsPerRow..<plot.y + bottom / Self.dotsPerRow + 1
  }

  /// The rows of dots in a row of cells.
  static let dotsPerRow = 4

  /// Returns the level of a value, counted from the top. Values beyond the limits of the axis are above level 0 or
  /// below the last one.
  /// - Parameter levels: The number of levels on the vertical axis.
  static func level(of value: Double, _ scale: ValueScale, levels: Int) -> Int {
    let position = scale.position(of: value)
    // The small addition keeps values at the lower edge of a level in it.
    let level = Int((position * Double(levels) + 1e-9).rounded(.down))
    return levels - 1 - (position <= 1 + 1e-9 ? min(levels - 1, level) : level)
  }

  /// Draws a cross at the lower edge in each column with a value that is not finite.
  private func drawNonFinite(
    _ curves: [SummarizedSeries], in plot: Rect, perCell: Int, on frame: inout Frame,
    appearance: Appearance
  ) {
    for curve in curves {
      for column in (curve.raw ?? curve.line).nonFinite {
        frame.put(
          "×", x: plot.x + column / perCell, y: plot.bottom - 1, style: appearance.theme.danger)
      }
    }
  }
}
