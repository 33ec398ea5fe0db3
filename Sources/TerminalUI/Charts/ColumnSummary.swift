/// The values of a curve in each column of a chart. The lowest and the highest value of a column
/// are kept, so that no spike is lost even if many points share a column.
struct ColumnSummary: Equatable, Sendable {
  /// The values in one column.
  struct ColumnValues: Equatable, Sendable {
    var lowest: Double
    var highest: Double
    var first: Double
    var last: Double
  }

  /// The values of each column; `nil` if the column has no finite value.
  private(set) var columns: [ColumnValues?]
  /// The columns in which a value is not finite.
  private(set) var nonFinite: [Int] = []

  /// Creates the summary of a series.
  /// - Parameters:
  ///   - y: The values of the series.
  ///   - ranges: The points in each column.
  init(_ y: SeriesValues, in ranges: ColumnRanges) {
    let count = ranges.columns
    columns = Array(repeating: nil, count: count)
    for column in 0..<count where !ranges[column].isEmpty {
      summarize(y, ranges[column], into: column)
    }
    guard count > 0 else { return }
    // A curve that continues outside the chart is drawn up to its edge.
    for (side, column) in [(0, 0), (1, count - 1)] where columns[column] == nil {
      guard let value = ranges.crossing(side, y) else { continue }
      columns[column] = ColumnValues(
        lowest: value, highest: value, first: value, last: value)
    }
  }

  /// Creates the summary of a series without precomputed ranges.
  /// - Parameters:
  ///   - x: The positions of the points, rising.
  ///   - y: The values of the points.
  ///   - axis: The horizontal axis of the chart.
  ///   - count: The number of columns.
  init(x: [Double], y: SeriesValues, axis: HorizontalAxis, columns count: Int) {
    self.init(y, in: ColumnRanges(x, upTo: y.count, axis, edges: axis.edges(columns: count)))
  }

  private mutating func summarize(_ y: SeriesValues, _ indices: Range<Int>, into column: Int) {
    let extent = y.extent(of: indices)
    if extent.hasNonFinite { nonFinite.append(column) }
    guard let first = indices.first(where: { y.values[$0].isFinite }),
      let last = indices.last(where: { y.values[$0].isFinite })
    else { return }
    columns[column] = ColumnValues(
      lowest: extent.lowest, highest: extent.highest, first: y.values[first], last: y.values[last])
  }
}

/// The indices of the points in each column of a chart. They are determined once for all series
/// with the same positions.
struct ColumnRanges {
  /// The index of the first point of each column, and the end of the last column.
  private let starts: [Int]
  private let x: [Double]
  private let total: Int
  private let ends: ClosedRange<Double>

  /// Finds the points of each column.
  /// - Parameters:
  ///   - x: The positions of the points, rising.
  ///   - count: The number of points that are used, from the first on.
  ///   - axis: The horizontal axis of the chart.
  ///   - edges: The positions of the edges of the columns: one more than columns.
  init(_ x: [Double], upTo count: Int, _ axis: HorizontalAxis, edges: [Double]) {
    self.x = x
    let total = min(x.count, count)
    self.total = total
    ends = axis.range
    starts = Array(unsafeUninitializedCapacity: edges.count) { starts, found in
      x.withUnsafeBufferPointer { x in
        var start = 0
        for (column, edge) in edges.enumerated() {
          starts[column] =
            x.consecutiveIndex(notBelow: edge, in: start..<total)
            ?? x.firstIndex(
              notBelow: edge, near: Self.guess(column, starts, edges) ?? total / 2,
              in: start..<total)
          start = starts[column]
        }
      }
      found = edges.count
    }
  }

  /// Returns a guess of the first point of a column, from the density of points in the column
  /// before it; `nil` for the first two columns.
  private static func guess(
    _ column: Int, _ starts: UnsafeMutableBufferPointer<Int>, _ edges: [Double]
  ) -> Int? {
    guard column > 1 else { return nil }
    let (start, before) = (starts[column - 1], starts[column - 2])
    let ahead =
      Double(start - before) * (edges[column] - edges[column - 1])
      / (edges[column - 1] - edges[column - 2])
    return ahead.isFinite ? start + Int(min(ahead, 1e9)) : start
  }

  /// The number of columns.
  var columns: Int { max(0, starts.count - 1) }

  /// The points in a column.
  subscript(column: Int) -> Range<Int> { starts[column]..<starts[column + 1] }

  /// The points in all columns.
  var all: Range<Int> { (starts.first ?? 0)..<(starts.last ?? 0) }

  /// Returns the value of a curve at an end of the axis, by linear interpolation.
  /// - Parameters:
  ///   - side: 0 for the left end, 1 for the right end.
  ///   - y: The values of the curve.
  /// - Returns: The value, or `nil` if the curve does not continue beyond that end.
  func crossing(_ side: Int, _ y: SeriesValues) -> Double? {
    let index = (side == 0 ? all.lowerBound : all.upperBound) - 1
    guard index >= 0, index + 1 < total else { return nil }
    let edge = side == 0 ? ends.lowerBound : ends.upperBound
    let (left, right) = (y.values[index], y.values[index + 1])
    guard left.isFinite, right.isFinite, x[index] <= edge, edge <= x[index + 1],
      x[index + 1] > x[index]
    else { return nil }
    return left + (right - left) * (edge - x[index]) / (x[index + 1] - x[index])
  }
}

extension HorizontalAxis {
  /// Returns the positions of the edges of columns: one more than columns. The first column is
  /// centred on the left end of the axis, the last on its right end.
  func edges(columns count: Int) -> [Double] {
    count < 1
      ? [] : (0...count).map { value(at: (Double($0) - 0.5) / Double(max(1, count - 1))) }
  }
}
