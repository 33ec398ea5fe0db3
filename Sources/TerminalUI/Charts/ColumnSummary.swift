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

  /// - Parameter stretches: of the same places that the values have.
  init(_ y: Samples, in stretches: ColumnStretches) {
    let count = stretches.columns
    columns = Array(repeating: nil, count: count)
    for column in 0..<count where !stretches[column].isEmpty {
      summarize(y, stretches[column], into: column)
    }
    guard count > 0 else { return }
    // A curve that comes from outside, or goes there, is drawn up to the edge.
    for (side, column) in [(0, 0), (1, count - 1)] where columns[column] == nil {
      guard let value = stretches.crossing(side, y) else { continue }
      columns[column] = Column(lowest: value, highest: value, first: value, last: value)
    }
  }

  init(x: [Double], y: Samples, axis: HorizontalAxis, columns count: Int) {
    self.init(y, in: ColumnStretches(x, upTo: y.count, axis, edges: axis.edges(columns: count)))
  }

  private mutating func summarize(_ y: Samples, _ indices: Range<Int>, into column: Int) {
    let extent = y.extent(of: indices)
    if extent.isBroken { broken.append(column) }
    guard let first = indices.first(where: { y.values[$0].isFinite }),
      let last = indices.last(where: { y.values[$0].isFinite })
    else { return }
    columns[column] = Column(
      lowest: extent.lowest, highest: extent.highest, first: y.values[first], last: y.values[last])
  }
}

/// Which of a curve's points fall into each column of a chart: found once for all that stand at the same
/// places.
struct ColumnStretches {
  /// The first point of every column, and of the one beyond the last.
  private let starts: [Int]
  private let x: [Double]
  private let total: Int
  private let ends: ClosedRange<Double>

  /// - Parameters:
  ///   - x: rises.
  ///   - count: points beyond so many are not looked at.
  ///   - edges: of the columns, one more than there are.
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
            x.consecutivePlace(notBelow: edge, in: start..<total)
            ?? x.firstPlace(
              notBelow: edge, near: Self.guess(column, starts, edges) ?? total / 2,
              in: start..<total)
          start = starts[column]
        }
      }
      found = edges.count
    }
  }

  /// Points stand about as close as in the column before.
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

  var columns: Int { max(0, starts.count - 1) }

  subscript(column: Int) -> Range<Int> { starts[column]..<starts[column + 1] }

  /// Of all columns.
  var all: Range<Int> { (starts.first ?? 0)..<(starts.last ?? 0) }

  /// The value at the left (0) or right (1) end of the axis of a curve that goes on beyond it.
  func crossing(_ side: Int, _ y: Samples) -> Double? {
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
  /// Between columns, and beyond the outer ones: the first is centred on the left end of the axis, and the
  /// last on its right end.
  func edges(columns count: Int) -> [Double] {
    count < 1
      ? [] : (0...count).map { value(at: (Double($0) - 0.5) / Double(max(1, count - 1))) }
  }
}
