import DisplayText
import Observing

/// A question to the network of a checkpoint, for a run that is over. `DashboardEffect.analyzeImages` asks it.
public struct ImageRequest: Hashable, Sendable {
  /// The choice of the checkpoint whose network answers.
  public enum Checkpoint: Hashable, Sendable, CaseIterable {
    /// The checkpoint with the lowest top-1 error of a validation; the last one if none was validated.
    case best
    /// The checkpoint of the latest step.
    case last
  }

  /// The checkpoint.
  public var checkpoint: Checkpoint
  /// The image; `nil` while the confusion is shown.
  public var image: ImageChoice?
  /// The layer whose feature maps are shown; `nil` for none.
  public var featureMaps: String?
  /// The cell of a feature map whose computation is shown; `nil` for none.
  public var cell: CellChoice?
  /// The map of the regions that the network looks at; `nil` for none.
  public var attribution: AttributionRequest?
  /// True if no lane trains, so that all processors can be used.
  public var isAlone: Bool

  /// Creates a request.
  public init(
    checkpoint: Checkpoint, image: ImageChoice?, featureMaps: String? = nil,
    cell: CellChoice? = nil, attribution: AttributionRequest? = nil, isAlone: Bool
  ) {
    self.checkpoint = checkpoint
    self.image = image
    self.featureMaps = featureMaps
    self.cell = cell
    self.attribution = attribution
    self.isAlone = isAlone
  }

  /// True if the guesses for all validation images are needed: for the confusion, and for a search by
  /// guesses or classes.
  public var needsValidation: Bool {
    switch image {
    case nil: true
    case .validation(let search): !search.findsAll
    case .file: false
    }
  }
}

/// An answer to an `ImageRequest`, or the progress towards it. An answer can be given in several parts, and a
/// part without an image or a confusion leaves the previous one on the screen.
public struct ImageAnswer: Equatable, Sendable {
  /// The checkpoint whose network answers.
  public struct Checkpoint: Equatable, Sendable {
    /// The step.
    public var step: Int
    /// True for the one with the lowest top-1 error of a validation.
    public var isBest: Bool
    /// True for the one of the latest step.
    public var isLast: Bool

    /// Creates a description of a checkpoint.
    public init(step: Int, isBest: Bool, isLast: Bool) {
      self.step = step
      self.isBest = isBest
      self.isLast = isLast
    }

    /// The name and the step: "best checkpoint, step 1,650".
    var text: String { "\(isBest ? "best" : "last") checkpoint, step \(NumberText.grouped(step))" }
  }

  /// The number of validation images that have been evaluated.
  public struct Progress: Equatable, Sendable {
    /// The number of evaluated images.
    public var done: Int
    /// The number of images to evaluate.
    public var total: Int
    /// The estimated time until all are evaluated, in seconds; `nil` before it is known.
    public var secondsLeft: Double?

    /// Creates a progress.
    public init(done: Int, total: Int, secondsLeft: Double? = nil) {
      self.done = done
      self.total = total
      self.secondsLeft = secondsLeft
    }
  }

  /// The run's name; `nil` is the only run.
  public var run: String?
  /// The request.
  public var request: ImageRequest
  /// The checkpoint; `nil` before it has been read.
  public var checkpoint: Checkpoint?
  /// The image with its guesses and maps.
  public var image: ImageAnalysis?
  /// The confusion of the images that have been evaluated.
  public var confusion: Confusion?
  /// The evaluation of the validation images in progress; `nil` when none is.
  public var progress: Progress?
  /// A sentence with the reason for which there are no validation images; `nil` if there are some.
  public var absence: String?
  /// The sentences with the reason for which no image can be analysed; `nil` without one.
  public var problem: String?

  /// True if the answer has more than a progress.
  var hasResults: Bool { image != nil || confusion != nil || absence != nil || problem != nil }

  /// Creates an answer without results.
  public init(run: String?, _ request: ImageRequest) {
    self.run = run
    self.request = request
  }
}
