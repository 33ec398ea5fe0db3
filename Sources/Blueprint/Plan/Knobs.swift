/// What may change while a run goes. Everything else belongs to the plan and starts a new run.
public struct Knobs: Hashable, Codable, Sendable {
  /// Learning rate ε, at least 0.
  public var rate: Double
  /// Momentum, 0 ≤ momentum < 1 (paper: 0.9).
  public var momentum: Double
  /// Weight decay (paper: 0.0005).
  public var decay: Double
  /// The probability that a dropout layer sets an activation to zero; 0 is off (paper: 0.5).
  public var dropout: Double
  /// Whether local response normalisation is applied.
  public var lrn: Bool
  public var augmentation: Augmentation

  public init(
    rate: Double = 0.01, momentum: Double = 0.9, decay: Double = 0.0005, dropout: Double = 0.5,
    lrn: Bool = true, augmentation: Augmentation = .init()
  ) {
    self.rate = rate
    self.momentum = momentum
    self.decay = decay
    self.dropout = dropout
    self.lrn = lrn
    self.augmentation = augmentation
  }
}

/// How training images are varied (paper, section 4.1). Off, the centre is cropped, nothing is mirrored
/// and colours stay as they are, as in validation.
public struct Augmentation: Hashable, Codable, Sendable {
  public var crop: Bool
  public var mirror: Bool
  /// Whether each image is seen in another light, along the principal components of the colours.
  public var colorNoise: Bool

  public init(crop: Bool = true, mirror: Bool = true, colorNoise: Bool = false) {
    self.crop = crop
    self.mirror = mirror
    self.colorNoise = colorNoise
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    crop = try container.decode(Bool.self, forKey: .crop)
    mirror = try container.decode(Bool.self, forKey: .mirror)
    // Plans of older runs do not know of it.
    colorNoise = try container.decodeIfPresent(Bool.self, forKey: .colorNoise) ?? false
  }
}

/// What a person may ask of a trainer. Commands are obeyed between steps, in order; what came of
/// one is told by a training event.
public enum TrainerCommand: Hashable, Codable, Sendable {
  case pause
  case resume
  /// Train one batch, then be paused.
  case step
  /// Write a checkpoint after the step in hand.
  case checkpoint
  /// Finish the step in hand, then end the run.
  case stop
  /// Multiply the learning rate.
  case scaleRate(by: Double)
  case dropout(on: Bool)
  case lrn(on: Bool)
  /// Copy the run as it stands into one of its own that goes on beside it with changes. Without a name
  /// it is called after its parent and the changes.
  case fork(name: String?, [Change])
  /// Look again: what somebody watches has changed.
  case look
  /// Give the run another name, while it goes.
  case rename(String)
}

/// A command and whom it is for.
public struct Order: Hashable, Codable, Sendable {
  public var command: TrainerCommand
  /// A run's name. Nil is for all lanes to be paused, stopped and written down, and for the first alone
  /// to be changed.
  public var run: String?

  public init(_ command: TrainerCommand, run: String? = nil) {
    self.command = command
    self.run = run
  }
}
