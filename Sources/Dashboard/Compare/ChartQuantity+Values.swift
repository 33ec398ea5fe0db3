import Blueprint
import DisplayText

/// The words and the texts for the values that the compare screen shows.
extension ChartQuantity {
  /// The name without abbreviations.
  var fullName: String { self == .rate ? "learning rate" : name }

  /// Returns the name of the values of a source, such as "val top-1 error". A quantity that is measured
  /// in training only has one name.
  func valueName(of source: Lesson.Curve.Source) -> String {
    guard isValidated else { return fullName }
    return switch source {
    case .validation: "val \(fullName)"
    case .training: "train \(fullName)"
    case .gap: "val − train \(fullName)"
    }
  }

  /// Returns the name of the values of a source for the heading of a column, such as "val top-1 err".
  func shortValueName(of source: Lesson.Curve.Source) -> String {
    valueName(of: source).replacing("error", with: "err")
  }

  /// Returns the text of a value of a source.
  func text(of source: Lesson.Curve.Source) -> @Sendable (Double) -> String {
    source == .gap && isValidated ? differenceText : text
  }

  /// The text of a difference of two values, with its sign. Errors differ by percentage points.
  var differenceText: @Sendable (Double) -> String {
    switch self {
    case .loss: { NumberText.signed($0, 3) }
    case .top1, .top5: { NumberText.points($0, isShort: true) }
    case .speed: { NumberText.signed($0, 0) }
    case .rate, .gradient, .update: { ($0 > 0 ? "+" : "") + NumberText.plain($0) }
    }
  }
}

extension Lesson.Curve.Source {
  /// The name of the images on which a quantity is measured.
  var name: String {
    switch self {
    case .validation: "validation"
    case .training: "training"
    case .gap: "validation − training"
    }
  }
}
