import TerminalUI

/// The assessment of a measurement, shown by a colour and, without colours, by a glyph.
enum Health {
  case neutral, good, low, high, tooLow, tooHigh

  /// Assesses the norm of an update relative to the weights.
  ///
  /// The rule of thumb is 1e-3, but 1% to 3% are normal for the first and the last layer in the first
  /// steps, when the weights are small, and 1e-5 at the end of a schedule. From 10% on, the weights are
  /// replaced within the ten steps over which a momentum of 0.9 averages, so training is unstable. Below
  /// 1e-7, most of an update is lost in the rounding of 32-bit numbers.
  static func update(_ ratio: Double) -> Health {
    switch ratio {
    case ..<1e-7: .tooLow
    case ..<1e-6: .low
    case ..<0.05: .good
    case ..<0.1: .high
    default: .tooHigh
    }
  }

  /// Assesses the share of zeros: rectified units have about one half, dead units only zeros.
  static func zeros(_ share: Double) -> Health {
    share < 0.9 ? .good : share < 0.98 ? .high : .tooHigh
  }

  /// Assesses the number of dead units among the units of a layer.
  static func dead(_ count: Int, of units: Int) -> Health {
    count == 0 ? .neutral : 5 * count < units ? .high : .tooHigh
  }

  var glyph: String {
    switch self {
    case .neutral, .good: ""
    case .low: "↓"
    case .high: "↑"
    case .tooLow: "↓↓"
    case .tooHigh: "↑↑"
    }
  }

  func style(_ theme: Theme) -> Style {
    switch self {
    case .neutral: theme.text
    case .good: theme.good
    case .low, .high: theme.caution
    case .tooLow, .tooHigh: theme.danger
    }
  }
}
