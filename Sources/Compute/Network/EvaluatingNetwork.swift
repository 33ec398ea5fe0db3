import Blueprint
import Machine

/// A network that only evaluates: it has neither gradients nor a backward pass.
///
/// Its parameters are 0 until they are set, for example from a checkpoint:
///
/// ```swift
/// let network = try EvaluatingNetwork(
///   spec, layout: spec.layout(), batch: 64, precision: plan.precision, on: engine)
/// try network.setParameters { try checkpoint.numbers($0, shape: $1) }
/// network.evaluate(images: 64, lrn: knobs.lrn)
/// let mostProbable = network.probabilities
/// ```
///
/// The operations are those of the forward pass in training, so that a batch of the same size on the same
/// number of threads has the same results to the bit. Layers share memory for activations. A network must
/// be used on the thread that created its engine.
public final class EvaluatingNetwork {
  let network: Network
  private let hiddenReader: TensorReader
  /// The number of images in the last pass.
  public private(set) var images = 0

  /// Creates a network whose parameters are 0.
  ///
  /// - Parameters:
  ///   - spec: The network.
  ///   - layout: The layers with their shapes, from `spec.layout()`.
  ///   - batch: The largest number of images in a pass.
  ///   - precision: The precision of a pass.
  ///   - engine: The engine of this thread.
  /// - Throws: ``ComputeError`` if oneDNN refuses a layer, if the processor does not have the precision's
  ///   instructions, or if memory is missing.
  public init(
    _ spec: NetworkSpec, layout: [LayerLayout], batch: Int, precision: Precision = .fp32,
    on engine: Engine
  ) throws(ComputeError) {
    guard precision != .bf16 || Engine.hasBFloat16 else { throw .unsupported(precision) }
    network = try Network(
      evaluating: spec, layout: layout, batch: batch, precision: precision, on: engine)
    let hidden = network.classifierInput
    hiddenUnits = hidden.layout.dimensions[1]
    hiddenReader = try TensorReader(hidden, dimensions: [batch, hiddenUnits], on: engine)
  }

  /// The specification.
  public var spec: NetworkSpec { network.spec }
  /// The largest number of images in a pass.
  public var batch: Int { network.batch }
  /// The number of classes.
  public var classes: Int { network.spec.classes }
  /// The number of inputs of the last fully-connected layer.
  public let hiddenUnits: Int
  /// The images, `[batch, channels, height, width]`, row by row.
  public var input: Tensor { network.input }
  /// The weights and biases of each layer that has them, in order.
  public var parameters: [Parameter] { network.parameters }

  /// Sets all weights and biases.
  ///
  /// - Parameter numbers: A closure that returns the row-major numbers of the parameter with a name, such as
  ///   `conv1.weight`, and a shape.
  /// - Throws: The error of the closure, or ``ComputeError`` if memory is missing.
  public func setParameters(
    _ numbers: (_ name: String, _ shape: [Int]) throws -> [Float]
  ) throws {
    for parameter in parameters {
      try parameter.write(numbers(parameter.name, parameter.shape))
    }
  }

  /// Evaluates the first images of `input`, without dropout.
  ///
  /// - Parameters:
  ///   - images: The number of images whose results can be read, at most `batch`. The others are computed
  ///     too.
  ///   - lrn: True if response normalisation is on.
  public func evaluate(images: Int, lrn: Bool = true) {
    precondition((0...batch).contains(images), "a pass has at most \(batch) images")
    network.runForward(lrn: lrn)
    self.images = images
  }

  /// The probability of each class for the images of the last pass, `[images, classes]`: the softmax of the
  /// last layer, in double precision. The probabilities of an image are NaN if its activations are not
  /// finite.
  public var probabilities: [Double] { network.probabilities(images: images) }

  /// The activations of the last hidden layer for the images of the last pass, `[images, hiddenUnits]`: the
  /// input of the last fully-connected layer, after the activation function. Maps are in the order of
  /// channels, rows and columns.
  public var hiddenActivations: [Float] {
    withExtendedLifetime(hiddenReader) {
      Array(hiddenReader.read().prefix(images * hiddenUnits))
    }
  }
}

extension EvaluatingNetwork {
  /// Checks, before memory is allocated, that this machine can evaluate a network: the processor has the
  /// precision's instructions, and the network and its batches fit into the memory.
  ///
  /// - Parameters:
  ///   - layout: The layers with their shapes.
  ///   - batch: The number of images in a pass.
  ///   - precision: The precision of a pass.
  ///   - batchesAhead: The number of batches that wait beside the one in use.
  ///   - allowance: The memory that the process can use.
  /// - Throws: ``ComputeError/unsupported(_:)`` or ``ComputeError/cannotEvaluate(neededBytes:_:)``.
  public static func check(
    _ layout: [LayerLayout], batch: Int, precision: Precision, batchesAhead: Int = 0,
    in allowance: MemoryAllowance = .current
  ) throws(ComputeError) {
    guard precision != .bf16 || Engine.hasBFloat16 else { throw .unsupported(precision) }
    let image = 4 * (layout.first?.input.count ?? 0)
    let tensors =
      layout.evaluationBytes(batch: batch) + layout.paddingBytes(copies: 1)
      + batchesAhead * batch * image
    let needed = tensors + layout.overheadBytes(beside: tensors)
    guard needed < allowance.bytes else {
      throw .cannotEvaluate(neededBytes: needed, allowance)
    }
  }
}
