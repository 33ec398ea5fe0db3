import DisplayText

/// The format of the numbers of one column, which have the same number of digits after the point.
struct LayerNumbers: Equatable {
  /// The number of digits after the point, 0 to 3.
  let digits: Int

  /// Chooses the format in which the largest number has at most four digits.
  init(_ values: [Double]) {
    let largest = values.filter(\.isFinite).map(abs).max() ?? 0
    digits = largest < 9.9995 ? 3 : largest < 99.995 ? 2 : largest < 999.95 ? 1 : 0
  }

  /// Returns a number in the format of the column. One that would be written as 0 has an exponent.
  func text(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return NumberText.fixed(value, 0) }
    let text = NumberText.fixed(value, digits)
    return text.contains { ("1"..."9").contains($0) } ? text : NumberText.scientific(value)
  }

  /// Returns the size of an update relative to the weights, as a share: "0.21%".
  static func update(_ ratio: Double) -> String {
    ratio > 0 && ratio < 0.000_05 ? "<0.01%" : NumberText.percent(ratio, 2)
  }

  /// Returns a number of parameters in thousands or millions: "23.3k", "37,753k", "126.9M".
  /// - Parameter largest: The largest number of the column, which determines its format.
  static func parameters(_ count: Int, largest: Int) -> String {
    let value = Double(count)
    return switch largest {
    case ..<1_000_000: NumberText.fixed(value / 1e3, 1) + "k"
    case ..<100_000_000: NumberText.fixed(value / 1e3, 0) + "k"
    default: NumberText.fixed(value / 1e6, 1) + "M"
    }
  }
}
