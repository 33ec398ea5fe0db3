import Blueprint
import COneDNN

/// The operations for the three passes of a layer y = f(W∗x + b), a convolution or a
/// fully-connected layer.
struct ProductOperations {
  /// The name of the layer.
  let name: String
  /// The dimensions of the weights in oneDNN's order: `[outputs, inputs, kernel, kernel]`, with the
  /// groups in front if there are several, or those of one group, `[outputs, inputs]`.
  let weightDimensions: [Int]
  let outputs: Int
  /// The type of the factors of a product.
  let factors: ElementType
  /// The way in which the ranks get the gradients of the weights.
  let exchange: GradientExchange
  let forward: any StepOperation
  /// The operation for the gradients, over the images of all ranks if they exchange factors.
  let backwardWeights: any StepOperation
  /// `nil` in the first layer, whose input is the image.
  let backwardData: (any StepOperation)?
  /// The activation function that must run after the forward operation; `nil` if the layer has none
  /// or the operation includes it.
  let activation: Activation?

  /// Creates the operations of a convolution.
  ///
  /// - Parameters:
  ///   - name: The name of the layer.
  ///   - computation: The convolution, and how it is computed.
  ///   - activation: The activation function that follows.
  ///   - needsInputGradient: False in the first layer.
  ///   - engine: The engine that the operations run on.
  ///   - scratch: The memory that gets the scratch memory of Winograd's algorithm.
  /// - Throws: ``ComputeError`` if oneDNN does not implement the algorithm for this shape.
  init(
    _ name: String, _ computation: ConvolutionComputation, activation: Activation?,
    needsInputGradient: Bool, on engine: Engine, scratch: TemporaryMemory
  ) throws(ComputeError) {
    let (shape, factors) = (computation.shape, computation.factors)
    let (outputs, dimensions) = (shape.output[1], shape.weightDimensions)
    if computation.isWinograd {
      try self.init(
        name, weights: dimensions, outputs: outputs, factors: factors,
        activation: activation?.canMergeWithWinograd == false ? activation : nil,
        needsInputGradient: needsInputGradient
      ) { pass, _ throws(ComputeError) in
        try WinogradOperation(
          shape, weights: dimensions, pass: pass, isRectified: activation == .relu, on: engine,
          scratch: scratch)
      }
      return
    }
    let source = TensorLayout.any(shape.input, factors)
    let destination = TensorLayout.any(shape.output, factors)
    let bias = TensorLayout.plain([outputs])
    let padding = Int64(shape.padding)
    let window = od_window(
      kernel: Int64(shape.kernel), stride: Int64(shape.stride), padding: padding,
      padding_below: padding, padding_right: padding)
    try self.init(
      name, weights: dimensions, outputs: outputs, factors: factors, activation: nil,
      needsInputGradient: needsInputGradient
    ) { (pass, forward: Operation?) throws(ComputeError) in
      // Gradients of weights are summed in single precision.
      let weights = TensorLayout.any(dimensions, pass == OD_BACKWARD_WEIGHTS ? .fp32 : factors)
      return try Operation("the convolution \(name)", on: engine) {
        od_convolution(
          engine.handle, Int32(pass.rawValue), source.handle, weights.handle, bias.handle,
          destination.handle, window, pass == OD_FORWARD ? activation.code : 0, forward?.handle, &$0
        )
      }
    }
  }

  /// Creates the operations of a fully-connected layer.
  ///
  /// - Parameters:
  ///   - name: The name of the layer.
  ///   - inputs: The number of units that each output is connected to.
  ///   - outputs: The number of units.
  ///   - batch: The number of images in a step.
  ///   - factors: The type of the factors of a product.
  ///   - givesFloats: True if the output must be in single precision at every precision of the network.
  ///   - activation: The activation function that follows.
  ///   - needsInputGradient: False in the first layer.
  ///   - ranks: The number of ranks that have images of the batch.
  ///   - engine: The engine that the operations run on.
  /// - Throws: ``ComputeError`` if oneDNN does not implement the layer.
  init(
    _ name: String, fullyConnected inputs: Int, outputs: Int, batch: Int, factors: ElementType,
    givesFloats: Bool, activation: Activation?, needsInputGradient: Bool, ranks: Int = 1,
    on engine: Engine
  ) throws(ComputeError) {
    let dimensions = [outputs, inputs]
    let bias = TensorLayout.plain([outputs])
    let exchange = GradientExchange.forFullyConnected(
      inputs: inputs, outputs: outputs, capacity: batch, ranks: ranks)
    func make(
      _ pass: od_pass, images: Int, _ forward: Operation?
    ) throws(ComputeError) -> Operation {
      let source = TensorLayout.any([images, inputs], factors)
      let weights = TensorLayout.any(dimensions, pass == OD_BACKWARD_WEIGHTS ? .fp32 : factors)
      let destination = TensorLayout.plain(
        [images, outputs], pass == OD_FORWARD && givesFloats ? .fp32 : factors)
      return try Operation("the fully-connected layer \(name)", on: engine) {
        od_inner_product(
          engine.handle, Int32(pass.rawValue), source.handle, weights.handle, bias.handle,
          destination.handle, pass == OD_FORWARD ? activation.code : 0, forward?.handle, &$0)
      }
    }
    try self.init(
      name, weights: dimensions, outputs: outputs, factors: factors, activation: nil,
      needsInputGradient: needsInputGradient, exchange: exchange
    ) { (pass, forward: Operation?) throws(ComputeError) in
      guard pass == OD_BACKWARD_WEIGHTS, exchange == .factors else {
        return try make(pass, images: batch, forward)
      }
      // oneDNN requires the forward operation of the same shape.
      let all = batch * ranks
      return try make(pass, images: all, make(OD_FORWARD, images: all, nil))
    }
  }

  private init<Made: StepOperation>(
    _ name: String, weights: [Int], outputs: Int, factors: ElementType, activation: Activation?,
    needsInputGradient: Bool, exchange: GradientExchange = .sum,
    make: (od_pass, _ forward: Made?) throws(ComputeError) -> Made
  ) throws(ComputeError) {
    self.name = name
    weightDimensions = weights
    self.outputs = outputs
    self.factors = factors
    self.activation = activation
    self.exchange = exchange
    let forward = try make(OD_FORWARD, nil)
    self.forward = forward
    backwardWeights = try make(OD_BACKWARD_WEIGHTS, forward)
    backwardData = needsInputGradient ? try make(OD_BACKWARD_DATA, forward) : nil
  }
}

extension ConvolutionShape {
  /// The dimensions of the weights in oneDNN's order.
  fileprivate var weightDimensions: [Int] {
    let group = oneGroup
    return (groups == 1 ? [] : [groups]) + [group.output[1], group.input[1], kernel, kernel]
  }
}
