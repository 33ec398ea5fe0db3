import DisplayText
import TerminalUI

/// The text in which a user types the limits of an axis: two words, or "auto" for both.
enum LimitsText {
  static let automatic = "auto"

  /// A text that does not state limits, with the reason as a sentence.
  struct Problem: Error, Equatable {
    var text: String
  }

  /// Reads the limits of a vertical axis: "0.5 2", "from 0.5 to auto", "20% 60%".
  /// - Parameter isLogarithmic: True if the axis has no 0.
  static func limits(
    _ text: String, of values: ChartValues, isLogarithmic: Bool
  ) throws(Problem) -> AxisLimits {
    let limits = try limits(text, allowsPercent: values.unit == "percent")
    if isLogarithmic, let lower = [limits.lower, limits.upper].compactMap(\.self).min(), lower <= 0
    {
      throw Problem(text: "the logarithmic axis has no values of 0 or less · y makes it linear")
    }
    return AxisLimits(
      lower: limits.lower.map { $0 / values.scale }, upper: limits.upper.map { $0 / values.scale })
  }

  /// Reads the limits of the steps.
  /// - Parameter latest: The latest step of all runs.
  static func steps(_ text: String, latest: Double) throws(Problem) -> AxisLimits {
    let limits = try limits(text, allowsPercent: false)
    for value in [limits.lower, limits.upper].compactMap(\.self) {
      guard value >= 0, value.rounded() == value else {
        throw Problem(
          text: "\(NumberText.plain(value)) is not a step · type whole numbers from 0 on")
      }
      guard value <= latest else {
        throw Problem(
          text: "step \(NumberText.fixed(value, 0)) is not there yet · the latest is "
            + NumberText.fixed(latest, 0))
      }
    }
    let span = (limits.upper ?? latest) - (limits.lower ?? 0)
    guard limits.isAutomatic || span >= ChartsState.minimumSpan else {
      throw Problem(
        text: "the chart shows at least \(NumberText.fixed(ChartsState.minimumSpan, 0)) steps")
    }
    return limits
  }

  private static func limits(
    _ text: String, allowsPercent: Bool
  ) throws(Problem) -> AxisLimits {
    var words = text.split { $0.isWhitespace || $0 == ";" }.map { $0.lowercased() }
    words.removeAll { ["from", "to", "–", ".."].contains($0) }
    if words.isEmpty || words == [automatic] { return AxisLimits() }
    guard words.count == 2 else {
      throw Problem(text: "type two words, from and to, each a number or auto · or auto for both")
    }
    func value(_ word: String) throws(Problem) -> Double? {
      guard word != automatic else { return nil }
      let digits = allowsPercent && word.hasSuffix("%") ? String(word.dropLast()) : word
      guard let value = Double(digits), value.isFinite else {
        throw Problem(text: "'\(word.printable)' is neither a number nor auto")
      }
      return value
    }
    let limits = AxisLimits(lower: try value(words[0]), upper: try value(words[1]))
    if let lower = limits.lower, let upper = limits.upper, lower >= upper {
      throw Problem(text: "the first number must be smaller than the second")
    }
    return limits
  }
}
