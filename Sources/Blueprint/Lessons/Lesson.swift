/// A prepared comparison: a plan and lanes beside it that show one of the paper's claims within minutes. The
/// lessons themselves are in `Lesson+All.swift`.
///
/// A lesson has two lengths. The short one is that of ``Setup/steps`` and of ``finding``. The long one has
/// ``longFactor`` times as many steps, for a machine that trains many images per second.
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
    /// The length of the runs in steps, in the short form.
    public var steps: Int
    /// The steps from one validation to the next, in the short form.
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
  /// The changes of each lane beside the plan. A lane differs from the plan, or from another lane, in one
  /// setting.
  public let lanes: [[PlanChange]]
  /// The curve that shows the claim best.
  public let curve: Curve
  /// The observations to make and the keys to try.
  public let task: String
  /// The paper's claim, with its section, and the figures of the released code if it has any.
  public let claim: String
  /// The result of a measurement of the short form on the built-in scenes.
  public let finding: String
  /// True if `alexnet reproduce` measures the claim, under the name of the lesson.
  public var isReproduced = true

  /// The steps of the long form over those of the short one. What takes two processor cores a minute or two
  /// takes them a quarter of an hour then, and a machine with many cores a few minutes.
  public static let longFactor = 10

  /// Task, claim and finding as paragraphs with headings.
  public var paragraphs: [(heading: String, text: String)] {
    [("Look for", task), ("The paper", claim), ("Measured", finding)]
  }
}

extension Lesson {
  /// Returns the paragraph on the time that the lesson needs, its long form, and the command that measures the
  /// claim.
  /// - Parameters:
  ///   - plan: The plan that is trained.
  ///   - time: The time that all networks of `plan` need on this machine, such as "2 min"; `nil` if it has not
  ///     been measured.
  ///   - longTime: The time that the long form needs.
  public func outlook(of plan: RunPlan, time: String?, longTime: String?) -> String {
    var sentences = [
      time.map { "This machine needs about \($0)." }
        ?? "The first steps show how long this machine needs."
    ]
    if plan.length == .steps(setup.steps) {
      sentences.append(
        "--long trains \(Self.longFactor) times as many steps"
          + (longTime.map { ", in about \($0)." } ?? "."))
    }
    if isReproduced {
      sentences.append(
        "`\(ProgramCommand.reproduce(name.rawValue))` measures the claim on CIFAR-10, with several "
          + "seeds.")
    }
    return sentences.joined(separator: " ")
  }

  /// Returns the steps from one validation to the next in a run of a number of steps. A longer run than the
  /// short form has as many validations as that, so that they need the same share of the time.
  public func validationInterval(steps: Int) -> Int {
    max(setup.validateEvery, steps / (setup.steps / setup.validateEvery))
  }
}

extension RunPlan {
  /// Returns the plan with the settings of a lesson. The schedule becomes constant, because a drop of the
  /// rate would be a second difference.
  /// - Parameters:
  ///   - lesson: The lesson.
  ///   - isLong: True for its long form.
  public func adapted(to lesson: Lesson, isLong: Bool = false) -> RunPlan {
    var plan = self
    let steps = lesson.setup.steps * (isLong ? Lesson.longFactor : 1)
    plan.lesson = lesson.name
    plan.length = .steps(steps)
    plan.schedule = .constant
    plan.validateEvery = lesson.validationInterval(steps: steps)
    plan.limit = lesson.setup.limit
    if let augmentation = lesson.setup.augmentation { plan.knobs.augmentation = augmentation }
    return plan
  }
}
