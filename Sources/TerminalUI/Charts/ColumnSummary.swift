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

  /// `x` rises; column 0 is centred on the lower end of `range` and the last on its upper end.
  init(x: [Double], y: Samples, range: ClosedRange<Double>, columns count: Int) {
    columns = Array(repeating: nil, count: max(0, count))
    let total = min(x.count, y.count)
    guard count > 0, total > 0 else { return }
    let pitch = (range.upperBound - range.lowerBound) / Double(max(1, count - 1))
    var start = Self.firstIndex(in: x, upTo: total, notBelow: range.lowerBound - pitch / 2)
    for column in 0..<count where start < total {
      let edge = range.lowerBound + (Double(column) + 0.5) * pitch
      let end = Self.firstIndex(in: x, upTo: total, notBelow: edge, from: start)
      if end > start { summarize(y, start..<end, into: column) }
      start = end
    }
  }

  var lowest: Double? { columns.lazy.compactMap { $0?.lowest }.min() }
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
