import Blueprint
import DisplayText

/// A comparison of runs: the settings in which their plans differ, the errors that they reached, and
/// each run's difference to a baseline at the last step at which both were validated.
public struct Comparison: Equatable, Sendable {
  /// One of the compared runs, live or recorded.
  public struct Subject: Equatable, Sendable {
    /// The run's name.
    public var name: String
    /// The run's plan.
    public var plan: RunPlan
    /// The run's validations.
    public var history: ValidationHistory
    /// The run's evaluations, which are compared image by image.
    public var evaluations: [Evaluation]

    /// Creates a run for a comparison.
    public init(
      name: String, plan: RunPlan, history: ValidationHistory, evaluations: [Evaluation] = []
    ) {
      self.name = name
      self.plan = plan
      self.history = history
      self.evaluations = evaluations
    }
  }

  /// The compared values of one run.
  public struct Row: Equatable, Sendable {
    /// The run's name.
    public var name: String
    /// The settings of the plan that not all runs share.
    public var differences: [SettingValue]
    /// The knobs that were changed by hand while the run trained.
    public var knobChanges: [ValidationHistory.KnobChange]
    /// The number of steps.
    public var steps: Int
    /// The validation with the lowest top-1 error; `nil` without a validation.
    public var best: ValidationResult?
    /// The lowest top-5 error of all validations, 0…1; `nil` without a validation.
    public var bestTop5: Double?
    /// A Boolean value that indicates whether the top-5 error is meaningful: there are more than
    /// five classes.
    public var hasTop5: Bool
    /// The last validation; `nil` without one.
    public var last: ValidationResult?
    /// The first validation with at most the comparison's ``Comparison/level``; `nil` when there is none.
    public var reached: ValidationResult?
    /// The images per second over all steps; `nil` without a step.
    public var imagesPerSecond: Double?
    /// The difference to the baseline at the last step at which both were validated; `nil` for the
    /// baseline, and when there is no such step.
    public var difference: Difference?
  }

  /// The values of a run less those of the baseline, at one step.
  public struct Difference: Equatable, Sendable {
    /// The last step at which both were validated.
    public var step: Int
    /// The difference of the top-1 errors, −1…1.
    public var top1: Double
    /// The difference of the top-1 errors as they are shown, with one digit of a per cent, so that the three
    /// numbers agree.
    public var shownTop1: Double
    /// The difference of the top-5 errors, −1…1.
    public var top5: Double
    /// The difference of the losses, in nats.
    public var loss: Double
  }

  /// The top-1 error, 0…1, for which the time to reach it is compared.
  public let level: Double
  /// A Boolean value that indicates whether the level was given, or distinguishes the runs. One that all
  /// runs had reached at their first validation, such as that of guessing, does not.
  public let hasTarget: Bool
  /// The index of the run that the others are compared with.
  public let baseline: Int
  /// One row for each run, in the given order.
  public let rows: [Row]
  /// The runs grouped into repetitions with different seeds; a run without repetitions is a set alone.
  public let sets: [SeedSet]
  /// The comparisons with the baseline image by image, on each set of images that a run and the baseline
  /// have evaluated.
  public let imageTests: [ImageTest]
  /// True for each run that was trained on scenes, in the order of the rows.
  let areScenes: [Bool]

  /// Compares runs with a baseline.
  /// - Parameters:
  ///   - runs: The runs.
  ///   - baseline: The index of the run that the others are compared with; 0 replaces an index
  ///     outside the runs.
  ///   - level: The top-1 error for which the time to reach it is compared; `nil` chooses the lowest
  ///     round error that all validated runs reached.
  public init(_ runs: [Subject], baseline: Int = 0, level: Double? = nil) {
    let given = level
    let level = given ?? Self.level(for: runs.map(\.history))
    let runs = runs.map { run in
      var run = run
      run.plan.length = run.history.resumedLength ?? run.plan.length
      return run
    }
    let differences = runs.map(\.plan).differingSettings()
    let base = runs.indices.contains(baseline) ? baseline : 0
    self.level = level
    hasTarget =
      given != nil
      || runs.contains { $0.history.first(reaching: level)?.step != $0.history.results.first?.step }
    self.baseline = base
    rows = zip(runs.indices, runs).map { index, run in
      let history = run.history
      return Row(
        name: run.name, differences: differences[index], knobChanges: history.knobChanges,
        steps: history.steps, best: history.best, bestTop5: history.bestTop5,
        hasTop5: run.plan.network.hasTop5, last: history.last,
        reached: history.first(reaching: level), imagesPerSecond: history.imagesPerSecond,
        difference: index == base ? nil : Difference(history, less: runs[base].history))
    }
    sets = SeedSet.sets(of: runs, differences: differences)
    imageTests = runs.indices.filter { $0 != base }.flatMap {
      ImageTest.tests(of: runs[$0], against: runs[base])
    }
    areScenes = runs.map { $0.plan.data == .scenes }
  }

  /// Returns the lowest multiple of 5% (of 1% below 10%, and where 5% leads to 100%) that all validated
  /// runs reached.
  private static func level(for histories: [ValidationHistory]) -> Double {
    let errors = histories.compactMap { $0.best?.top1 }
    guard let worst = errors.max() else { return 0.5 }
    // A quotient of whole numbers is the nearest number to 0.95, which a multiple of 0.05 is not.
    let parts: Double = worst < 0.1 || worst > 0.95 ? 100 : 20
    return min(1, (worst * parts - 1e-9).rounded(.up) / parts)
  }

  /// True if Welch's test compares a set with that of the baseline.
  var hasSeedTest: Bool {
    guard let own = sets.first(where: { $0.members.contains(baseline) }) else { return false }
    return sets.contains { $0 != own && own.test(against: $0) != nil }
  }

  /// Returns one text for each set except the baseline's, which compares it with the baseline's, and after
  /// them what the numbers do not show.
  /// - Parameter minus: The sign of negative differences.
  public func verdicts(minus: NumberText.Minus = .screen) -> [String] {
    guard let own = sets.first(where: { $0.members.contains(baseline) }) else { return [] }
    let others = sets.filter { $0 != own }
    let compared = others.filter { own.lastStep(sharedWith: $0) != nil }
    let tested = compared.count { own.test(against: $0) != nil }
    var texts = others.map { own.verdict(on: $0, minus: minus) }
    // Runs of one seed with equal errors leave no difference that chance could explain.
    let single = compared.filter { min(own.members.count, $0.members.count) == 1 }
    if single.contains(where: { !own.repeats($0) }) {
      let isAlone = compared.allSatisfy { max(own.members.count, $0.members.count) == 1 }
      texts.append(
        (isAlone ? "One seed each" : "With one seed on a side")
          + ", a difference of any size can be chance. --seeds 3 trains more seeds.")
    }
    if tested > 0 {
      texts.append("A test holds only for these data, these settings and this step.")
    }
    if tested > 1 {
      texts.append(
        "Each test is for one comparison: of 20 comparisons without a real difference, about one is below "
          + "5 of 100 cases.")
    }
    return texts
  }
}

extension Comparison.Difference {
  /// Returns `nil` when there is no step at which both were validated.
  fileprivate init?(_ run: ValidationHistory, less base: ValidationHistory) {
    let shared = run.results.last { base.result(atStep: $0.step) != nil }
    guard let own = shared, let other = base.result(atStep: own.step) else { return nil }
    self.init(
      step: own.step, top1: own.top1 - other.top1,
      shownTop1: NumberText.shownDifference(own.top1, other.top1), top5: own.top5 - other.top5,
      loss: own.loss - other.loss)
  }
}
