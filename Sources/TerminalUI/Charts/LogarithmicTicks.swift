import Glibc

/// Round values on a logarithmic axis, each in its row: powers of ten, 1-2-5 or 1-3 in each of them,
/// or on a short axis equal distances, such as 2.5, 3, 3.5 and 4.
struct LogarithmicTicks {
  /// The decimal logarithm at the lower end of the axis.
  let start: Double
  /// The difference between the logarithms at the ends.
  let span: Double
  /// The values that use the rows best; empty if there is no room for two of them.
  private(set) var ticks: [RowTicks.Tick] = []
  private let rows: Int
  /// The largest possible value; `nil` if there is no limit.
  private let bound: Double?

  /// Finds the values of an axis. The values that must be visible keep a quarter of a row from its
  /// ends.
  /// - Parameters:
  ///   - range: The decimal logarithms that must be visible, of different values.
  ///   - bound: The largest possible value; `nil` if there is no limit.
  ///   - rows: The number of rows, at least 1.
  init(_ range: ClosedRange<Double>, below bound: Double? = nil, rows: Int) {
    let span = (range.upperBound - range.lowerBound) / (1 - 0.5 / Double(rows))
    self.init(
      start: (range.lowerBound + range.upperBound - span) / 2, span: span, bound: bound, rows: rows)
  }

  /// Finds the values of an axis with given ends, in decimal logarithms.
  init(exactly range: ClosedRange<Double>, rows: Int) {
    self.init(
      start: range.lowerBound, span: range.upperBound - range.lowerBound, bound: nil, rows: rows)
  }

  private init(start: Double, span: Double, bound: Double?, rows: Int) {
    self.rows = rows
    self.bound = bound
    self.span = span
    self.start = start
    var least = Double.infinity
    for (values, penalty) in choices {
      let ticks = placed(values)
      guard let penalty = cost(of: ticks).map({ $0 + penalty }), penalty < least else { continue }
      (self.ticks, least) = (ticks, penalty)
    }
  }

  /// Sets of values, each with the cost of being less readable than 1, 10, 100…
  private var choices: [(values: [Double], penalty: Double)] {
    let decades = Int(start.rounded(.down))...Int((start + span).rounded(.up))
    func values(_ mantissas: [Double], every pitch: Int = 1) -> [Double] {
      decades.filter { $0 % pitch == 0 }.flatMap { decade in
        mantissas.map { $0 * pow(10, Double(decade)) }
      }
    }
    let powers = [(1, 0), (2, 0.2), (3, 0.3), (6, 0.6), (12, 1.2)].map { pitch, penalty in
      (values([1], every: pitch), penalty)
    }
    let evenInFactors = powers + [(values([1, 2, 5]), 0.3), (values([1, 3]), 0.4)]
    guard span < 2 else { return evenInFactors }
    return evenInFactors
      + TickSpacing.linear(span: pow(10, start + span) - pow(10, start), rows: rows).map {
        (multiples(of: $0.size), 0.6 + $0.penalty)
      }
  }

  /// Returns the multiples of a distance on the axis; none if they are more than the rows.
  private func multiples(of distance: Double) -> [Double] {
    let first = max(1, (pow(10, start) / distance).rounded(.up))
    let last = (pow(10, start + span) / distance).rounded(.down)
    guard last >= first, last - first < Double(rows) else { return [] }
    return (0...Int(last - first)).map { (first + Double($0)) * distance }
  }

  /// Returns the values on the axis with their rows.
  private func placed(_ values: [Double]) -> [RowTicks.Tick] {
    values.compactMap { value in
      guard value <= (bound ?? .infinity) * (1 + 1e-9) else { return nil }
      let share = (log10(value) - start) / span
      guard share >= 0, share < 1 else { return nil }
      return RowTicks.Tick(value: value, row: Int(share * Double(rows) + 1e-9))
    }.filter { $0.row < rows }
  }

  /// Returns how badly ticks use the rows: the difference from the best number of them, and the largest
  /// part of the axis without a tick; `nil` if they are less than two or too close.
  private func cost(of ticks: [RowTicks.Tick]) -> Double? {
    let distances = zip(ticks, ticks.dropFirst()).map { $1.row - $0.row }
    guard let least = distances.min(), least >= (rows > 8 ? 2 : 1), let first = ticks.first,
      let last = ticks.last
    else { return nil }
    let pitch = rows < 10 ? 2 : rows < 15 ? 3 : rows < 25 ? 4 : 5
    let empty = ([first.row, rows - last.row] + distances).max() ?? rows
    return abs(Double(ticks.count) - Double(rows) / Double(pitch))
      + 2 * Double(empty) / Double(rows)
  }
}
