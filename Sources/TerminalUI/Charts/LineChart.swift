import DisplayText

/// A chart of series over steps, epochs or time, drawn in braille dots or ASCII: raw curves behind
/// smoothed ones, ticks at round values, a legend with the latest values or those at the cursor,
/// annotations and reference levels.
public struct LineChart: Sendable {
  /// The series; the last is drawn in front.
  public var series: [Series]
  /// The horizontal axis.
  public var axis: HorizontalAxis
  /// Vertical lines with labels.
  public var annotations: [Annotation] = []
  /// Horizontal lines at values to compare with.
  public var referenceLevels: [ReferenceLevel] = []
  /// The ends of epochs.
  public var epochBoundaries: [EpochBoundary] = []
  /// Highlighted points.
  public var highlights: [Highlight] = []
  /// The position whose values the legend shows; `nil` for the latest values.
  public var cursor: Double?
  /// True if the vertical axis is to be logarithmic. It is linear if no value is positive.
  public var isLogarithmic = false
  /// The range of possible values, which limits the vertical axis; `nil` if there is no limit.
  public var bounds: ClosedRange<Double>?
  /// Returns the text of a value in the legend.
  public var valueText: @Sendable (Double) -> String
  /// Returns the label of a tick; `nil` for numbers with as many digits as the ticks need.
  public var tickText: (@Sendable (Double) -> String)?
  /// The text that is shown if the series have no finite value.
  public var emptyText: String
  /// False if a chart below shows the labels of the same horizontal axis.
  public var showsSteps = true
  /// False if something else identifies the curves.
  public var showsLegend = true

  /// Creates a chart.
  public init(
    series: [Series], axis: HorizontalAxis, emptyText: String,
    valueText: @escaping @Sendable (Double) -> String = NumberText.brief,
    tickText: (@Sendable (Double) -> String)? = nil
  ) {
    self.series = series
    self.axis = axis
    self.emptyText = emptyText
    self.valueText = valueText
    self.tickText = tickText
  }

  /// Returns the cells of the curves if the chart is drawn in a rectangle; `nil` if the rectangle
  /// is too small or the series have no finite value.
  public func plot(in rect: Rect, appearance: Appearance) -> Rect? {
    guard rect.width >= 12, rect.height >= 2, let scale = scale(in: rect, appearance) else {
      return nil
    }
    return axes(scale, in: rect).plot
  }

  /// Draws the chart; nothing if the rectangle is smaller than 12×2 cells.
  public func draw(in rect: Rect, on frame: inout Frame, appearance: Appearance) {
    guard rect.width >= 12, rect.height >= 2 else { return }
    let perCell = perCell(appearance)
    guard let scale = scale(in: rect, appearance) else {
      frame.textCentered(
        emptyText, in: rect, y: rect.y + rect.height / 2, style: appearance.theme.muted)
      return
    }
    let plot = drawAxes(scale, in: rect, on: &frame, appearance: appearance)
    guard plot.width >= 4 else { return }
    let curves = summaries(columns: plot.width * perCell)
    drawEpochBoundaries(in: plot, on: &frame, appearance: appearance)
    let annotationColumns = drawAnnotationLines(in: plot, on: &frame, appearance: appearance)
    let levels = drawReferenceLevels(scale, in: plot, on: &frame, appearance: appearance)
    if appearance.glyphs.unicode {
      drawDots(curves, scale: scale, in: plot, on: &frame, appearance: appearance)
    } else {
      drawCharacters(curves, scale: scale, in: plot, on: &frame, appearance: appearance)
    }
    drawHighlights(scale, in: plot, on: &frame, appearance: appearance)
    drawNonFinite(curves, in: plot, perCell: perCell, on: &frame, appearance: appearance)
    drawCursor(
      scale, in: plot, hasSteps: plot.bottom < rect.bottom, on: &frame, appearance: appearance)
    let legend = drawLegend(in: plot, on: &frame, appearance: appearance)
    let labels = drawReferenceLabels(
      levels, avoiding: legend, in: plot, on: &frame, appearance: appearance)
    drawAnnotationLabels(
      annotationColumns, avoiding: [legend] + labels, in: plot, on: &frame, appearance: appearance)
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
  private func scale(in rect: Rect, _ appearance: Appearance) -> ValueScale? {
    var extent = SeriesValues.Extent()
    // The plot is at least half as wide as the rectangle, so its outer columns are not wider than
    // these.
    let edges = axis.edges(columns: rect.width * perCell(appearance) / 2)
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
    return ValueScale(
      lowest: lowest, highest: highest, isLogarithmic: isLogarithmic, bounds: bounds)
  }

  /// Returns the column of cells at a position; the outer ones for positions outside the chart.
  func column(of x: Double, in plot: Rect) -> Int {
    plot.x + Int((min(1, max(0, axis.position(of: x))) * Double(plot.width - 1)).rounded())
  }

  /// Returns true if a position is inside the chart.
  func isShown(_ x: Double) -> Bool { (-1e-9...1 + 1e-9).contains(axis.position(of: x)) }

  /// Returns the row of cells of a value.
  func row(of value: Double, _ scale: ValueScale, in plot: Rect) -> Int {
    plot.bottom - 1 - Int(scale.position(of: value) * (Double(plot.height) - 0.01))
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
