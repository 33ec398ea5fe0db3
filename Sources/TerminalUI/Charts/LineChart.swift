/// Curves over steps, in braille dots or ASCII: a faded raw curve behind a smoothed one, round
/// ticks, a legend with the latest values inside the plot, and marks where something was changed.
public struct LineChart: Sendable {
  public struct Series: Sendable {
    public var name: String
    /// Rising.
    public var x: [Double]
    public var y: Samples
    /// The unsmoothed values at the same places; nil when `y` is not smoothed.
    public var raw: Samples?
    public var style: Style
    public var rawStyle: Style

    public init(
      _ name: String, x: [Double], y: Samples, raw: Samples? = nil, style: Style,
      rawStyle: Style = Style()
    ) {
      self.name = name
      self.x = x
      self.y = y
      self.raw = raw
      self.style = style
      self.rawStyle = rawStyle
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

  public var series: [Series]
  public var marks: [Mark] = []
  public var logarithmic = false
  /// The values that can be at all.
  public var bounds: ClosedRange<Double>?
  public var range: ClosedRange<Double>
  public var valueText: @Sendable (Double) -> String
  /// Nil: plain numbers with as many digits as the ticks need.
  public var tickText: (@Sendable (Double) -> String)?
  public var emptyText: String
  /// False where a chart below shows the same steps.
  public var showsSteps = true

  public init(
    series: [Series], range: ClosedRange<Double>, emptyText: String,
    valueText: @escaping @Sendable (Double) -> String = Digits.brief,
    tickText: (@Sendable (Double) -> String)? = nil
  ) {
    self.series = series
    self.range = range
    self.emptyText = emptyText
    self.valueText = valueText
    self.tickText = tickText
  }

  public func draw(in rect: Rect, on frame: inout Frame, look: Look) {
    guard rect.width >= 12, rect.height >= 2 else { return }
    // Braille has two columns a cell.
    let perCell = look.glyphs.unicode ? 2 : 1
    let guess = summaries(columns: rect.width * perCell)
    guard let scale = scale(of: guess) else {
      frame.textCentered(
        emptyText, in: rect, y: rect.y + rect.height / 2, style: look.theme.muted)
      return
    }
    let plot = drawAxes(scale, in: rect, on: &frame, look: look)
    guard plot.width >= 4 else { return }
    let curves = summaries(columns: plot.width * perCell)
    let markColumns = drawMarkLines(in: plot, on: &frame, look: look)
    if look.glyphs.unicode {
      drawDots(curves, scale: scale, in: plot, on: &frame, look: look)
    } else {
      drawCharacters(curves, scale: scale, in: plot, on: &frame, look: look)
    }
    drawBroken(curves, in: plot, perCell: perCell, on: &frame, look: look)
    let legend = drawLegend(in: plot, on: &frame, look: look)
    drawMarkLabels(markColumns, avoiding: legend, in: plot, on: &frame, look: look)
  }

  struct Curves {
    var series: Series
    var line: ColumnSummary
    var raw: ColumnSummary?
  }

  private func summaries(columns: Int) -> [Curves] {
    series.map { series in
      Curves(
        series: series,
        line: ColumnSummary(x: series.x, y: series.y, range: range, columns: columns),
        raw: series.raw.map {
          ColumnSummary(x: series.x, y: $0, range: range, columns: columns)
        })
    }
  }

  private func scale(of curves: [Curves]) -> ValueScale? {
    let all = curves.flatMap { [$0.line, $0.raw].compactMap(\.self) }
    guard let lowest = all.compactMap(\.lowest).min(),
      let highest = all.compactMap(\.highest).max()
    else { return nil }
    return ValueScale(
      lowest: lowest, highest: highest, logarithmic: logarithmic, bounds: bounds)
  }

  func column(of x: Double, in plot: Rect) -> Int {
    let share = (x - range.lowerBound) / (range.upperBound - range.lowerBound)
    return plot.x + Int((min(1, max(0, share)) * Double(plot.width - 1)).rounded())
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
