extension LineChart {
  /// A series and the appearance of its curve.
  public struct Series: Sendable {
    /// The name in the legend.
    public var name: String
    /// The names in a narrow legend, from the longest to the shortest.
    public var shortNames: [String]
    /// The place in the legend: series with lower ranks come first.
    public var rank = 0
    /// The step of each point, for a legend that names the step of an older value; `nil` to name
    /// none.
    public var steps: [Double]?
    /// The positions of the points, rising, in the unit of the axis.
    public var x: [Double]
    /// The value of each point.
    public var y: SeriesValues
    /// The value of each point without smoothing; `nil` if `y` is not smoothed.
    public var raw: SeriesValues?
    /// The style of the curve.
    public var style: Style
    /// The style of the raw curve and of the band.
    public var rawStyle: Style
    /// The line style; `nil` for a solid line whose marker follows from its position among the
    /// series.
    public var stroke: Stroke?
    /// True if each point has a marker, where there is room for them.
    public var showsPoints = false
    /// True if a value lasts until the next point, as that of a setting does.
    public var isStepped = false
    /// The least and the largest value at each point: an area behind the curve.
    public var band: (low: SeriesValues, high: SeriesValues)?

    /// Creates a series.
    public init(
      _ name: String, short: [String] = [], x: [Double], y: SeriesValues,
      raw: SeriesValues? = nil, style: Style, rawStyle: Style = Style(), stroke: Stroke? = nil,
      band: (low: SeriesValues, high: SeriesValues)? = nil, steps: [Double]? = nil
    ) {
      self.name = name
      shortNames = short
      self.steps = steps
      self.x = x
      self.y = y
      self.raw = raw
      self.style = style
      self.rawStyle = rawStyle
      self.stroke = stroke
      self.band = band
    }
  }
}

extension LineChart.Series {
  /// The number of points for which all values of the series are known.
  var count: Int {
    [raw?.count, band?.low.count, band?.high.count].compactMap(\.self).reduce(
      min(x.count, y.count), min)
  }

  /// Returns the last value at or before a position; `nil` before the first point.
  public func value(at x: Double) -> Double? { index(at: x).map { y.values[$0] } }

  /// Returns the index of the last point at or before a position; `nil` before the first point.
  func index(at x: Double) -> Int? {
    let count = min(self.x.count, y.count)
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self.x[middle] <= x { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? low - 1 : nil
  }
}
