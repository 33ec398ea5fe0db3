import Blueprint
import DisplayText
import Statistics

/// A comparison of two networks image by image, from their latest evaluations on the same images: McNemar's
/// exact test.
///
/// It is about two trained networks. It covers the chance of the images, but not the chance of the seed, which
/// Welch's test over seeds covers (``SeedSet``).
public struct ImageTest: Equatable, Sendable {
  /// The name of the run.
  public let run: String
  /// The name of the run that it is compared with.
  public let baseline: String
  /// The evaluation of the run.
  public let evaluation: Evaluation
  /// The evaluation of the baseline.
  public let baselineEvaluation: Evaluation
  /// The number of images that were decoded in both evaluations.
  public let images: Int
  /// The test. The baseline is the first of its two classifiers.
  public let test: McNemarTest

  /// Compares two runs; `nil` if they were not evaluated alone, on the same images and with the same number
  /// of views. Of several common sets of images, the one that was evaluated last is used.
  init?(of run: Comparison.Subject, against base: Comparison.Subject) {
    let pairs = run.evaluations.flatMap { own in
      base.evaluations.compactMap { other in own.isComparable(to: other) ? (own, other) : nil }
    }
    // The time of a pair is that of its earlier evaluation.
    func times(_ pair: (Evaluation, Evaluation)) -> (Double, Double) {
      (min(pair.0.time, pair.1.time), max(pair.0.time, pair.1.time))
    }
    guard let (own, other) = pairs.max(by: { times($0) < times($1) }) else { return nil }
    let decoded = own.decoded.intersection(other.decoded)
    self.run = run.name
    baseline = base.name
    evaluation = own
    baselineEvaluation = other
    images = decoded.count
    test = McNemarTest(
      onlyFirst: own.right.countMissing(from: other.right, within: decoded),
      onlySecond: other.right.countMissing(from: own.right, within: decoded))
  }

  /// The top-1 error of the run minus that of the baseline, on the images that were decoded in both.
  public var difference: Double {
    images == 0 ? 0 : Double(test.onlyFirst - test.onlySecond) / Double(images)
  }
}

extension Evaluation {
  fileprivate func isComparable(to other: Evaluation) -> Bool {
    others.isEmpty && other.others.isEmpty && images.fingerprint == other.images.fingerprint
      && views == other.views
  }
}

extension ImageTest {
  /// Returns the result in two sentences.
  func verdict(minus: NumberText.Minus) -> String {
    let steps =
      "steps \(NumberText.grouped(evaluation.step)) and \(NumberText.grouped(baselineEvaluation.step))"
    let views = evaluation.views == 1 ? "one view" : "\(evaluation.views) views"
    let text =
      "\(run) against \(baseline) on the same \(NumberText.grouped(images)) images "
      + "(\(evaluation.images.data), \(views), \(steps)): "
      + "\(NumberText.points(difference, minus: minus)) of top-1 error. "
      + "Only \(run) is right on \(NumberText.grouped(test.onlySecond)), only \(baseline) on "
      + "\(NumberText.grouped(test.onlyFirst))."
    guard test.onlyFirst != test.onlySecond else { return text }
    return text + " If both networks were equally good, the choice of images alone would cause a "
      + "difference this large in \(SeedSet.cases(test.p)) (McNemar's exact test)."
  }
}

extension Comparison {
  /// Returns one text for each test over images, and after them what these tests do not show. Without a
  /// test, a sentence names the commands that make one possible.
  /// - Parameter minus: The sign of negative differences.
  public func imageVerdicts(minus: NumberText.Minus = .screen) -> [String] {
    guard !imageTests.isEmpty else {
      guard rows.count > 1 else { return [] }
      let other = rows[baseline == 0 ? 1 : 0].name
      return [
        "There is no test over images: the runs were not evaluated on the same images. "
          + "`\(ProgramCommand.evaluate(rows[baseline].name))` and "
          + "`\(ProgramCommand.evaluate(other))`, both with the same --data, make one possible."
      ]
    }
    return imageTests.map { $0.verdict(minus: minus) } + [
      "McNemar's test is about these trained networks: it covers the chance of these images, not the chance "
        + "of the seed. Welch's test over seeds covers the seed, not the images."
    ]
  }
}
