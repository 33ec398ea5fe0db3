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
  let precision: Precision
  let mode = Mode()
  var forward: [Task] = []
  var backward: [Task] = []
  var parameters: [Parameter] = []
  /// Another network's, to be used instead of own ones; then nothing is built for the way back.
  let lent: [Parameter]?
  let passing: PassingMemory

  /// - Parameter passing: for what is wanted for a moment only.
  init(
    engine: Engine, batch: Int, precision: Precision, passing: PassingMemory,
    lent: [Parameter]? = nil
  ) {
    self.lent = lent
    self.engine = engine
    self.batch = batch
    self.precision = precision
    self.passing = passing
  }

  /// How wide activations are.
  var element: Element { precision.element }

  /// What layers with parameters multiply in.
  var productElement: Element { engine.productElement(of: precision) }

  /// The dimensions of a batch of activations.
  func dimensions(_ shape: Shape) -> [Int] { [batch, shape.channels, shape.height, shape.width] }

  func tensor(_ layout: Layout) throws(ComputeError) -> Tensor { try Tensor(layout, on: engine) }

  /// What only this layer wants, and on the way back the next: its memory is taken again afterwards.
  func passingTensor(_ layout: Layout) throws(ComputeError) -> Tensor {
    try Tensor(layout, in: passing.block(bytes: layout.bytes), on: engine)
  }

  /// Ends a layer: of all that was made to pass, what `gradient` lies in, or may lie in, is still
  /// wanted on the way back.
  func keep(_ gradient: Tensor?) { passing.free(exceptThoseOf: gradient) }

  /// What a forward operation leaves for its backward one, bound to it; nil when it leaves nothing.
  func workspace(of operation: Operation) throws(ComputeError) -> Tensor? {
    guard let layout = operation.layout(OD_WORKSPACE) else { return nil }
    let workspace = try tensor(layout)
    operation.bind(workspace, as: OD_WORKSPACE)
    return workspace
  }

  /// The tensor itself when it lies as wanted; else a copy, with the task that refreshes it. Copies
  /// on the way back pass, and others when nobody wants them after this layer.
  func tensor(
    _ tensor: Tensor, as layout: Layout, for layer: String, _ direction: Task.Direction,
    passes: Bool = false
  ) throws(ComputeError) -> Tensor {
    if tensor.layout == layout { return tensor }
    let isForward = direction == .forward
    let copy = try isForward && !passes ? self.tensor(layout) : passingTensor(layout)
    copy.isRectified = tensor.isRectified
    copy.hasPassedReLU = tensor.hasPassedReLU
    let task = Task(layer, direction, try Operation.reorder(tensor, to: copy, on: engine))
    if isForward { forward.append(task) } else { backward.append(task) }
    return copy
  }
}

/// Memory that is wanted for a moment: blocks of one size, of which only the pages that are used
/// are ever taken. Networks that step one after another have it in common.
final class PassingMemory {
  private let blockBytes: Int
  private var free: [Tensor.Storage] = []
  private var inUse: [Tensor.Storage] = []

  init(blockBytes: Int) { self.blockBytes = blockBytes }

  func block(bytes: Int) throws(ComputeError) -> Tensor.Storage {
    // The block freed last is in the cache, and its pages are there.
    let block: Tensor.Storage
    if let index = free.lastIndex(where: { $0.bytes >= bytes }) {
      block = free.remove(at: index)
    } else {
      block = try Tensor.Storage(bytes: max(bytes, blockBytes), isTouched: false)
    }
    inUse.append(block)
    return block
  }

  func free(exceptThoseOf tensor: Tensor?) {
    var wanted: [Tensor.Storage] = []
    var tensor = tensor
    while let next = tensor {
      wanted += [next.storage] + next.columns.map(\.storage)
      tensor = next.pointsAt
    }
    free += inUse.filter { block in !wanted.contains { $0 === block } }
    inUse.removeAll { block in !wanted.contains { $0 === block } }
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
