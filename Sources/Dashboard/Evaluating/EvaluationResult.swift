import Runs

/// The result of an evaluation, with the results that it is compared with.
public struct EvaluationResult: Equatable, Sendable {
  /// The errors of one class.
  public struct ClassErrors: Equatable, Sendable {
    /// The name of the class.
    public var name: String
    /// The number of images whose most probable class is another one.
    public var errors: Int
    /// The number of images of the class.
    public var images: Int

    /// Creates the errors of a class.
    public init(name: String, errors: Int, images: Int) {
      self.name = name
      self.errors = errors
      self.images = images
    }
  }

  /// Images of one class that were taken for another one.
  public struct Confused: Equatable, Sendable {
    /// The name of the class.
    public var label: String
    /// The name of the most probable class.
    public var guess: String
    /// The number of images.
    public var images: Int

    /// Creates a confusion.
    public init(label: String, guess: String, images: Int) {
      self.label = label
      self.guess = guess
      self.images = images
    }
  }

  /// The name of the run.
  public var run: String
  /// The result as it is recorded.
  public var evaluation: Evaluation
  /// The number of images that were evaluated.
  public var count: Int
  /// True if the top-5 error is meaningful: there are more than five classes.
  public var hasTop5: Bool
  /// The classes with most errors, the worst first.
  public var classes: [ClassErrors]
  /// The most frequent confusions, the most frequent first.
  public var confusions: [Confused]
  /// True if the images are the validation set of the run.
  public var isOwnValidation: Bool
  /// The run's last validation; `nil` without one.
  public var validation: ValidationResult?
  /// The latest other evaluation of the same images; `nil` without one.
  public var earlier: Evaluation?
  /// The path of the file with the result, as the user types it; `nil` if it could not be written.
  public var file: String?
  /// The reason for which the result is not recorded; `nil` if it is.
  public var problem: String?

  /// Creates a result.
  public init(
    run: String, evaluation: Evaluation, count: Int, hasTop5: Bool, classes: [ClassErrors],
    confusions: [Confused], isOwnValidation: Bool, validation: ValidationResult? = nil,
    earlier: Evaluation? = nil, file: String? = nil, problem: String? = nil
  ) {
    self.run = run
    self.evaluation = evaluation
    self.count = count
    self.hasTop5 = hasTop5
    self.classes = classes
    self.confusions = confusions
    self.isOwnValidation = isOwnValidation
    self.validation = validation
    self.earlier = earlier
    self.file = file
    self.problem = problem
  }
}
