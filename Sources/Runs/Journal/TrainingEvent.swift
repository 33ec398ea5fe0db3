import Blueprint

/// A fact about a run, kept for ever in its journal. Errors are fractions 0…1, losses in nats,
/// times in seconds. Steps count from 1; epochs are fractions of passes over the training set.
public enum TrainingEvent: Equatable, Sendable {
  // A step is most of what is ever held: the large ones are not to make it larger.
  indirect case started(Started)
  case step(Step)
  case validation(Validation)
  /// The learning rate that the next step uses.
  case rate(step: Int, rate: Double, cause: RateCause)
  case toggled(step: Int, knob: ToggledKnob, on: Bool)
  case paused(step: Int, on: Bool)
  /// All that it takes to go on from after this step is on the disk.
  case checkpoint(step: Int, path: String)
  /// The run went on after this step; what was told of later ones is told again.
  indirect case resumed(Resumed)
  case warning(step: Int, kind: String, message: String)
  /// From here on the run has this name; it was told under the old one.
  case renamed(step: Int, name: String)
  case finished(step: Int, seconds: Double, reason: FinishReason)
  case failed(step: Int, message: String)

  public struct Started: Equatable, Sendable {
    public var run: String
    public var network: String
    public var parameters: Int
    /// What the images are, in words: "scenes", "CIFAR-10".
    public var data: String
    public var classes: [String]
    public var trainImages: Int
    public var validationImages: Int
    public var seed: UInt64
    public var plan: RunPlan
    /// Seconds since 1970.
    public var time: Double

    public init(
      run: String, network: String, parameters: Int, data: String, classes: [String],
      trainImages: Int, validationImages: Int, seed: UInt64, plan: RunPlan, time: Double
    ) {
      self.run = run
      self.network = network
      self.parameters = parameters
      self.data = data
      self.classes = classes
      self.trainImages = trainImages
      self.validationImages = validationImages
      self.seed = seed
      self.plan = plan
      self.time = time
    }
  }

  /// One batch: the loss and errors that it had before its update, dropout included.
  public struct Step: Equatable, Sendable {
    public var step: Int
    public var epoch: Double
    public var loss: Double
    public var top1: Double
    public var top5: Double
    public var rate: Double
    public var imagesPerSecond: Double
    /// Training time so far: pauses are not counted.
    public var seconds: Double
    /// How much of them the trainer has waited for images.
    public var waited: Double

    public init(
      step: Int, epoch: Double, loss: Double, top1: Double, top5: Double, rate: Double,
      imagesPerSecond: Double, seconds: Double, waited: Double = 0
    ) {
      self.step = step
      self.epoch = epoch
      self.loss = loss
      self.top1 = top1
      self.top5 = top5
      self.rate = rate
      self.imagesPerSecond = imagesPerSecond
      self.seconds = seconds
      self.waited = waited
    }
  }

  /// The whole validation set, centre crops, without dropout, after `step` updates.
  public struct Validation: Equatable, Sendable {
    public var step: Int
    public var epoch: Double
    public var loss: Double
    public var top1: Double
    public var top5: Double

    public init(step: Int, epoch: Double, loss: Double, top1: Double, top5: Double) {
      self.step = step
      self.epoch = epoch
      self.loss = loss
      self.top1 = top1
      self.top5 = top5
    }
  }

  public struct Resumed: Equatable, Sendable {
    public var step: Int
    /// As they stand from here on.
    public var knobs: Knobs
    public var length: RunPlan.Length
    /// Seconds since 1970.
    public var time: Double
    /// Where the data are from here on; `nil` where they have not moved.
    public var data: DataChoice?
    /// The numbers of images from here on; `nil` where they are as they were.
    public var trainImages: Int?
    public var validationImages: Int?

    public init(
      step: Int, knobs: Knobs, length: RunPlan.Length, time: Double, data: DataChoice? = nil,
      trainImages: Int? = nil, validationImages: Int? = nil
    ) {
      self.step = step
      self.knobs = knobs
      self.length = length
      self.time = time
      self.data = data
      self.trainImages = trainImages
      self.validationImages = validationImages
    }
  }

  /// The kind of the warning before the end of a run that says what of it is not on the disk.
  public static let unsaved = "unsaved"

  public enum ToggledKnob: String, Codable, Sendable, CaseIterable {
    case dropout, lrn
  }

  public enum RateCause: String, Codable, Sendable {
    case hand, schedule
  }

  public enum FinishReason: String, Codable, Sendable {
    /// All steps or epochs of the plan are done.
    case completed
    /// A person or a signal asked.
    case stopped
    /// The plateau schedule has used all its drops.
    case plateau
  }
}
