/// One validation of a run, with the means of the training batches before it.
public struct ValidationResult: Equatable, Sendable {
  /// The step after which the run was validated.
  public var step: Int
  /// The training time up to the validation, in seconds.
  public var seconds: Double
  /// The loss on the validation set, in nats.
  public var loss: Double
  /// The top-1 error on the validation set, 0…1.
  public var top1: Double
  /// The top-5 error on the validation set, 0…1.
  public var top5: Double
  /// The mean loss of the batches since the previous validation; `nil` when there was no batch.
  public var trainingLoss: Double?
  /// The mean top-1 error of the batches since the previous validation; `nil` when there was no batch.
  public var trainingTop1: Double?
  /// The mean top-5 error of the batches since the previous validation; `nil` when there was no batch.
  public var trainingTop5: Double?
}

/// The gaps: the validation value minus the training value. A training value is the mean of the batches
/// during training, with dropout and augmentation. A gap above 0 means that the network is better on
/// training images.
extension ValidationResult {
  /// The gap of the loss, in nats; `nil` without training values.
  public var lossGap: Double? { trainingLoss.map { loss - $0 } }
  /// The gap of the top-1 error; `nil` without training values.
  public var top1Gap: Double? { trainingTop1.map { top1 - $0 } }
  /// The gap of the top-5 error; `nil` without training values.
  public var top5Gap: Double? { trainingTop5.map { top5 - $0 } }
}
