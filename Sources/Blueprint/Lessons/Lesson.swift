/// A prepared comparison: a plan and lanes beside it that show one of the paper's claims within minutes. The
/// lessons themselves are in `Lesson+All.swift`.
public struct Lesson: Hashable, Sendable {
  /// The name of a lesson on the command line.
  public enum Name: String, Hashable, Codable, Sendable, CaseIterable {
    /// Overfitting without dropout.
    case dropout
    /// Local response normalisation.
    case lrn
    /// ReLU and tanh.
    case relu
    /// Overlapping and plain pooling windows.
    case overlap
    /// Three learning rates.
    case rate
  }

  /// The curve that shows the claim best.
  public struct Curve: Hashable, Sendable {
    /// The value that is drawn.
    public enum Quantity: Hashable, Sendable {
      /// The loss, in nats.
      case loss
      /// The top-1 error.
      case top1
    }
    /// The images of the value.
    public enum Source: Hashable, Sendable {
      /// The validation set.
      case validation
      /// The training batches.
      case training
      /// The validation value minus the training value.
      case gap
    }

    /// The value that is drawn.
    public var quantity: Quantity
    /// The images of the value.
    public var source: Source
  }

  /// The settings of the plan that the lesson chooses; `nil` keeps the default for network and data.
  public struct Setup: Hashable, Sendable {
    /// The name of a preset.
    public var network = "compact"
    /// The length of the runs in steps.
    public var steps: Int
    /// The steps from one validation to the next.
    public var validateEvery: Int
    /// The number of training images that are used; `nil` uses all.
    public var limit: Int?
    /// The random variation of training images.
    public var augmentation: Augmentation?
  }

  /// The name on the command line.
  public let name: Name
  /// The comparison in one line.
  public let title: String
  /// The settings of the plan that the lesson chooses.
  public let setup: Setup
  /// The changes of each lane beside the plan: one change per lane.
  public let lanes: [[PlanChange]]
  /// The curve that shows the claim best.
  public let curve: Curve
  /// The observations to make and the keys to try.
  public let task: String
  /// The paper's claim, with its section.
  public let claim: String
  /// The result of a measurement on the built-in scenes.
  public let finding: String

  /// Task, claim and finding as paragraphs with headings.
  public var paragraphs: [(heading: String, text: String)] {
    [("Look for", task), ("The paper", claim), ("Measured", finding)]
  }
}

extension RunPlan {
  /// Returns the plan with the settings of a lesson. The schedule becomes constant, because a drop of the
  /// rate would be a second difference.
  public func adapted(to lesson: Lesson) -> RunPlan {
    var plan = self
    plan.lesson = lesson.name
    plan.length = .steps(lesson.setup.steps)
    plan.schedule = .constant
    plan.validateEvery = lesson.setup.validateEvery
    plan.limit = lesson.setup.limit
    if let augmentation = lesson.setup.augmentation { plan.knobs.augmentation = augmentation }
    return plan
  }
}
