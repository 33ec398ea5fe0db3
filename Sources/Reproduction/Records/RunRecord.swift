import Blueprint

/// The facts of a finished run that a report needs. They contain no time and no date, so that a run that was
/// killed and resumed has the same record as one that was not.
public struct RunRecord: Hashable, Codable, Sendable {
  /// The version of the format. It increases when older programs cannot read newer records.
  public static let currentVersion = 1

  /// The version of the format in which the record was written.
  public var version = RunRecord.currentVersion
  /// The name of the run.
  public var run: String
  /// The arm of the study that the run belongs to.
  public var arm: Arm.Name
  /// The purpose of the run.
  public var purpose: Purpose
  /// The plan, which repeats the run.
  public var plan: RunPlan
  /// A command that repeats the run.
  public var command: String
  /// The number of weights and biases.
  public var parameters: Int
  /// The images.
  public var data: Data
  /// The program and the processor that computed the run. Other machines can give other last digits.
  public var machine: Machine
  /// The validations in the order of their steps.
  public var curve: [Point]
  /// The last step.
  public var lastStep: Int
  /// The way in which the run ended.
  public var end: End
  /// The evaluations of the last checkpoint on the validation images; empty for a run that diverged.
  public var evaluations: [Evaluation]
  /// The evaluation of the last checkpoint on training images, without dropout and random variation, one view;
  /// `nil` if no experiment of the arm compares overfitting. The training errors of `curve` are those of
  /// batches with dropout and variation, which alone make them larger.
  public var training: Evaluation?
  /// The kernels of the first layer at the last step; `nil` for a run that diverged.
  public var kernels: KernelRecord?
  /// The SHA-256 of the weights and biases at the last step, in hexadecimal digits; empty for a run that
  /// diverged.
  public var weights: String

  /// The way in which a run ended.
  public enum End: String, Hashable, Codable, Sendable {
    /// All epochs of the plan are done.
    case completed
    /// The training error of the plan's end is reached.
    case trainingError
    /// The loss of the last step is not finite.
    case diverged
  }

  /// The purpose of a run.
  public enum Purpose: String, Hashable, Codable, Sendable {
    /// One of the runs that a claim is decided by.
    case measurement
    /// A short run that chooses the learning rate of an arm.
    case rateSweep
  }

  /// The images that a run trained on and was validated on.
  public struct Data: Hashable, Codable, Sendable {
    /// The name for users, such as "CIFAR-10".
    public var name: String
    /// The number of training images of an epoch.
    public var trainImages: Int
    /// The number of validation images.
    public var validationImages: Int
    /// The number of classes.
    public var classes: Int
    /// The shape of an image before any crop.
    public var image: Shape
    /// The identity of the images, in hexadecimal digits.
    public var fingerprint: String

    /// Creates the description of images.
    public init(
      name: String, trainImages: Int, validationImages: Int, classes: Int, image: Shape,
      fingerprint: String
    ) {
      self.name = name
      self.trainImages = trainImages
      self.validationImages = validationImages
      self.classes = classes
      self.image = image
      self.fingerprint = fingerprint
    }
  }

  /// The program, the library and the processor of a run.
  public struct Machine: Hashable, Codable, Sendable {
    /// The version of the program.
    public var program: String
    /// The version of oneDNN.
    public var oneDNN: String
    /// The name of the processor's instruction set in oneDNN.
    public var instructions: String
    /// The name of the processor.
    public var processor: String
    /// The number of compute threads.
    public var threads: Int
  }

  /// A validation with the training batches since the previous one.
  public struct Point: Hashable, Codable, Sendable {
    /// The step after which the run was validated.
    public var step: Int
    /// The passes over the training images so far.
    public var epoch: Double
    /// The mean loss of the training batches since the previous point, in nats; `nil` without a batch.
    public var trainingLoss: Double?
    /// The mean top-1 error of these batches, 0…1.
    public var trainingTop1: Double?
    /// The loss on the validation images, in nats.
    public var loss: Double
    /// The top-1 error on the validation images, 0…1.
    public var top1: Double
    /// The top-5 error on the validation images, 0…1.
    public var top5: Double
  }

  /// The result of a checkpoint on the validation images.
  public struct Evaluation: Hashable, Codable, Sendable {
    /// The step of the checkpoint.
    public var step: Int
    /// The number of views whose predictions were averaged: 1 or 10.
    public var views: Int
    /// The mean loss, in nats.
    public var loss: Double
    /// The top-1 error, 0…1.
    public var top1: Double
    /// The top-5 error, 0…1.
    public var top5: Double
  }
}

/// The kernels of a first layer as a picture has them.
public struct KernelRecord: Hashable, Codable, Sendable {
  /// The number of kernels.
  public var count: Int
  /// The width and height of a kernel in cells.
  public var side: Int
  /// The number of columns: 2 if the second layer has two groups, otherwise 1.
  public var columns: Int
  /// Red, green and blue of each cell, 0…255, row by row, kernel by kernel, each kernel scaled to its largest
  /// absolute weight; in base 64.
  public var pixels: String
  /// The share of colour of each kernel: the part of the sum of its squared weights that its channels do not have
  /// in common, 0…1.
  public var colour: [Double]
}
