import Glibc

/// Round values that are the same number of rows apart, and the position of the axis that puts each
/// of them into the same part of its row.
///
/// The axis is a lattice of rows of equal height. A tick stands on every `rowsPerTick`th row, so
/// that ticks cannot look logarithmic on a linear axis by being rounded to rows.
struct RowTicks: Hashable, Sendable {
  /// A round value and its row.
  struct Tick: Hashable, Sendable {
    var value: Double
    /// The row, counted from the lowest.
    var row: Int
  }

  /// The height of one row.
  private(set) var rowHeight: Double
  /// The number of the lowest row; row 0 holds the value 0.
  private(set) var firstRow: Int
  /// The height of a round value in its row, from 0 to 1.
  private(set) var offset: Double
  private(set) var rowsPerTick: Int
  private(set) var spacing: TickSpacing

  /// Finds the ticks that use the rows best.
  /// - Parameters:
  ///   - range: The values that must be visible.
  ///   - bounds: The possible values. The axis ends at most one row beyond them.
  ///   - rows: The number of rows, at least 1.
  ///   - spacings: The distances between ticks to choose from.
  /// - Returns: `nil` if no distance fits.
  init?(
    _ range: ClosedRange<Double>, within bounds: ClosedRange<Double>?, rows: Int,
    spacings: [TickSpacing]
  ) {
    var best: (penalty: Double, ticks: RowTicks)?
    for spacing in spacings {
      for rowsPerTick in (rows > 8 ? 2 : 1)...max(2, min(rows, 8)) {
        for offset in [0.5, 0.125, 0.875] {
          let ticks = RowTicks(
            rowHeight: spacing.size / Double(rowsPerTick), firstRow: 0, offset: offset,
            rowsPerTick: rowsPerTick, spacing: spacing)
          guard let placed = ticks.placed(over: range, within: bounds, rows: rows) else { continue }
          let penalty = placed.penalty(for: range, rows: rows)
          if penalty < best?.penalty ?? .infinity { best = (penalty, placed) }
        }
      }
    }
    guard let best else { return nil }
    self = best.ticks
  }

  private init(
    rowHeight: Double, firstRow: Int, offset: Double, rowsPerTick: Int, spacing: TickSpacing
  ) {
    self.rowHeight = rowHeight
    self.firstRow = firstRow
    self.offset = offset
    self.rowsPerTick = rowsPerTick
    self.spacing = spacing
  }

  /// The value at the lower edge of the lowest row.
  var lower: Double { (Double(firstRow) - offset) * rowHeight }

  /// Returns the ticks on an axis with this number of rows.
  func ticks(rows: Int) -> [Tick] {
    (0..<rows).compactMap { row in
      let number = firstRow + row
      guard number % rowsPerTick == 0 else { return nil }
      return Tick(value: spacing.value(number / rowsPerTick), row: row)
    }
  }

  /// Returns the ticks with the range in the middle of the rows, but not far beyond the bounds;
  /// `nil` if the rows are too low for the range.
  private func placed(
    over range: ClosedRange<Double>, within bounds: ClosedRange<Double>?, rows: Int
  ) -> RowTicks? {
    // A curve keeps a quarter of a row from the edges, unless it cannot go beyond a bound.
    let low = max(range.lowerBound - rowHeight / 4, bounds?.lowerBound ?? -.infinity)
    let high = min(range.upperBound + rowHeight / 4, bounds?.upperBound ?? .infinity)
    let last = (low / rowHeight + offset + 1e-9).rounded(.down)
    let first = (high / rowHeight + offset - Double(rows) - 1e-9).rounded(.up)
    guard first <= last, abs(last) < 1e9, abs(first) < 1e9 else { return nil }
    var row = ((first + last) / 2).rounded(.down)
    if let bounds {
      let highest = (bounds.upperBound / rowHeight).rounded(.up) + 1 - Double(rows)
      row = min(row, max(first, highest))
      row = max(row, min(last, (bounds.lowerBound / rowHeight - 1e-9).rounded(.up)))
    }
    var placed = self
    placed.firstRow = Int(row)
    return placed
  }

