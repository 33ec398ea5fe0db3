import Glibc
import TerminalUI

/// The assessment of a measurement, shown by a colour and, without colours, by a glyph.
enum Health {
  case neutral, good, low, high, tooLow, tooHigh

  /// Assesses the norm of an update relative to the weights: about 1e-3 is healthy, a tenth or ten
  /// times that is not.
  static func update(_ ratio: Double) -> Health {
    let distance = log10(ratio / 1e-3)
    switch abs(distance) {
    case ...0.5: return .good
    case ...1: return distance < 0 ? .low : .high
    default: return distance < 0 ? .tooLow : .tooHigh
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
