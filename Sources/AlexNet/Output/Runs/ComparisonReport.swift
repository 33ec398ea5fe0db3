import Runs

/// The output of `runs compare --json`. Errors are fractions, losses in nats, times in seconds.
struct ComparisonReport: Encodable {
  /// One validation.
  struct Validation: Encodable {
    var step: Int
    var seconds: Double
    var loss: Double
    var top1: Double
    var top5: Double
    /// The validation value minus the mean over the training batches since the previous validation.
    var lossGap: Double?
    var top1Gap: Double?

    init(_ result: ValidationResult) {
      step = result.step
      seconds = result.seconds
      loss = result.loss
      top1 = result.top1
      top5 = result.top5
      lossGap = result.lossGap
      top1Gap = result.top1Gap
    }
  }

  /// A setting that was changed by hand.
  struct KnobChange: Encodable {
    /// The step before the change.
    var step: Int
    /// The knob and its new value, such as "rate 0.002".
    var change: String
  }

  /// The difference to the baseline at a step.
  struct Difference: Encodable {
    var step: Int
    var loss: Double
    var top1: Double
    var top5: Double
  }

  /// One of the compared runs.
  struct ComparedRun: Encodable {
    var name: String
    /// The settings in which the plans differ, by name.
    var differences: [String: String]
    var changes: [KnobChange]
    var steps: Int
    var best: Validation?
    var bestTop5: Double?
    var last: Validation?
    /// The first validation at or below `level`.
    var reached: Validation?
    var imagesPerSecond: Double?
    /// The difference at the last validation step that the run shares with the baseline.
    var difference: Difference?
  }

  /// Runs of one plan with different seeds, with the mean and the deviation of their top-1 errors at the
  /// last validation that all of them share.
  struct SeedSet: Encodable {
    var name: String
    var runs: [String]
    var step: Int?
    var mean: Double?
    var deviation: Double?
  }

  /// A comparison with the baseline on the same images: McNemar's exact test.
  struct ImageTest: Encodable {
    var run: String
    /// The steps of the two checkpoints.
    var step: Int
    var baselineStep: Int
    /// The name of the images.
    var data: String
    /// "validation", "train" or "all".
    var split: String
    var views: Int
    /// The number of images.
    var images: Int
    /// The numbers of images on which only one of the two is right.
    var onlyRun: Int
    var onlyBaseline: Int
    /// The top-1 error of the run minus that of the baseline.
    var difference: Double
    /// The two-sided probability of such numbers if both are equally good.
    var p: Double

    init(_ test: Runs.ImageTest) {
      run = test.run
      step = test.evaluation.step
      baselineStep = test.baselineEvaluation.step
      data = test.evaluation.images.data
      split = test.evaluation.images.split
      views = test.evaluation.views
      images = test.images
      onlyRun = test.test.onlySecond
      onlyBaseline = test.test.onlyFirst
      difference = test.difference
      p = test.test.p
    }
  }

  /// The name of the baseline.
  var baseline: String
  /// The error whose first validation is `reached`.
  var level: Double
  var runs: [ComparedRun]
  var sets: [SeedSet]
  /// The tests over images, one for each set that a run and the baseline have evaluated. Those on validation
  /// sets are the first of a run.
  var imageTests: [ImageTest]
  /// The results of all tests, in sentences.
  var verdicts: [String]

  init(_ comparison: Comparison) {
    baseline = comparison.rows[comparison.baseline].name
    level = comparison.level
    imageTests = comparison.imageTests.map(ImageTest.init)
    verdicts = comparison.verdicts(minus: .output)
    if !imageTests.isEmpty { verdicts += comparison.imageVerdicts(minus: .output) }
    runs = comparison.rows.map { row in
      ComparedRun(
        name: row.name,
        differences: Dictionary(uniqueKeysWithValues: row.differences.map { ($0.name, $0.value) }),
        changes: row.knobChanges.map { KnobChange(step: $0.step, change: $0.text) },
        steps: row.steps,
        best: row.best.map(Validation.init), bestTop5: row.bestTop5,
        last: row.last.map(Validation.init),
        reached: row.reached.map(Validation.init), imagesPerSecond: row.imagesPerSecond,
        difference: row.difference.map {
          Difference(step: $0.step, loss: $0.loss, top1: $0.top1, top5: $0.top5)
        })
    }
    sets = comparison.sets.filter { $0.members.count > 1 }.map { set in
      let step = set.lastStep()
      let errors = step.flatMap { set.top1(atStep: $0) }
      return SeedSet(
        name: set.name, runs: set.members.map { comparison.rows[$0].name }, step: step,
        mean: errors?.mean, deviation: errors?.deviation)
    }
  }
}
