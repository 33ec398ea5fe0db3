import Blueprint
import COneDNN

/// An activation function that cannot be merged into the layer before it.
final class ActivationLayer: ExecutableLayer {
  let output: LayerOutput
  private let name: String
  private let activation: Activation

  init(
    _ name: String, _ activation: Activation, input: Tensor, into builder: NetworkBuilder
  ) throws(ComputeError) {
    self.name = name
    self.activation = activation
    output = LayerOutput(
      tensor: try builder.activationTensor(input.layout), isRectified: activation == .relu)
    let operation = try builder.activation(
      activation, layer: name, from: input, to: output.tensor)
    builder.append(StepTask(name, .forward, operation))
  }

  func buildBackward(
    from gradient: LayerGradient, into builder: NetworkBuilder
  ) throws(ComputeError) -> LayerGradient? {
    var passed = gradient
    if !gradient.hasPassedReLU {
      passed = try builder.buildActivationBackward(
        activation, layer: name, output: output.tensor, gradient: gradient)
    }
    // The gradient has passed this function only. The preceding layer can end with another one.
    passed.hasPassedReLU = false
    return passed
  }
}

extension NetworkBuilder {
  /// Returns the forward operation of an activation function. The destination can be the source.
  func activation(
    _ activation: Activation, layer: String, from: Tensor, to: Tensor
  ) throws(ComputeError) -> Operation {
    try Operation("the activation of \(layer)", on: engine) {
      od_activation(
        engine.handle, Int32(OD_FORWARD.rawValue), Optional(activation).code, from.layout.handle,
        &$0)
    }
    .bind(from, as: OD_SOURCE).bind(to, as: OD_DESTINATION)
  }

  /// Appends the task that replaces ∂L/∂y by ∂L/∂x, where y is the output of the function and x its
  /// input. The factor dy/dx follows from y alone: 1 where y > 0 for ReLU, 1 − y² for tanh. A function
  /// without this property needs its input in the backward pass.
  func buildActivationBackward(
    _ activation: Activation, layer: String, output: Tensor, gradient: LayerGradient
  ) throws(ComputeError) -> LayerGradient {
    let gradient = try self.gradient(gradient, as: output.layout, for: layer)
    let operation = try activationBackward(
      activation, layer: layer, output: output, gradient: gradient.tensor)
    append(StepTask(layer, .backwardData, operation))
    return gradient
  }

  /// Returns the backward operation of an activation function, which works in place.
  func activationBackward(
    _ activation: Activation, layer: String, output: Tensor, gradient: Tensor
  ) throws(ComputeError) -> Operation {
    try Operation("the activation of \(layer)", on: engine) {
      od_activation(
        engine.handle, Int32(OD_BACKWARD_DATA.rawValue), Optional(activation).code,
        output.layout.handle, &$0)
    }
    .bind(output, as: OD_DESTINATION).bind(gradient, as: OD_DESTINATION_GRADIENT)
    .bind(gradient, as: OD_SOURCE_GRADIENT)
  }
}

extension Activation {
  /// True if oneDNN can merge the function with Winograd's algorithm.
  var canMergeWithWinograd: Bool {
    switch self {
    case .relu: true
    case .tanh: false
    }
  }
}

extension Activation? {
  /// oneDNN's code for the function; `nil` is the identity.
  var code: Int32 {
    let code =
      switch self {
      case nil: OD_LINEAR
      case .relu: OD_RELU
      case .tanh: OD_TANH
      }
    return Int32(code.rawValue)
  }
}