  /// Returns how badly the ticks use the rows: the empty share of the axis, ticks that are too close
  /// or too far apart, and values that are less round.
  private func penalty(for range: ClosedRange<Double>, rows: Int) -> Double {
    let used = (range.upperBound - range.lowerBound) / (rowHeight * Double(rows))
    let ideal = rows < 10 ? 2 : rows < 15 ? 3 : rows < 25 ? 4 : 5
    let count = multiples(below: firstRow + rows) - multiples(below: firstRow)
    let few = count < 2 ? 1 : count == 2 && rows > 4 ? 0.1 : 0
    let distance = Double(abs(rowsPerTick - ideal)) + (rowsPerTick == 1 && rows > 3 ? 2 : 0)
    return 1 - used + 0.04 * distance + few + spacing.penalty + (offset == 0.5 ? 0 : 0.03)
  }

  /// Returns the number of ticks from row 0 up to a row, negative for rows below 0.
  private func multiples(below row: Int) -> Int {
    Int((Double(row) / Double(rowsPerTick)).rounded(.up))
  }
}

/// A distance between ticks, and the values of the ticks at its multiples.
struct TickSpacing: Hashable, Sendable {
  /// The values of the ticks between two multiples of a power of ten.
  enum Values: Hashable, Sendable {
    /// Multiples of the distance.
    case linear
    /// Powers of ten with these mantissas, which are about equal factors apart.
    case mantissas([Double])
    /// Powers of a number.
    case powers(of: Double)
  }

  /// The distance, in the unit of the lattice: the value, or its decimal logarithm.
  let size: Double
  let values: Values
  /// The cost of values that are less readable than 1, 10, 100…
  let penalty: Double

  /// Returns the value at a multiple of the distance.
  func value(_ multiple: Int) -> Double {
    switch values {
    case .linear: return Double(multiple) * size
    case .powers(let base): return pow(base, Double(multiple))
    case .mantissas(let mantissas):
      let decade = Int((Double(multiple) / Double(mantissas.count)).rounded(.down))
      return mantissas[multiple - decade * mantissas.count] * pow(10, Double(decade))
    }
  }

  /// Returns distances of 1, 2, 2.5 and 5 times powers of ten.
  /// - Parameters:
  ///   - span: The length of the axis.
  ///   - rows: The number of rows.
  static func linear(span: Double, rows: Int) -> [TickSpacing] {
    let least = Int(floor(log10(span / Double(max(1, rows)))))
    return (least...least + 2).flatMap { power in
      [(1, 0), (2, 0), (2.5, 0.1), (5, 0.01)].map { factor, penalty in
        TickSpacing(size: factor * pow(10, Double(power)), values: .linear, penalty: penalty)
      }
    }
  }

  /// Distances on a logarithmic horizontal axis: powers of a million down to powers of ten, 1 and 3, powers of two, and five
  /// or ten preferred numbers in a decade (ISO 3, series R5 and R10).
  static let logarithmic = [
    TickSpacing(size: 6, values: .powers(of: 1e6), penalty: 0.3),
    TickSpacing(size: 4, values: .powers(of: 10_000), penalty: 0.25),
    TickSpacing(size: 3, values: .powers(of: 1000), penalty: 0.2),
    TickSpacing(size: 2, values: .powers(of: 100), penalty: 0.1),
    TickSpacing(size: 1, values: .mantissas([1]), penalty: 0),
    TickSpacing(size: 0.5, values: .mantissas([1, 3]), penalty: 0.02),
    TickSpacing(size: log10(2), values: .powers(of: 2), penalty: 0.06),
    TickSpacing(size: 0.2, values: .mantissas([1, 1.6, 2.5, 4, 6.3]), penalty: 0.1),
    TickSpacing(
      size: 0.1, values: .mantissas([1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8]), penalty: 0.12),
  ]
}
