import Blueprint
import COneDNN

/// The product at the heart of a layer, y = f(W∗x + b), as oneDNN's primitives for its three passes:
/// a convolution's or a fully-connected layer's.
struct Product {
  let name: String
  /// Row-major, as oneDNN counts: `[outputs, inputs, kernel, kernel]`, with groups in front when
  /// there are any, or `[outputs, inputs]`.
  let weightDimensions: [Int]
  let outputs: Int
  let element: Element
  let forward: Operation
  let backwardWeights: Operation
  /// Nil in the first layer, whose input is the image.
  let backwardData: Operation?
  /// An activation function that is not part of the forward operation, and is to follow it.
  let activation: Activation?

  /// What a convolution is, beyond its shapes.
  struct Convolution {
    /// `[batch, channels, height, width]`
    var input: [Int]
    var output: [Int]
    var groups = 1
    var kernel: Int
    var stride = 1
    var padding = 0
    var algorithm = OD_DIRECT
    var element: Element
  }

  /// - Throws: that oneDNN does not have this algorithm for this.
  init(
    _ name: String, _ convolution: Convolution, activation: Activation?,
    needsInputGradient: Bool, on engine: Engine
  ) throws(ComputeError) {
    let (groups, kernel) = (convolution.groups, convolution.kernel)
    let (inputs, outputs) = (convolution.input[1] / groups, convolution.output[1])
    let dimensions =
      (groups == 1 ? [outputs] : [groups, outputs / groups]) + [inputs, kernel, kernel]
    let source = Layout.any(convolution.input, convolution.element)
    let destination = Layout.any(convolution.output, convolution.element)
    let bias = Layout.plain([outputs])
    let padding = Int64(convolution.padding)
    // oneDNN has ReLU alone as a part of Winograd's algorithm.
    let isApart = convolution.algorithm == OD_WINOGRAD && activation == .tanh
    let window = od_window(
      kernel: Int64(kernel), stride: Int64(convolution.stride), padding: padding,
      padding_below: padding, padding_right: padding)
    try self.init(
      name, weights: dimensions, outputs: outputs, element: convolution.element,
      activation: isApart ? activation : nil, needsInputGradient: needsInputGradient
    ) { pass, forward throws(ComputeError) in
      // Gradients of weights are summed in single precision.
      let weights = Layout.any(
        dimensions, pass == OD_BACKWARD_WEIGHTS ? .fp32 : convolution.element)
      return try Operation("the convolution \(name)", on: engine) {
        od_convolution(
          engine.handle, Int32(pass.rawValue), source.handle, weights.handle, bias.handle,
          destination.handle, window, Int32(convolution.algorithm.rawValue),
          pass == OD_FORWARD && !isApart ? activation.code : 0, forward?.handle, &$0)
      }
    }
  }

  /// - Parameter givesFloats: whether the output is single precision whatever the input.
  init(
    _ name: String, fullyConnected inputs: Int, outputs: Int, batch: Int, element: Element,
    givesFloats: Bool, activation: Activation?, needsInputGradient: Bool, on engine: Engine
  ) throws(ComputeError) {
    let dimensions = [outputs, inputs]
    let source = Layout.any([batch, inputs], element)
    let bias = Layout.plain([outputs])
    try self.init(
      name, weights: dimensions, outputs: outputs, element: element, activation: nil,
      needsInputGradient: needsInputGradient
    ) { pass, forward throws(ComputeError) in
      let weights = Layout.any(dimensions, pass == OD_BACKWARD_WEIGHTS ? .fp32 : element)
      let destination = Layout.plain(
        [batch, outputs], pass == OD_FORWARD && givesFloats ? .fp32 : element)
      return try Operation("the fully-connected layer \(name)", on: engine) {
        od_inner_product(
          engine.handle, Int32(pass.rawValue), source.handle, weights.handle, bias.handle,
          destination.handle, pass == OD_FORWARD ? activation.code : 0, forward?.handle, &$0)
      }
    }
  }

  private init(
    _ name: String, weights: [Int], outputs: Int, element: Element, activation: Activation?,
    needsInputGradient: Bool,
    make: (od_pass, _ forward: Operation?) throws(ComputeError) -> Operation
  ) throws(ComputeError) {
    self.name = name
    weightDimensions = weights
    self.outputs = outputs
    self.element = element
    self.activation = activation
    forward = try make(OD_FORWARD, nil)
    backwardWeights = try make(OD_BACKWARD_WEIGHTS, forward)
    backwardData = needsInputGradient ? try make(OD_BACKWARD_DATA, forward) : nil
  }
}
