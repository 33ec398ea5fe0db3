import Blueprint
import DisplayText
import Statistics

/// A comparison of two networks image by image, from their latest evaluations on one set of images and with the
/// same views: McNemar's exact test.
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

  /// Compares two runs on each set of images that both have evaluated alone and with the same number of
  /// views, by the latest evaluations of both.
  /// - Returns: The tests on validation sets first, and of each kind the latest first.
  static func tests(
    of run: Comparison.Subject, against base: Comparison.Subject
  ) -> [ImageTest] {
    let own = latest(of: run)
    let others = latest(of: base)
    return own.compactMap { key, evaluation in
      others[key].map { ImageTest(run.name, evaluation, against: base.name, $0) }
    }
    .sorted { $0.rank < $1.rank }
  }

  /// A set of images with the number of views of each.
  private struct ViewedImages: Hashable {
    var fingerprint: String
    var views: Int
  }

  private static func latest(of run: Comparison.Subject) -> [ViewedImages: Evaluation] {
    let alone = run.evaluations.filter(\.others.isEmpty).map {
      (ViewedImages(fingerprint: $0.images.fingerprint, views: $0.views), $0)
    }
    return Dictionary(alone) { $0.time >= $1.time ? $0 : $1 }
  }

  /// The position among the tests of a run: validation sets, the time of the earlier evaluation, the views.
  private var rank: (Int, Double, Int) {
    (
      evaluation.images.split == "validation" ? 0 : 1,
      -min(evaluation.time, baselineEvaluation.time), evaluation.views
    )
  }

  private init(
    _ run: String, _ own: Evaluation, against baseline: String, _ other: Evaluation
  ) {
    let decoded = own.decoded.intersection(other.decoded)
    self.run = run
    self.baseline = baseline
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

extension ImageTest {
  /// Returns the result in two sentences.
  func verdict(minus: NumberText.Minus) -> String {
    let steps =
      "steps \(NumberText.grouped(evaluation.step)) and \(NumberText.grouped(baselineEvaluation.step))"
    let views = evaluation.views == 1 ? "one view" : "\(evaluation.views) views"
    let set = evaluation.images
    let kind =
      switch set.split {
      case "validation": "validation images"
      case "train": "training images"
      default: "images"
      }
    let text =
      "\(run) against \(baseline) on the same \(NumberText.grouped(images)) \(kind) of \(set.data) "
      + "(\(views), \(steps)): \(Comparison.judged(difference, "top-1 error", minus: minus)). "
      + "Only \(run) is right on \(NumberText.grouped(test.onlySecond)), only \(baseline) on "
      + "\(NumberText.grouped(test.onlyFirst))."
    guard test.onlyFirst != test.onlySecond else { return text }
    return text + " If both networks were equally good, the choice of images alone would cause a "
      + "difference this large in \(SeedSet.cases(test.p)) (McNemar's exact test)."
  }
}

extension Comparison {
  /// Returns a difference of two errors with the word for it: "−3.2 points of top-1 error (better)".
  /// - Parameters:
  ///   - difference: The error of the run that is judged minus that of the other one.
  ///   - error: The name of the error.
  ///   - minus: The sign of negative differences.
  static func judged(_ difference: Double, _ error: String, minus: NumberText.Minus) -> String {
    let text = "\(NumberText.points(difference, minus: minus)) of \(error)"
    // A difference that is shown as 0.0 is neither.
    guard (difference * 1000).rounded() != 0, difference.isFinite else { return text }
    return text + (difference < 0 ? " (better)" : " (worse)")
  }

  /// Returns one text for each test over images, and after them what these tests do not show. A sentence
  /// for each run without a test names the commands that make one possible.
  /// - Parameter minus: The sign of negative differences.
  public func imageVerdicts(minus: NumberText.Minus = .screen) -> [String] {
    let tested = Set(imageTests.map(\.run))
    let missing = rows.indices.filter { $0 != baseline && !tested.contains(rows[$0].name) }
    var texts = imageTests.map { $0.verdict(minus: minus) }
    if !texts.isEmpty {
      let seeds = hasSeedTest ? " Welch's test over seeds covers the seed, not the images." : ""
      texts.append(
        "McNemar's test is about these trained networks: it covers the chance of these images, not the "
          + "chance of the seed." + seeds)
    }
    return texts + missing.map(advice)
  }

  private func advice(onRun index: Int) -> String {
    let names = (rows[index].name, rows[baseline].name)
    let (data, remark) =
      areScenes[index] && areScenes[baseline]
      ? (" --data scenes", "") : ("", ", both with the same --data,")
    return "\(names.0) and \(names.1) were not evaluated on the same images with the same views. "
      + "`\(ProgramCommand.evaluate(names.1))\(data)` and "
      + "`\(ProgramCommand.evaluate(names.0))\(data)`\(remark) make a test over images possible."
  }
}
