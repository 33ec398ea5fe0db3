import Blueprint
import COneDNN

/// A convolution or a fully-connected layer, with the activation function that follows it folded
/// into its forward pass. Both are y = f(W * x + b), and differ in the primitives alone.
final class ParametricLayer: Layer {
  let name: String
  let weights: Parameter
  let bias: Parameter
  let output: Tensor
  private let activation: Activation?
  private let source: Tensor
  private let backwardWeights: Operation
  private let backwardData: Operation?

  /// The primitives of one layer; each takes the pass and the forward operation.
  private struct Primitives {
    let weightDimensions: [Int]
    /// As the outside knows the weights.
    let shape: [Int]
    let fanIn: Int
    let outputs: Int
    let source: Layout
    let destination: Layout
    let make:
      (od_pass, _ bias: Layout, _ activation: Int32, _ forward: Operation?) throws(ComputeError) ->
        Operation
  }

  /// - Parameters:
  ///   - number: the layer's place among those with parameters: the stream of its first weights.
  ///   - needsInputGradient: false for the first layer, whose input is the image.
  init(
    _ layout: LayerLayout, activation: Activation?, input: Tensor, number: Int, seed: UInt64,
    needsInputGradient: Bool, into builder: Builder
  ) throws(ComputeError) {
    name = layout.spec.name
    self.activation = activation
    let engine = builder.engine
    let (primitives, initial, learning) = Self.primitives(layout, builder: builder)
    let biasLayout = Layout.plain([primitives.outputs])
    let forward = try primitives.make(OD_FORWARD, biasLayout, activation.code, nil)
    backwardWeights = try primitives.make(OD_BACKWARD_WEIGHTS, biasLayout, 0, forward)
    backwardData =
      needsInputGradient
      ? try primitives.make(OD_BACKWARD_DATA, biasLayout, 0, forward) : nil

    weights = try Parameter(
      layer: name, shape: primitives.shape, plainDimensions: primitives.weightDimensions,
      layout: backwardWeights.required(OD_WEIGHTS_GRADIENT), rateFactor: learning.weightRate,
      decayFactor: learning.weightDecay, on: engine)
    try weights.initialize(
      initial.weights, fanIn: primitives.fanIn, seed: seed, stream: UInt64(number))
    bias = try Parameter(
      layer: name, shape: [primitives.outputs], plainDimensions: [primitives.outputs],
      layout: biasLayout, rateFactor: learning.biasRate, decayFactor: learning.biasDecay,
      on: engine)
    bias.fill(initial.bias)
    builder.parameters += [weights, bias]

    source = try builder.tensor(
      input, as: forward.required(OD_SOURCE), for: name, .forward, in: &builder.forward)
    let forwardWeights = try builder.tensor(
      weights.values, as: forward.required(OD_WEIGHTS), for: name, .forward, in: &builder.forward)
    output = try builder.tensor(forward.required(OD_DESTINATION))
    forward.bind(source, as: OD_SOURCE).bind(forwardWeights, as: OD_WEIGHTS)
      .bind(bias.values, as: OD_BIAS).bind(output, as: OD_DESTINATION)
    builder.forward.append(Task(name, .forward, forward))
  }

  func buildBackward(
    from gradient: Tensor, into builder: Builder
  ) throws(ComputeError) -> Tensor? {
    var gradient = gradient
    if let activation {
      gradient = try builder.buildActivationBackward(
        activation, layer: name, output: output, gradient: gradient)
    }
    let forWeights = try builder.tensor(
      gradient, as: backwardWeights.required(OD_DESTINATION_GRADIENT), for: name,
      .backwardWeights, in: &builder.backward)
    let sourceForWeights = try builder.tensor(
      source, as: backwardWeights.required(OD_SOURCE), for: name, .backwardWeights,
      in: &builder.backward)
    backwardWeights.bind(sourceForWeights, as: OD_SOURCE)
      .bind(forWeights, as: OD_DESTINATION_GRADIENT)
      .bind(weights.gradient, as: OD_WEIGHTS_GRADIENT).bind(bias.gradient, as: OD_BIAS_GRADIENT)
    builder.backward.append(Task(name, .backwardWeights, backwardWeights))

    guard let backwardData else { return nil }
    let forData = try builder.tensor(
      gradient, as: backwardData.required(OD_DESTINATION_GRADIENT), for: name, .backwardData,
      in: &builder.backward)
    let weightsForData = try builder.tensor(
      weights.values, as: backwardData.required(OD_WEIGHTS), for: name, .backwardData,
      in: &builder.backward)
    let inputGradient = try builder.tensor(backwardData.required(OD_SOURCE_GRADIENT))
    backwardData.bind(forData, as: OD_DESTINATION_GRADIENT).bind(weightsForData, as: OD_WEIGHTS)
      .bind(inputGradient, as: OD_SOURCE_GRADIENT)
    builder.backward.append(Task(name, .backwardData, backwardData))
    return inputGradient
  }

  private static func primitives(
    _ layout: LayerLayout, builder: Builder
  ) -> (Primitives, Initialization, Learning) {
    let engine = builder.engine
    let name = layout.spec.name
    switch layout.spec.kind {
    case .convolution(let convolution):
      let (groups, kernel) = (convolution.groups, convolution.kernel)
      let inputs = layout.input.channels / groups
      let dimensions =
        (groups == 1 ? [convolution.outputs] : [groups, convolution.outputs / groups])
        + [inputs, kernel, kernel]
      let source = Layout.any(builder.dimensions(layout.input))
      let weights = Layout.any(dimensions)
      let destination = Layout.any(builder.dimensions(layout.output))
      let window = od_window(
        kernel: Int64(kernel), stride: Int64(convolution.stride),
        padding: Int64(convolution.padding), padding_below: Int64(convolution.padding),
        padding_right: Int64(convolution.padding))
      let primitives = Primitives(
        weightDimensions: dimensions, shape: [convolution.outputs, inputs, kernel, kernel],
        fanIn: inputs * kernel * kernel, outputs: convolution.outputs, source: source,
        destination: destination
      ) { pass, bias, activation, forward throws(ComputeError) in
        try Operation("the convolution \(name)", on: engine) {
          od_convolution(
            engine.handle, Int32(pass.rawValue), source.handle, weights.handle, bias.handle,
            destination.handle, window, activation, forward?.handle, &$0)
        }
      }
      return (primitives, convolution.initial, convolution.learning)
    case .fullyConnected(let full):
      let dimensions = [full.outputs, layout.input.count]
      let source = Layout.any([builder.batch, layout.input.count])
      let weights = Layout.any(dimensions)
      let destination = Layout.plain([builder.batch, full.outputs])
      let primitives = Primitives(
        weightDimensions: dimensions, shape: dimensions, fanIn: layout.input.count,
        outputs: full.outputs, source: source, destination: destination
      ) { pass, bias, activation, forward throws(ComputeError) in
        try Operation("the fully-connected layer \(name)", on: engine) {
          od_inner_product(
            engine.handle, Int32(pass.rawValue), source.handle, weights.handle, bias.handle,
            destination.handle, activation, forward?.handle, &$0)
        }
      }
      return (primitives, full.initial, full.learning)
    case .activation, .normalization, .pooling, .dropout:
      preconditionFailure("\(name) has no parameters")
    }
  }
}
