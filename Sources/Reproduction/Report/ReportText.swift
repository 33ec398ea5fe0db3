import DisplayText
import Statistics

/// Numbers and reasons as a report writes them. Errors have two digits after the point, one more than on
/// screens, because the effects of the claims are smaller than a point.
enum ReportText {
  /// Returns an error in per cent: "18.32%".
  static func percent(_ share: Double) -> String { NumberText.percent(share, 2) }

  /// Returns a difference of shares with its sign: "−0.71 points".
  static func points(_ difference: Double) -> String {
    NumberText.signed(difference * 100, 2) + " points"
  }

  /// Returns a difference of shares without its sign: "0.71 points".
  static func distance(_ difference: Double) -> String {
    NumberText.fixed(abs(difference) * 100, 2) + " points"
  }

  /// Returns an error that is a target: "25%".
  static func target(_ share: Double) -> String { NumberText.percent(share, upTo: 1) }

  /// Returns a factor: "5.8×".
  static func factor(_ value: Double) -> String {
    NumberText.fixed(value, value < 9.95 ? 2 : 1) + "×"
  }

  /// Returns a probability as it belongs to a sentence: "p = 0.012", "p < 0.001".
  static func probability(_ p: Double) -> String {
    p < 0.001 ? "p < 0.001" : "p = \(NumberText.fixed(p, p < 0.0995 ? 3 : 2))"
  }

  /// Returns a figure of a quantity: "18.32%", "12.30 points", "6.1".
  static func figure(_ value: Double, of quantity: Experiment.Quantity) -> String {
    switch quantity {
    case .error, .columnColour: percent(value)
    case .overfitting: NumberText.fixed(value * 100, 2)
    case .epochs: NumberText.fixed(value, 1)
    }
  }

  /// Returns the mean of samples with their standard deviation: "18.32% ± 0.21".
  static func spread(_ samples: [Sample], of quantity: Experiment.Quantity) -> String {
    guard !samples.isEmpty else { return "—" }
    let values = Measurements(samples.map(\.value))
    let mean = figure(values.mean, of: quantity)
    guard let deviation = values.deviation else { return mean }
    let spread =
      switch quantity {
      case .error, .columnColour, .overfitting: NumberText.fixed(deviation * 100, 2)
      case .epochs: NumberText.fixed(deviation, 1)
      }
    return "\(mean) ± \(spread)"
  }

  /// Returns the size of an effect: "−0.71 points", "5.80×".
  static func size(_ value: Double, _ scale: Comparison.Effect.Scale) -> String {
    switch scale {
    case .difference: points(value)
    case .factor: factor(value)
    }
  }

  /// Returns an interval: "−1.10 to −0.32 points", "4.90× to 6.70×".
  static func interval(
    _ interval: ClosedRange<Double>, _ scale: Comparison.Effect.Scale
  ) -> String {
    switch scale {
    case .difference:
      "\(NumberText.signed(interval.lowerBound * 100, 2)) to \(points(interval.upperBound))"
    case .factor: "\(factor(interval.lowerBound)) to \(factor(interval.upperBound))"
    }
  }

  /// Returns a quantity in words, as the subject of a sentence.
  static func name(of quantity: Experiment.Quantity) -> String {
    switch quantity {
    case .error(let views):
      views == 1 ? "the validation error" : "the validation error, \(views) views"
    case .epochs(let target): "the epochs to \(ReportText.target(target)) training error"
    case .overfitting: "the overfitting"
    case .columnColour: "the share of colour"
    }
  }

  /// Returns "1 run", "2 runs".
  static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
    "\(NumberText.grouped(number)) \(number == 1 ? one : many ?? one + "s")"
  }

  /// Returns "1 hour", "9.5 hours".
  static func hours(_ hours: Double) -> String {
    "\(NumberText.plain(hours)) \(hours == 1 ? "hour" : "hours")"
  }

  /// Returns names as a list: "a", "a and b", "a, b and c".
  static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension Untested {
  /// The reason as a sentence.
  var sentence: String {
    switch self {
    case .leftOut(let reason): reason
    case .noRuns(let arm): "No run of \(arm.rawValue) is finished."
    case .tooFewSeeds(0): "No seed is finished in both networks."
    case .tooFewSeeds(let seeds):
      "\(ReportText.count(seeds, "seed")) alone \(seeds == 1 ? "does" : "do") not show how large chance is."
    case .missing(let figure): figure.sentence
    case .otherImages(let run, let other):
      "The runs \(run) and \(other) had different images, so their figures cannot be compared."
    case .otherPlan(let run, let other):
      "The runs \(run) and \(other) differ in more than their seeds."
    case .equalDifferences:
      "All seeds have the same difference, which does not show how large chance is."
    }
  }
}

extension MissingFigure {
  /// The reason as a sentence.
  var sentence: String {
    switch self {
    case .evaluation(let run, let views):
      "The last checkpoint of \(run) was not evaluated with \(ReportText.count(views, "view"))."
    case .training(let run): "The last checkpoint of \(run) was not evaluated on training images."
    case .target(let run, let error, let lowest, let epochs):
      "The training error of \(run) did not reach \(ReportText.target(error)) in "
        + "\(NumberText.fixed(epochs, 1)) epochs"
        + (lowest.map { "; its lowest was \(ReportText.percent($0))." } ?? ".")
    case .columns(let run): "The first layer of \(run) has no kernels in two columns."
    case .diverged(let run): "The run \(run) diverged: its loss was not a number."
    }
  }
}
