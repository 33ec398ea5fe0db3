import COneDNN

/// One pass of a convolution by Winograd's minimal filtering, in the project's own code, which transforms,
/// multiplies and transforms back some tiles at a time.
///
/// Maps are in blocks of 16 channels, and groups need no tensors of their own. The backward pass with respect to
/// the input can apply the ReLU that computed the input: it does if the input is bound as `OD_SOURCE`.
final class WinogradOperation: StepOperation {
  private let winograd: od_winograd
  private let pass: od_pass
  private let isRectified: Bool
  private let threads: Int32
  private let memory: TemporaryMemory
  private let layouts: [(role: od_role, layout: TensorLayout)]
  /// The tensor of each role.
  private var tensors: [Tensor?]

  /// Creates a pass without tensors.
  ///
  /// - Parameters:
  ///   - shape: The convolution, whose channels are whole blocks in every group.
  ///   - weights: The dimensions of the weights.
  ///   - pass: The pass.
  ///   - isRectified: True if the forward pass applies ReLU.
  ///   - engine: The engine with the number of threads.
  ///   - memory: The memory that gets the scratch memory of the pass.
  /// - Throws: ``ComputeError`` if memory is missing.
  init(
    _ shape: ConvolutionShape, weights: [Int], pass: od_pass, isRectified: Bool, on engine: Engine,
    scratch memory: TemporaryMemory
  ) throws(ComputeError) {
    winograd = od_winograd(shape)
    self.pass = pass
    self.isRectified = isRectified
    threads = Int32(engine.threads)
    self.memory = memory
    let kernels = TensorLayout.blockedKernels(weights)
    let biases = TensorLayout.plain([shape.output[1]])
    let (source, destination) = (
      TensorLayout.blocked(shape.input), TensorLayout.blocked(shape.output)
    )
    layouts =
      switch pass {
      case OD_BACKWARD_DATA:
        [
          (OD_DESTINATION_GRADIENT, destination), (OD_WEIGHTS, kernels),
          (OD_SOURCE_GRADIENT, source),
        ]
      case OD_BACKWARD_WEIGHTS:
        [
          (OD_SOURCE, source), (OD_DESTINATION_GRADIENT, destination),
          (OD_WEIGHTS_GRADIENT, kernels), (OD_BIAS_GRADIENT, biases),
        ]
      default:
        [
          (OD_SOURCE, source), (OD_WEIGHTS, kernels), (OD_BIAS, biases),
          (OD_DESTINATION, destination),
        ]
      }
    tensors = Array(repeating: nil, count: Int(OD_ROLES.rawValue))
    let count = withUnsafePointer(to: winograd) {
      od_winograd_scratch($0, Int32(pass.rawValue), threads)
    }
    try memory.reserveScratch(bytes: count * ElementType.fp32.bytes)
  }

  func layout(_ role: od_role) -> TensorLayout? { layouts.first { $0.role == role }?.layout }

  @discardableResult
  func bind(_ tensor: Tensor, as role: od_role) -> Self {
    tensors[Int(role.rawValue)] = tensor
    return self
  }

  var implementation: String { "winograd:\(String(cString: od_winograd_instructions()))" }

  func run() {
    guard let scratch = memory.scratch?.address.assumingMemoryBound(to: Float.self) else {
      preconditionFailure("the scratch memory is reserved when the pass is created")
    }
    withUnsafePointer(to: winograd) { winograd in
      switch pass {
      case OD_BACKWARD_DATA:
        od_winograd_backward_data(
          winograd, floats(OD_DESTINATION_GRADIENT), floats(OD_WEIGHTS),
          tensors[Int(OD_SOURCE.rawValue)]?.floats, floats(OD_SOURCE_GRADIENT), scratch, threads)
      case OD_BACKWARD_WEIGHTS:
        od_winograd_backward_weights(
          winograd, floats(OD_SOURCE), floats(OD_DESTINATION_GRADIENT),
          floats(OD_WEIGHTS_GRADIENT), floats(OD_BIAS_GRADIENT), scratch, threads)
      default:
        od_winograd_forward(
          winograd, floats(OD_SOURCE), floats(OD_WEIGHTS), floats(OD_BIAS), isRectified ? 1 : 0,
          floats(OD_DESTINATION), scratch, threads)
      }
    }
  }

  private func floats(_ role: od_role) -> UnsafeMutablePointer<Float> {
    guard let tensor = tensors[Int(role.rawValue)] else {
      preconditionFailure("no tensor is bound as \(role.rawValue)")
    }
    return tensor.floats
  }
}

extension od_winograd {
  fileprivate init(_ shape: ConvolutionShape) {
    let block = NetworkBuilder.channelsPerBlock
    let group = shape.oneGroup
    self.init(
      images: shape.input[0], groups: shape.groups, inputs: group.input[1] / block,
      height: shape.input[2], width: shape.input[3], outputs: group.output[1] / block,
      rows: shape.output[2], columns: shape.output[3], kernel: shape.kernel,
      padding: shape.padding)
  }
}
