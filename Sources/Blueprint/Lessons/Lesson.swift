/// A ready comparison: how a plan is to be set up so that one of the paper's claims can be looked at
/// within minutes, what the lanes beside it have otherwise, and what to look for. The five are data, in
/// `Lesson+All.swift`.
public struct Lesson: Hashable, Sendable {
  public enum Name: String, Hashable, Codable, Sendable, CaseIterable {
    case dropout, lrn, relu, overlap, rate
  }

  /// The curve that shows it best.
  public struct Curve: Hashable, Sendable {
    public enum Quantity: Hashable, Sendable { case loss, top1 }
    /// Of the validation set, of the training batches, or the former less the latter.
    public enum Source: Hashable, Sendable { case validation, training, gap }

    public var quantity: Quantity
    public var source: Source
  }

  /// What the plan has otherwise than a plan without wishes; nil leaves what suits network and data.
  public struct Setting: Hashable, Sendable {
    /// A preset's name.
    public var network = "compact"
    public var steps: Int
    public var validateEvery: Int
    public var limit: Int?
    public var augmentation: Augmentation?
  }

  public let name: Name
  /// One line: what is compared.
  public let title: String
  public let setting: Setting
  /// What each of the lanes beside the plan has otherwise: one thing.
  public let lanes: [[Change]]
  public let curve: Curve
  /// What to look for, and what to try.
  public let task: String
  /// What the paper says, with its section.
  public let claim: String
  /// What was seen on the built-in scenes when it was tried.
  public let finding: String

  /// The words as headed paragraphs.
  public var paragraphs: [(heading: String, text: String)] {
    [("Look for", task), ("The paper", claim), ("Measured", finding)]
  }
}

extension RunPlan {
  /// The plan set up for a lesson. The rate stays as it is: a drop on the way would be a second thing
  /// that differs.
  public func set(for lesson: Lesson) -> RunPlan {
    var plan = self
    plan.lesson = lesson.name
    plan.length = .steps(lesson.setting.steps)
    plan.schedule = .constant
    plan.validateEvery = lesson.setting.validateEvery
    plan.limit = lesson.setting.limit
    if let augmentation = lesson.setting.augmentation { plan.knobs.augmentation = augmentation }
    return plan
  }
}
