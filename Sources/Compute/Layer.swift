import Blueprint
import COneDNN

/// A layer made executable. Building one adds its tasks to the network's lists; after that the
/// lists are all there is to run.
protocol Layer: AnyObject {
  /// The layer's activations, `[batch, channels, height, width]` or `[batch, units]`.
  var output: Tensor { get }
  /// Builds the way back from ∂L/∂output, which it may overwrite; gives ∂L/∂input, or nil when
  /// nobody needs it.
  func buildBackward(from gradient: Tensor, into builder: Builder) throws(ComputeError) -> Tensor?
}

/// What changes between steps and all layers look at.
final class Mode {
  /// The probability that dropout drops; 0 outside training.
  var dropout = 0.0
  var lrn = true
  /// Under which dropout draws: the run's seed and the number of the step.
  var seed: UInt64 = 0
  var step: UInt64 = 0
}

/// What layers are built with: an engine, the batch size and the growing list of tasks.
final class Builder {
  let engine: Engine
  let batch: Int
  let mode = Mode()
  var forward: [Task] = []
  var backward: [Task] = []
  var parameters: [Parameter] = []

  init(engine: Engine, batch: Int) {
    self.engine = engine
    self.batch = batch
  }

  /// The dimensions of a batch of activations.
  func dimensions(_ shape: Shape) -> [Int] { [batch, shape.channels, shape.height, shape.width] }

  func tensor(_ layout: Layout) throws(ComputeError) -> Tensor { try Tensor(layout, on: engine) }

  /// What a forward operation leaves for its backward one, bound to it; nil when it leaves nothing.
  func workspace(of operation: Operation) throws(ComputeError) -> Tensor? {
    guard let layout = operation.layout(OD_WORKSPACE) else { return nil }
    let workspace = try tensor(layout)
    operation.bind(workspace, as: OD_WORKSPACE)
    return workspace
  }

  /// The tensor itself when it lies as wanted; else a copy, with the task that refreshes it.
  func tensor(
    _ tensor: Tensor, as layout: Layout, for layer: String, _ direction: Task.Direction,
    in tasks: inout [Task]
  ) throws(ComputeError) -> Tensor {
    if tensor.layout == layout { return tensor }
    let copy = try self.tensor(layout)
    tasks.append(
      Task(layer, direction, try Operation.reorder(tensor, to: copy, on: engine)))
    return copy
  }
}

extension Activation? {
  /// oneDNN's name for it, or for none.
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
