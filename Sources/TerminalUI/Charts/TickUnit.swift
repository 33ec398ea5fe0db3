import DisplayText
import Glibc

extension LineChart {
  /// The unit of the vertical axis, which determines the labels of its ticks.
  public enum TickUnit: Hashable, Sendable {
    /// Numbers as they are.
    case number
    /// Shares in per cent.
    case percent
    /// Differences of shares in percentage points, with a sign.
    case points

    /// The least difference between the ends of the axis.
    var minimumSpan: Double { self == .number ? 0 : 0.02 }

    /// Returns the labels of ticks. They all have the same format: the same number of digits after
    /// the point, or all an exponent, or all the same unit.
    func labels(_ ticks: [Double], isLogarithmic: Bool) -> [String] {
      switch self {
      case .percent, .points:
        let scaled = ticks.map { $0 * 100 }
        if isLogarithmic { return scaled.map { NumberText.plain($0) + "%" } }
        let digits = Self.digits(scaled)
        return scaled.map {
          self == .percent
            ? NumberText.fixed($0, digits) + "%" : NumberText.signed($0, digits) + " pt"
        }
      case .number: return Self.numbers(ticks, isLogarithmic: isLogarithmic)
      }
    }

    private static func numbers(_ ticks: [Double], isLogarithmic: Bool) -> [String] {
      let sizes = ticks.map(abs).filter { $0 > 0 }
      guard let least = sizes.min(), let largest = sizes.max() else {
        return ticks.map { NumberText.fixed($0, 0) }
      }
      // Equal distances can need digits below 0.001, as in 0.0005, 0.0010; equal factors cannot.
      if largest < 0.001 || isLogarithmic && least < 0.000_995 || largest >= 1e10 {
        return ticks.map { NumberText.scientific($0, 2) }
      }
      if largest >= 99_999.5 {
        let (unit, name) = largest >= 9_999_999.5 ? (1e6, "M") : (1e3, "k")
        let digits = digits(ticks.map { $0 / unit })
        return ticks.map { $0 == 0 ? "0" : NumberText.fixed($0 / unit, digits) + name }
      }
      if isLogarithmic { return ticks.map { NumberText.plain($0) } }
      let digits = digits(ticks)
      return ticks.map { NumberText.fixed($0, digits) }
    }

    /// Returns the number of digits after the point that all numbers need.
    static func digits(_ numbers: [Double]) -> Int {
      let scale = max(1e-300, numbers.map(abs).max() ?? 0)
      return (0..<6).first { digits in
        let power = pow(10, Double(digits))
        return numbers.allSatisfy { abs(($0 * power).rounded() / power - $0) < 1e-6 * scale }
      } ?? 6
    }
  }
}
