import DisplayText
import Glibc

/// The labels below a chart: round values at equal distances, as many as fit beside one another.
struct ColumnTicks {
  /// A label and its first column.
  struct Label: Hashable, Sendable {
    var text: String
    var column: Int
  }

  let labels: [Label]

  /// Finds the labels of an axis over a number of columns. They do not overlap.
  init(_ axis: HorizontalAxis, columns: Int) {
    let choices = axis.tickChoices(atMost: max(2, columns / 6)).map { values in
      Self.place(values, axis, columns: columns)
    }
    let fitting = choices.filter(Self.areApart)
    // The first sets of a logarithmic axis have the roundest values.
    let round = axis.isLogarithmic ? fitting.first { $0.count > 3 } : nil
    labels =
      round ?? fitting.max { $0.count < $1.count } ?? Array(choices.first?.prefix(1) ?? [])
  }

  private static func place(_ values: [Double], _ axis: HorizontalAxis, columns: Int) -> [Label] {
    zip(values, axis.labels(for: values)).map { value, text in
      let center = Int((axis.position(of: value) * Double(columns - 1)).rounded())
      let column = max(0, min(center - text.columns / 2, columns - text.columns))
      return Label(text: text, column: column)
    }
  }

  private static func areApart(_ labels: [Label]) -> Bool {
    zip(labels, labels.dropFirst()).allSatisfy { $0.column + $0.text.columns + 3 <= $1.column }
  }
}

extension HorizontalAxis {
  /// Returns sets of round values on the axis, each at equal distances.
  /// - Parameter count: The greatest number of values in a set.
  func tickChoices(atMost count: Int) -> [[Double]] {
    let values = isLogarithmic ? logarithmicTicks(atMost: count) : []
    // On a short part of a logarithmic axis, equal distances look almost even.
    let isShort = values.allSatisfy { $0.count < 2 }
    return (isShort ? linearTicks(atMost: count) : []) + values
  }

  private func linearTicks(atMost count: Int) -> [[Double]] {
    let span = range.upperBound - range.lowerBound
    var distances: [Double]
    switch unit {
    case .seconds where span > 10: distances = Self.clockDistances
    case .steps, .epochs, .seconds:
      let power = Int(floor(log10(span / Double(max(1, count)))))
      distances = (power...power + 2).flatMap { power in
        [1, 2, 5].map { $0 * pow(10, Double(power)) }
      }
      if unit == .steps { distances.removeAll { $0 < 1 } }
    }
    return distances.compactMap { distance in
      let first = (range.lowerBound / distance - 1e-9).rounded(.up)
      let last = (range.upperBound / distance + 1e-9).rounded(.down)
      guard last >= first, last - first < Double(count) else { return nil }
      return (0...Int(last - first)).map { (first + Double($0)) * distance }
    }
  }

  /// Distances that divide a minute, an hour, a day or a hundred days evenly, in seconds.
  private static let clockDistances: [Double] = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 43_200, 86_400,
    172_800, 432_000, 864_000, 1_728_000, 4_320_000, 8_640_000,
  ]

  private func logarithmicTicks(atMost count: Int) -> [[Double]] {
    // Minutes are doubled and halved, as 100 steps and one epoch are.
    let base: Double =
      switch unit {
      case .steps: 100
      case .epochs: 1
      case .seconds: 60
      }
    return TickSpacing.logarithmic.map { spacing in
      let first = Int((log10(range.lowerBound / base) / spacing.size - 1e-9).rounded(.up))
      let last = Int((log10(range.upperBound / base) / spacing.size + 1e-9).rounded(.down))
      guard last >= first, last - first < count else { return [] }
      return (first...last).map { spacing.value($0) * base }
    }.filter { values in
      // There are no fractions of a step, and clocks show whole seconds.
      unit == .epochs || values.allSatisfy { abs($0 - $0.rounded()) < 1e-6 * $0 }
    }
  }
}
