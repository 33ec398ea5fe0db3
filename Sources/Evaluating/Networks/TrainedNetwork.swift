import Blueprint
import Runs

/// The network of a run as it was at a checkpoint, with everything that is needed to use it: the
/// specification, the weights, the names of the classes, and the conversion of images to inputs.
public struct TrainedNetwork: Sendable {
  /// The run.
  public let run: Run
  /// The plan of the run.
  public let plan: RunPlan
  /// The classes in the order of the labels.
  public let classes: [TrainedClass]
  /// The shape of the images that the run was trained on, before any crop.
  public let imageShape: Shape
  /// The mean that is subtracted from each image: that of the training images, or the network's own.
  public let mean: InputMean
  /// The checkpoint with the weights.
  public let checkpoint: Checkpoint

  /// Opens the network of a run.
  /// - Parameters:
  ///   - run: The run.
  ///   - choice: The checkpoint.
  /// - Throws: `EvaluatingError` if there is no such checkpoint, or if the classes or the mean are missing,
  ///   `RunsError` if a file of the run cannot be read, and `ImagesError`.
  public init(_ run: Run, at choice: CheckpointChoice = .standard) throws {
    self.run = run
    checkpoint = try run.checkpoints.checkpoint(ofStep: choice.step(in: run))
    plan = try run.plan()
    guard checkpoint.state.plan.network == plan.network else {
      throw RunsError.foreignCheckpoint(
        path: checkpoint.path,
        reason: "its network is '\(checkpoint.state.plan.network.name)'")
    }
    let data = TrainingData(of: run, plan)
    classes = try data.classes()
    guard classes.count == plan.network.classes else {
      throw EvaluatingError.otherClassCount(
        run: run.name, network: plan.network.classes, recorded: classes.count)
    }
    mean = try plan.network.ownMean ?? checkpoint.inputMean() ?? data.mean()
    imageShape = checkpoint.state.imageShape ?? data.imageShape(mean)
  }

  /// The step after which the network had these weights.
  public var step: Int { checkpoint.state.step }
  /// The layers and their shapes.
  public var spec: NetworkSpec { plan.network }
  /// The knobs at the step. Response normalisation can be switched off while a run trains.
  public var knobs: Knobs { checkpoint.state.knobs }
  /// The names of the classes for people, in the order of the labels.
  public var classNames: [String] { classes.map(\.name) }

  /// Returns the elements of a parameter in row-major order.
  /// - Parameters:
  ///   - name: The name, such as `conv1.weight` ([outputs, inputs, height, width]) or `conv1.bias`.
  ///   - shape: The shape.
  /// - Throws: `RunsError.foreignCheckpoint` if there is no tensor of this name and shape.
  public func numbers(_ name: String, shape: [Int]) throws(RunsError) -> [Float] {
    try checkpoint.numbers(name, shape: shape)
  }
}

/// A class of a trained network.
public struct TrainedClass: Hashable, Sendable {
  /// The name of the class in the training data, such as that of its folder; `nil` if only the name for
  /// people is known.
  public var id: String?
  /// The name for people.
  public var name: String

  /// Creates a class.
  public init(id: String?, name: String) {
    self.id = id
    self.name = name
  }
}
