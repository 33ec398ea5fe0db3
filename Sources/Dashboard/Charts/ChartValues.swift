import Blueprint
import DisplayText
import TerminalUI

/// The values on a vertical axis, for which limits can be typed.
enum ChartValues: Hashable, Sendable {
  /// The values of a quantity.
  case quantity(ChartQuantity)
  /// The differences of a quantity between validation and training.
  case gap(ChartQuantity)

  var quantity: ChartQuantity {
    switch self {
    case .quantity(let quantity), .gap(let quantity): quantity
    }
  }

  /// Creates the values that the compare screen shows.
  init(_ quantity: ChartQuantity, of source: Lesson.Curve.Source) {
    self = source == .gap && quantity.isValidated ? .gap(quantity) : .quantity(quantity)
  }

  /// The number by which a value is multiplied for its text: errors and updates are typed in per cent.
  var scale: Double { quantity.isError || quantity == .update ? 100 : 1 }

  /// The unit of typed numbers; empty without one.
  var unit: String {
    guard scale != 1 else { return "" }
    if case .gap = self { return "points" }
    return "percent"
  }

  /// The name of the values in the title of the prompt.
  var name: String {
    switch self {
    case .quantity(let quantity): quantity.title
    case .gap(let quantity): "val − train \(quantity.fullName)"
    }
  }

  /// Returns limits as a user types them, with "auto" for an end without a limit.
  func text(of limits: AxisLimits) -> String {
    func word(_ value: Double?) -> String {
      value.map { NumberText.plain($0 * scale, minus: .output) } ?? LimitsText.automatic
    }
    return limits.isAutomatic ? LimitsText.automatic : "\(word(limits.lower)) \(word(limits.upper))"
  }
}
