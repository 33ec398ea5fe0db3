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
  init(x: [Double], y: [Double], range: ClosedRange<Double>, columns count: Int) {
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

  private mutating func summarize(_ y: [Double], _ indices: Range<Int>, into column: Int) {
    var found: Column?
    var isBroken = false
    y.withUnsafeBufferPointer { y in
      var lowest = Double.infinity
      var highest = -Double.infinity
      var first = Double.nan
      var last = Double.nan
      for index in indices {
        let value = y[index]
        guard value.isFinite else {
          isBroken = true
          continue
        }
        if value < lowest { lowest = value }
        if value > highest { highest = value }
        if first.isNaN { first = value }
        last = value
      }
      if lowest <= highest {
        found = Column(lowest: lowest, highest: highest, first: first, last: last)
      }
    }
    columns[column] = found
    if isBroken { broken.append(column) }
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
