/// An evaluation that the user has requested.
public struct EvaluationRequest: Equatable, Sendable {
  /// The name of the run.
  public var run: String
  /// The checkpoint.
  public var checkpoint: ChosenCheckpoint
  /// The path of the images, or "scenes"; `nil` for the validation set of the run.
  public var images: String?
  /// The views of each image whose predictions are averaged: 1 or 10.
  public var views: Int

  /// Creates a request.
  public init(
    run: String, checkpoint: ChosenCheckpoint = .standard, images: String? = nil, views: Int = 1
  ) {
    self.run = run
    self.checkpoint = checkpoint
    self.images = images
    self.views = views
  }
}

/// A report on an evaluation that was requested.
public enum EvaluationReply: Equatable, Sendable {
  /// Some images are evaluated.
  case progress(JobProgress)
  /// All images are evaluated, and the result is recorded.
  case finished(EvaluationResult)
  /// There is no result. The text is the reason, and what to do.
  case failed(String)
  /// The evaluation was cancelled.
  case cancelled
}
