/// The files of a run that the boxes for an evaluation and an export offer: the reply to `inspect`.
public struct RunFiles: Equatable, Sendable {
  /// The run's name.
  public var run: String
  /// True if a process trains the run.
  public var isTraining: Bool
  /// The steps of the checkpoints, in order.
  public var steps: [Int]
  /// The step of the checkpoint with the lowest validation error; `nil` if none was validated.
  public var bestStep: Int?
  /// The name of the images on which the run was trained; `nil` for an imported run.
  public var data: String?
  /// The step of the latest recorded kernels; `nil` without any.
  public var kernelsStep: Int?
  /// The run's folder, as the user types it.
  public var folder: String
  /// The folder in which the dashboard was started, as the user types it.
  public var workingFolder: String
  /// The reason for which the run cannot be read; `nil` if it can.
  public var problem: String?

  /// Creates a reply.
  public init(
    run: String, isTraining: Bool = false, steps: [Int] = [], bestStep: Int? = nil,
    data: String? = nil, kernelsStep: Int? = nil, folder: String, workingFolder: String,
    problem: String? = nil
  ) {
    self.run = run
    self.isTraining = isTraining
    self.steps = steps
    self.bestStep = bestStep
    self.data = data
    self.kernelsStep = kernelsStep
    self.folder = folder
    self.workingFolder = workingFolder
    self.problem = problem
  }

  /// True if the run had no checkpoint or no recorded kernels when the files were read.
  var isIncomplete: Bool { problem != nil || steps.isEmpty || kernelsStep == nil }
}
