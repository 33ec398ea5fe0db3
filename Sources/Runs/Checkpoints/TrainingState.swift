import Blueprint

/// All that a trainer knows beside its weights and momenta, between two steps. What the next steps
/// draw by chance follows from the plan's seed and their number, so the place is all there is to keep
/// of batches, crops, colour noise and dropout.
public struct TrainingState: Hashable, Codable, Sendable {
  /// As it stands: its length may not be what the run began with.
  public var plan: RunPlan
  /// As they stand.
  public var knobs: Knobs
  /// Updates made; so many batches have been taken.
  public var step: Int
  /// Training time so far, and how much of it the trainer has waited for images.
  public var seconds: Double
  public var waited: Double
  /// What the batches were taken from.
  public var imagesPerEpoch: Int
  public var validationImages: Int
  /// Whether this step's validation has been interrupted, and is to be made first.
  public var validationIsDue: Bool
  /// This step's validation, if it had one.
  public var validationError: Double?
  /// The lowest top-1 error of all validations.
  public var bestError: Double?
  public var plateau: Plateau
  public var flatness: Flatness

  /// How a plateau schedule has come along.
  public struct Plateau: Hashable, Codable, Sendable {
    public var best: Double?
    /// Validations without improvement.
    public var waited = 0
    public var drops = 0

    public init() {}
  }

  /// The smoothed loss, and for how many steps it has been that of guessing.
  public struct Flatness: Hashable, Codable, Sendable {
    public var average = 0.0
    public var weight = 0.0
    public var steps = 0

    public init() {}
  }

  public init(
    plan: RunPlan, knobs: Knobs, step: Int, seconds: Double, waited: Double, imagesPerEpoch: Int,
    validationImages: Int, validationIsDue: Bool = false, validationError: Double? = nil,
    bestError: Double? = nil, plateau: Plateau = .init(), flatness: Flatness = .init()
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
  }
}
