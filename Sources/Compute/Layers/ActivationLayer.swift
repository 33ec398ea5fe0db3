import Blueprint
import COneDNN

/// An activation function that does not follow a convolution or a fully-connected layer directly,
/// and so cannot be folded into it.
final class ActivationLayer: Layer {
  let output: Tensor
  private let name: String
  private let activation: Activation

  init(
    _ name: String, _ activation: Activation, input: Tensor, into builder: Builder
  ) throws(ComputeError) {
    self.name = name
    self.activation = activation
    output = try builder.tensor(input.layout)
    output.isRectified = activation == .relu
    builder.forward.append(
      Task(name, .forward, try builder.activation(activation, layer: name, from: input, to: output))
    )
  }

  func buildBackward(from gradient: Tensor, into builder: Builder) throws(ComputeError) -> Tensor? {
    gradient.hasPassedReLU
      ? gradient
      : try builder.buildActivationBackward(
        activation, layer: name, output: output, gradient: gradient)
  }
}

extension Builder {
  /// `to` may be `from`.
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

  /// ∂L/∂x in the place of ∂L/∂y, from y alone: y > 0 for ReLU, 1 − y² for tanh.
  func buildActivationBackward(
    _ activation: Activation, layer: String, output: Tensor, gradient: Tensor
  ) throws(ComputeError) -> Tensor {
    let gradient = try tensor(gradient, as: output.layout, for: layer, .backwardData)
    let operation = try activationBackward(
      activation, layer: layer, output: output, gradient: gradient)
    backward.append(Task(layer, .backwardData, operation))
    return gradient
  }

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
