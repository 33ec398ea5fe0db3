import Blueprint
import COneDNN

/// Local response normalisation across channels. It has no parameters and may be switched between
/// steps: off, its output and its gradient are those of its neighbours.
final class NormalizationLayer: Layer {
  let output: Tensor
  private let name: String
  private let input: Tensor
  private let lrn: ResponseNormalization
  private let forward: Operation
  private let workspace: Tensor?

  init(
    _ name: String, _ lrn: ResponseNormalization, input: Tensor, into builder: Builder
  ) throws(ComputeError) {
    self.name = name
    self.lrn = lrn
    self.input = input
    forward = try Self.operation(lrn, OD_FORWARD, name, input.layout, nil, builder.engine)
    output = try builder.tensor(input.layout)
    forward.bind(input, as: OD_SOURCE).bind(output, as: OD_DESTINATION)
    workspace = try builder.workspace(of: forward)
    builder.forward.append(
      Task(name, .forward, isLibrary: true) { [mode = builder.mode, forward, input, output] in
        output.point(to: mode.lrn ? nil : input)
        if mode.lrn { forward.run() }
      })
  }

  func buildBackward(from gradient: Tensor, into builder: Builder) throws(ComputeError) -> Tensor? {
    let gradient = try builder.tensor(
      gradient, as: output.layout, for: name, .backwardData, in: &builder.backward)
    let backward = try Self.operation(
      lrn, OD_BACKWARD_DATA, name, input.layout, forward, builder.engine)
    let inputGradient = try builder.tensor(input.layout)
    backward.bind(input, as: OD_SOURCE).bind(output, as: OD_DESTINATION)
      .bind(gradient, as: OD_DESTINATION_GRADIENT).bind(inputGradient, as: OD_SOURCE_GRADIENT)
    if let workspace { backward.bind(workspace, as: OD_WORKSPACE) }
    builder.backward.append(
      Task(name, .backwardData, isLibrary: true) { [mode = builder.mode] in
        inputGradient.point(to: mode.lrn ? nil : gradient)
        if mode.lrn { backward.run() }
      })
    return inputGradient
  }

  private static func operation(
    _ lrn: ResponseNormalization, _ pass: od_pass, _ name: String, _ layout: Layout,
    _ forward: Operation?, _ engine: Engine
  ) throws(ComputeError) -> Operation {
    try Operation("the normalisation \(name)", on: engine) {
      // oneDNN divides α by n; the paper does not.
      od_normalization(
        engine.handle, Int32(pass.rawValue), layout.handle, Int64(lrn.size),
        Float(lrn.alpha * Double(lrn.size)), Float(lrn.beta), Float(lrn.k), forward?.handle, &$0)
    }
  }
}
