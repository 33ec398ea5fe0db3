import Blueprint

/// Runs side by side: what differs in their plans, how far each came, and at what step of their own
/// they can be set against a baseline. Made of values alone, of live runs and recorded ones alike.
public struct Comparison: Equatable, Sendable {
  public struct Subject: Equatable, Sendable {
    public var name: String
    public var plan: RunPlan
    public var course: RunCourse

    public init(name: String, plan: RunPlan, course: RunCourse) {
      self.name = name
      self.plan = plan
      self.course = course
    }
  }

  /// What is said of one run.
  public struct Row: Equatable, Sendable {
    public var name: String
    /// Of its plan what the others do not share.
    public var differences: [PlanFacts.Fact]
    /// What a person changed while it went.
    public var changes: [RunCourse.Change]
    public var steps: Int
    public var best: RunCourse.Check?
    public var bestTop5: Double?
    /// Whether top-5 errors of the run say something.
    public var hasTop5: Bool
    public var last: RunCourse.Check?
    /// The validation that first came down to the chosen error.
    public var reached: RunCourse.Check?
    public var imagesPerSecond: Double?
    /// Against the baseline, at the last validation step that the two share; nil for the baseline.
    public var difference: Difference?
  }

  /// A run less the baseline at one step.
  public struct Difference: Equatable, Sendable {
    public var step: Int
    public var top1: Double
    public var top5: Double
    public var loss: Double
  }

  /// The top-1 error whose reaching is timed.
  public let level: Double
  /// The place of the run that the others are set against.
  public let baseline: Int
  public let rows: [Row]
  /// Repetitions with other seeds; a run that has none is a set of its own.
  public let sets: [SeedSet]

  /// - Parameters:
  ///   - subjects: the runs.
  ///   - baseline: the index of the run that the others are compared with.
  ///   - level: nil takes a round error that every run has reached, if they have.
  public init(_ subjects: [Subject], baseline: Int = 0, level: Double? = nil) {
    let level = level ?? Self.level(for: subjects.map(\.course))
    let differences = PlanFacts.differences(among: subjects.map(\.plan))
    let base = subjects.indices.contains(baseline) ? baseline : 0
    self.level = level
    self.baseline = base
    rows = zip(subjects.indices, subjects).map { index, subject in
      let course = subject.course
      return Row(
        name: subject.name, differences: differences[index], changes: course.changes,
        steps: course.steps, best: course.best, bestTop5: course.bestTop5,
        hasTop5: subject.plan.network.hasTop5, last: course.last,
        reached: course.first(reaching: level),
        imagesPerSecond: course.imagesPerSecond,
        difference: index == base ? nil : Difference(course, less: subjects[base].course))
    }
    sets = SeedSet.sets(of: subjects, differences: differences)
  }

  /// A multiple of 5 % (of 1 % below 10 %): the least that all of them have come down to.
  private static func level(for courses: [RunCourse]) -> Double {
    let errors = courses.compactMap { $0.best?.top1 }
    guard let worst = errors.max() else { return 0.5 }
    let pitch = worst < 0.1 ? 0.01 : 0.05
    return min(1, (worst / pitch - 1e-9).rounded(.up) * pitch)
  }

  /// What may be said about every other set against the baseline's, as sentences.
  public var verdicts: [String] {
    guard let own = sets.first(where: { $0.members.contains(baseline) }) else { return [] }
    let others = sets.filter { $0 != own }
    var sentences = others.map { own.verdict(on: $0) }
    if others.count(where: { own.test(against: $0) != nil }) > 1 {
      sentences.append(
        "Each p is for one comparison by itself: of twenty, one is below 0.05 by chance alone.")
    }
    return sentences
  }
}

extension Comparison.Difference {
  fileprivate init?(_ course: RunCourse, less base: RunCourse) {
    let shared = course.checks.last { base.check(atStep: $0.step) != nil }
    guard let here = shared, let there = base.check(atStep: here.step) else { return nil }
    self.init(
      step: here.step, top1: here.top1 - there.top1, top5: here.top5 - there.top5,
      loss: here.loss - there.loss)
  }
}
