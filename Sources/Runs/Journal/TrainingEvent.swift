import Blueprint

/// A fact about a run, recorded in its journal. Errors are fractions from 0 to 1, losses are in nats,
/// times in seconds. Steps count from 1. An epoch is a number of passes over the training set, with a
/// fraction.
///
/// A new event needs its fields in `TrainingEvent+Encoding.swift` and `TrainingEvent+Decoding.swift`, and a
/// row in the article Events.md.
public enum TrainingEvent: Equatable, Sendable {
  // The large payloads are indirect. Otherwise every event in memory would have their size, and nearly all
  // events are steps.
  /// The run started.
  indirect case started(Started)
  /// A step was made.
  case step(Step)
  /// The run was validated.
  case validation(Validation)
  /// The learning rate changed to the rate of the next step.
  case rate(step: Int, rate: Double, cause: RateCause)
  /// The schedule changed the rate of some layers alone, or colour noise, from the next step on.
  indirect case scheduled(step: Int, change: ScheduledChange)
  /// Dropout or LRN was switched on or off by hand.
  case toggled(step: Int, knob: ToggledKnob, on: Bool)
  /// The run was paused, or continued if `on` is false.
  case paused(step: Int, on: Bool)
  /// A checkpoint is on the disk, from which the run can continue after this step.
  case checkpoint(step: Int, path: String)
  /// The run continued after this step. Later steps are reported again.
  indirect case resumed(Resumed)
  /// A problem occurred and training continues. Programs read `kind`, users read `message`.
  case warning(step: Int, kind: String, message: String)
  /// The run has a new name. The event itself is reported under the old one.
  case renamed(step: Int, name: String)
  /// The run ended without an error, after `seconds` of training.
  case finished(step: Int, seconds: Double, reason: FinishReason)
  /// The run ended with an error.
  case failed(step: Int, message: String)

  /// The start of a run.
  public struct Started: Equatable, Sendable {
    /// The run's name at the start.
    public var run: String
    /// The network's name.
    public var network: String
    /// The number of weights and biases.
    public var parameters: Int
    /// The name of the images: "scenes", "CIFAR-10".
    public var data: String
    /// The names of the classes, in the order of the labels.
    public var classes: [String]
    /// The number of training images.
    public var trainImages: Int
    /// The number of validation images.
    public var validationImages: Int
    /// The plan's seed.
    public var seed: UInt64
    /// The plan at the start.
    public var plan: RunPlan
    /// The date, in seconds since 1970.
    public var time: Double
    /// The number of processes that train together; `nil` for one.
    public var ranks: Int?
    /// The number of columns into which the kernels are divided between processes; `nil` for no division.
    public var columns: Int?
    /// True if the processes divide the units of the fully-connected layers.
    public var isHybrid = false

    /// Creates the start of a run.
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

  /// One step. The loss and the errors are those of its batch before the update, with dropout.
  public struct Step: Equatable, Sendable {
    /// The number of the step, from 1.
    public var step: Int
    /// The passes over the training set after the step.
    public var epoch: Double
    /// The mean loss of the batch, in nats.
    public var loss: Double
    /// The top-1 error of the batch, 0…1.
    public var top1: Double
    /// The top-5 error of the batch, 0…1.
    public var top5: Double
    /// The learning rate of the step.
    public var rate: Double
    /// The images per second, smoothed over about the last ten steps.
    public var imagesPerSecond: Double
    /// The training time so far, without pauses, in seconds.
    public var seconds: Double
    /// The part of `seconds` in which the trainer waited for images.
    public var waited: Double
    /// The time until the session's time limit, in seconds; `nil` without a limit.
    public var secondsLeft: Double?

    /// Creates a step.
    public init(
      step: Int, epoch: Double, loss: Double, top1: Double, top5: Double, rate: Double,
      imagesPerSecond: Double, seconds: Double, waited: Double = 0, secondsLeft: Double? = nil
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
      self.secondsLeft = secondsLeft
    }
  }

  /// A measurement on the whole validation set, with centre crops and without dropout.
  public struct Validation: Equatable, Sendable {
    /// The step after which the run was validated.
    public var step: Int
    /// The passes over the training set so far.
    public var epoch: Double
    /// The mean loss, in nats.
    public var loss: Double
    /// The top-1 error, 0…1.
    public var top1: Double
    /// The top-5 error, 0…1.
    public var top5: Double

    /// Creates a validation.
    public init(step: Int, epoch: Double, loss: Double, top1: Double, top5: Double) {
      self.step = step
      self.epoch = epoch
      self.loss = loss
      self.top1 = top1
      self.top5 = top5
    }
  }

  /// The continuation of a run that had ended.
  public struct Resumed: Equatable, Sendable {
    /// The step after which the run continued.
    public var step: Int
    /// The knobs of the next step.
    public var knobs: Knobs
    /// The new length of the run.
    public var length: RunPlan.Length
    /// The date, in seconds since 1970.
    public var time: Double
    /// The new location of the data; `nil` if it has not changed.
    public var data: DataChoice?
    /// The new number of training images; `nil` if it has not changed.
    public var trainImages: Int?
    /// The new number of validation images; `nil` if it has not changed.
    public var validationImages: Int?
    /// The number of processes that train together from now on; `nil` for one.
    public var ranks: Int?
    /// The number of columns into which the kernels are divided between processes; `nil` for no division.
    public var columns: Int?
    /// True if the processes divide the units of the fully-connected layers.
    public var isHybrid = false

    /// Creates the continuation of a run.
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

  /// The kind of the warning that lists, at the end of a run, the files that were not saved.
  public static let unsaved = "unsaved"

  /// A knob that is either on or off.
  public enum ToggledKnob: String, Codable, Sendable, CaseIterable {
    /// Dropout, and local response normalisation.
    case dropout, lrn
  }

  /// The cause of a change of the learning rate.
  public enum RateCause: String, Codable, Sendable {
    /// A command of a user, and the schedule of the plan.
    case hand, schedule
  }

  /// The reason for which a run ended without an error.
  public enum FinishReason: String, Codable, Sendable {
    /// All steps or epochs of the plan are done.
    case completed
    /// A user or a signal requested the end.
    case stopped
    /// The plateau schedule has used all its drops.
    case plateau
    /// The training error of the plan's end is reached.
    case trainingError
    /// The session's time limit has passed. The run can be resumed.
    case timeLimit
    /// The run was imported and has not been trained yet. It can be resumed on data.
    case imported

    /// The predicate of a sentence about the run: "stopped by its time limit".
    public var text: String {
      switch self {
      case .completed: "finished"
      case .stopped: "stopped"
      case .plateau: "finished without further improvement"
      case .trainingError: "finished at its training error"
      case .timeLimit: "stopped by its time limit"
      case .imported: "imported"
      }
    }
  }
}
