/// What of a curve falls into each column of a chart. The lowest and the highest value are kept,
/// so that however many points share a column, no spike is lost.
struct ColumnSummary: Equatable, Sendable {
  struct Column: Equatable, Sendable {
    var lowest: Double
    var highest: Double
    var first: Double
    var last: Double
  }

  /// Nil where there is no finite value.
  private(set) var columns: [Column?]
  /// Columns in which a value is not finite.
  private(set) var broken: [Int] = []

  /// `x` rises; column 0 is centred on the left end of the axis and the last on its right end.
  init(x: [Double], y: Samples, axis: HorizontalAxis, columns count: Int) {
    columns = Array(repeating: nil, count: max(0, count))
    let total = min(x.count, y.count)
    guard count > 0, total > 0 else { return }
    func edge(_ column: Int) -> Double {
      axis.value(at: (Double(column) - 0.5) / Double(max(1, count - 1)))
    }
    var start = Self.firstIndex(in: x, upTo: total, notBelow: edge(0))
    let before = start - 1
    for column in 0..<count where start < total {
      let end = Self.firstIndex(in: x, upTo: total, notBelow: edge(column + 1), from: start)
      if end > start { summarize(y, start..<end, into: column) }
      start = end
    }
    cross(axis.range.lowerBound, in: 0, between: before, x, y)
    cross(axis.range.upperBound, in: count - 1, between: start - 1, x, y)
  }

  /// A curve that comes from outside, or goes there, is drawn up to the edge.
  private mutating func cross(
    _ edge: Double, in column: Int, between index: Int, _ x: [Double], _ y: Samples
  ) {
    guard columns[column] == nil, index >= 0, index + 1 < min(x.count, y.count) else { return }
    let (left, right) = (y.values[index], y.values[index + 1])
    guard left.isFinite, right.isFinite, x[index + 1] > x[index] else { return }
    let value = left + (right - left) * (edge - x[index]) / (x[index + 1] - x[index])
    columns[column] = Column(lowest: value, highest: value, first: value, last: value)
  }

  var lowest: Double? { columns.lazy.compactMap { $0?.lowest }.min() }
  /// What a logarithmic axis can begin with.
  var lowestPositive: Double? {
    columns.lazy.compactMap(\.self).flatMap { [$0.lowest, $0.first, $0.last, $0.highest] }
      .filter { $0 > 0 }.min()
  }
  var highest: Double? { columns.lazy.compactMap { $0?.highest }.max() }

  private mutating func summarize(_ y: Samples, _ indices: Range<Int>, into column: Int) {
    let extent = y.extent(of: indices)
    if extent.isBroken { broken.append(column) }
    guard let first = indices.first(where: { y.values[$0].isFinite }),
      let last = indices.last(where: { y.values[$0].isFinite })
    else { return }
    columns[column] = Column(
      lowest: extent.lowest, highest: extent.highest, first: y.values[first], last: y.values[last])
  }

  private static func firstIndex(
    in x: [Double], upTo total: Int, notBelow edge: Double, from start: Int = 0
  ) -> Int {
    var low = start
    var high = total
    while low < high {
      let middle = (low + high) / 2
      if x[middle] < edge { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
