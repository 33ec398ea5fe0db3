import Blueprint
import COneDNN

/// Maximum or average pooling by oneDNN, with windows clipped at the border.
final class PoolingLayer: ExecutableLayer {
  let output: LayerOutput
  private let name: String
  private let pooling: Pooling
  private let window: od_window
  private let inputLayout: TensorLayout
  private let forward: Operation
  private let workspace: Tensor?

  init(_ layout: LayerLayout, _ pooling: Pooling, input: Tensor, into builder: NetworkBuilder)
    throws(ComputeError)
  {
    name = layout.spec.name
    self.pooling = pooling
    inputLayout = input.layout
    window = od_window(
      kernel: Int64(pooling.size), stride: Int64(pooling.stride),
      padding: Int64(pooling.padding),
      padding_below: pooling.padding(after: layout.input.height, windows: layout.output.height),
      padding_right: pooling.padding(after: layout.input.width, windows: layout.output.width))
    forward = try Self.operation(
      pooling, window, OD_FORWARD, name, inputLayout,
      .any(builder.dimensions(layout.output), inputLayout.element),
      nil, builder.engine)
    output = LayerOutput(tensor: try builder.activationTensor(forward.required(OD_DESTINATION)))
    forward.bind(input, as: OD_SOURCE).bind(output.tensor, as: OD_DESTINATION)
    workspace = try builder.workspace(of: forward)
    builder.append(StepTask(name, .forward, forward))
  }

  func buildBackward(
    from gradient: LayerGradient, into builder: NetworkBuilder
  ) throws(ComputeError) -> LayerGradient? {
    let backward = try Self.operation(
      pooling, window, OD_BACKWARD_DATA, name, inputLayout, output.tensor.layout, forward,
      builder.engine)
    let gradient = try builder.tensor(
      gradient.tensor, as: backward.required(OD_DESTINATION_GRADIENT), for: name, .backwardData)
    let inputGradient = try builder.temporaryTensor(inputLayout)
    backward.bind(gradient, as: OD_DESTINATION_GRADIENT)
      .bind(inputGradient, as: OD_SOURCE_GRADIENT)
    if let workspace { backward.bind(workspace, as: OD_WORKSPACE) }
    builder.append(StepTask(name, .backwardData, backward))
    return LayerGradient(tensor: inputGradient)
  }

  private static func operation(
    _ pooling: Pooling, _ window: od_window, _ pass: od_pass, _ name: String,
    _ source: TensorLayout,
    _ destination: TensorLayout, _ forward: Operation?, _ engine: Engine
  ) throws(ComputeError) -> Operation {
    try Operation("the pooling \(name)", on: engine) {
      od_pooling(
        engine.handle, Int32(pass.rawValue), pooling.operation.code, source.handle,
        destination.handle, window, forward?.handle, &$0)
    }
  }
}

extension Pooling.Operation {
  /// The code of `od_pooling`.
  var code: Int32 {
    switch self {
    case .maximum: Int32(OD_MAXIMUM.rawValue)
    case .average: Int32(OD_AVERAGE.rawValue)
    }
  }
}

extension Pooling {
  /// Returns the padding below or to the right of the input. With `ceil`, it ends where the last
  /// window ends. With `floor`, oneDNN leaves out a partial last window.
  fileprivate func padding(after side: Int, windows: Int) -> Int64 {
    switch rounding {
    case .floor: Int64(padding)
    case .ceil: Int64(max(0, (windows - 1) * stride + size - side - padding))
    }
  }
}
