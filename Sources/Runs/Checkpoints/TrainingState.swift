import Blueprint

/// The state of a training run between two steps, except its weights and momentum buffers. Batches, crops,
/// colour noise and dropout follow from the plan's seed and the number of the step, so they have no other
/// state.
public struct TrainingState: Hashable, Codable, Sendable {
  /// The plan. Its length can differ from the length at the start of the run.
  public var plan: RunPlan
  /// The knobs of the next step.
  public var knobs: Knobs
  /// The number of completed steps.
  public var step: Int
  /// The training time so far, in seconds.
  public var seconds: Double
  /// The part of `seconds` in which the trainer waited for images.
  public var waited: Double
  /// The number of training images.
  public var imagesPerEpoch: Int
  /// The number of validation images.
  public var validationImages: Int
  /// True if the validation at this step was interrupted and must be repeated before the next step.
  public var validationIsDue: Bool
  /// The top-1 error of this step's validation, 0…1; `nil` without one.
  public var validationError: Double?
  /// The lowest top-1 error of all validations, 0…1; `nil` before the first.
  public var bestError: Double?
  /// The state of the plateau schedule.
  public var plateau: Plateau
  /// The state of the detection of a flat loss.
  public var flatness: Flatness

  /// The training errors since the last validation of the plan; `nil` for a plan that does not end at a
  /// training error.
  public var errorInterval: ErrorInterval?

  /// The shape of the images before the crop; `nil` in checkpoints of older versions of the program.
  public var imageShape: Shape?

  /// The state of a plateau schedule.
  public struct Plateau: Hashable, Codable, Sendable {
    /// The lowest top-1 error so far; `nil` before the first validation.
    public var best: Double?
    /// The number of validations without improvement.
    public var waited = 0
    /// The number of drops so far.
    public var drops = 0

    /// Creates the state before the first validation.
    public init() {}
  }

  /// The top-1 errors of the training batches between two validations of the plan.
  public struct ErrorInterval: Hashable, Codable, Sendable {
    /// The sum of the errors, each 0…1.
    public var sum = 0.0
    /// The number of batches.
    public var batches = 0
    /// True if the mean of an interval was low enough to end the run.
    public var endsRun = false

    /// Creates an interval without a batch.
    public init() {}

    /// Adds the error of a batch.
    public mutating func add(_ error: Double) {
      sum += error
      batches += 1
    }

    /// Ends the interval, and begins the next one.
    /// - Parameter limit: The mean error at which the run ends.
    public mutating func end(limit: Double) {
      endsRun = endsRun || batches > 0 && sum <= limit * Double(batches)
      (sum, batches) = (0, 0)
    }
  }

  /// The state of the detection of a flat loss.
  public struct Flatness: Hashable, Codable, Sendable {
    /// The weighted sum of the losses, the numerator of their moving average.
    public var average = 0.0
    /// The sum of the weights, the denominator of the moving average.
    public var weight = 0.0
    /// The number of consecutive steps at which the average was ln(classes), the loss of a guess.
    public var steps = 0

    /// Creates the state before the first step.
    public init() {}
  }

  /// Creates the state of a training run.
  public init(
    plan: RunPlan, knobs: Knobs, step: Int, seconds: Double, waited: Double, imagesPerEpoch: Int,
    validationImages: Int, validationIsDue: Bool = false, validationError: Double? = nil,
    bestError: Double? = nil, plateau: Plateau = .init(), flatness: Flatness = .init(),
    errorInterval: ErrorInterval? = nil, imageShape: Shape? = nil
  ) {
    self.plan = plan
    self.knobs = knobs
    self.step = step
    self.seconds = seconds
    self.waited = waited
    self.imagesPerEpoch = imagesPerEpoch
    self.validationImages = validationImages
    self.validationIsDue = validationIsDue
    self.validationError = validationError
    self.bestError = bestError
    self.plateau = plateau
    self.flatness = flatness
    self.errorInterval = errorInterval
    self.imageShape = imageShape
  }
}
