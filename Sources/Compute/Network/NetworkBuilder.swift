import Blueprint
import COneDNN

/// The context in which layers are built: an engine, the batch size and the growing lists of tasks.
final class NetworkBuilder {
  /// The number of channels in a block of the layout that Winograd's algorithm needs.
  static let channelsPerBlock = Int(OD_LANES)

  /// The images of a layer.
  enum Images {
    /// Those of this process.
    case own
    /// Those of all ranks that divide the layer.
    case all
  }

  let engine: Engine
  /// The images of the layer that is being built.
  var images = Images.own
  private let ownBatch: Int
  let precision: Precision
  let settings = StepSettings()
  var forward: [StepTask] = []
  var backward: [StepTask] = []
  var parameters: [Parameter] = []
  let purpose: NetworkPurpose
  let temporaryMemory: TemporaryMemory
  /// The share of this process in a job; `nil` if this process trains alone.
  let share: NetworkShare?
  /// The transfers between ranks in a step.
  let transfers: StepTransfers
  /// The transfers of gradients; `nil` if no other rank has images of the batch.
  private let ownGradients: GradientTransfers?
  /// The part of this process; `nil` if it has the whole network.
  let part: NetworkPart?

  init(
    engine: Engine, batch: Int, precision: Precision, temporaryMemory: TemporaryMemory,
    purpose: NetworkPurpose = .training, share: NetworkShare? = nil,
    part: NetworkPart? = nil, transfers: StepTransfers = StepTransfers()
  ) throws(ComputeError) {
    self.part = part
    self.transfers = transfers
    self.purpose = purpose
    self.share = share
    self.engine = engine
    ownBatch = batch
    self.precision = precision
    self.temporaryMemory = temporaryMemory
    if let ranks = share?.replicas, ranks.count > 1, purpose.trains {
      ownGradients = try GradientTransfers(ranks, transfers)
    } else {
      ownGradients = nil
    }
  }

  /// The number of images in the tensors of the present layer.
  var batch: Int {
    switch images {
    case .own: ownBatch
    case .all: part?.allImages ?? ownBatch
    }
  }

  /// The transfers of the present layer's gradients; `nil` if this process has the gradients of all images.
  var gradients: GradientTransfers? {
    switch images {
    case .own: ownGradients
    case .all: nil
    }
  }

  /// The numbers, in the batch of all ranks, of the images in the tensors of the present layer. There is an element
  /// for each rank whose images these are, with the position of its first image and the number of this image.
  var imageNumbers: [(position: Int, first: Int)] {
    guard let share else { return [(0, 0)] }
    switch images {
    case .own: return [(0, share.images.lowerBound)]
    case .all:
      return (0..<share.replicas.count).map { ($0 * ownBatch, share.images(ofRank: $0).lowerBound) }
    }
  }

  /// The type of activations.
  var element: ElementType { precision.element }

  /// The type of the factors in layers with parameters.
  var factors: ElementType { engine.factors(of: precision) }

  /// Returns the dimensions of a batch of activations.
  func dimensions(_ shape: Shape) -> [Int] { [batch, shape.channels, shape.height, shape.width] }

  /// Creates a tensor with memory that no other tensor uses.
  func tensor(_ layout: TensorLayout) throws(ComputeError) -> Tensor {
    try Tensor(layout, on: engine)
  }

  /// Creates a tensor for activations of the forward pass. In a network that only evaluates, its memory is
  /// reused when the next layer has read the activations.
  func activationTensor(_ layout: TensorLayout) throws(ComputeError) -> Tensor {
    purpose.sharesActivations ? try temporaryTensor(layout) : try tensor(layout)
  }

  /// Returns memory that the forward pass of a layer fills. In a network that only evaluates, it is reused
  /// after the layer.
  func activationMemory(bytes: Int) throws(ComputeError) -> Tensor.Storage {
    purpose.sharesActivations
      ? try temporaryMemory.block(bytes: bytes) : try Tensor.Storage(bytes: bytes)
  }

  /// Creates a tensor whose memory is reused after the present layer, or after the next one if the tensor
  /// is the gradient that is passed to it.
  func temporaryTensor(_ layout: TensorLayout) throws(ComputeError) -> Tensor {
    try Tensor(layout, in: temporaryMemory.block(bytes: layout.bytes), on: engine)
  }

  /// Ends a layer: frees all temporary memory except that of the gradient or of the activations that are
  /// passed to the next layer.
  func endLayer(keeping storages: [Tensor.Storage] = []) {
    temporaryMemory.free(except: storages)
  }

  /// Returns the tensor in which a forward operation stores data for its backward operation, bound to the
  /// forward operation; `nil` if there is none.
  func workspace(of operation: Operation) throws(ComputeError) -> Tensor? {
    guard let layout = operation.layout(OD_WORKSPACE) else { return nil }
    let workspace = try activationTensor(layout)
    operation.bind(workspace, as: OD_WORKSPACE)
    return workspace
  }

  /// Returns the tensor itself if it has the layout. Otherwise returns a copy, and appends the task that
  /// updates the copy in every step.
  ///
  /// - Parameters:
  ///   - tensor: The tensor to read.
  ///   - layout: The layout that the reader needs.
  ///   - layer: The name of the reading layer.
  ///   - direction: The pass in which the copy is updated. In the backward pass the copy is temporary.
  ///   - isTemporary: True if the copy of a forward pass is not read after this layer.
  func tensor(
    _ tensor: Tensor, as layout: TensorLayout, for layer: String,
    _ direction: StepTask.Direction, isTemporary: Bool = false
  ) throws(ComputeError) -> Tensor {
    if tensor.layout == layout { return tensor }
    let isForward = direction == .forward
    let copy = try isForward && !isTemporary ? activationTensor(layout) : temporaryTensor(layout)
    append(StepTask(layer, direction, try Operation.reorder(tensor, to: copy, on: engine)))
    return copy
  }

  /// Returns a gradient in the layout that a layer needs.
  func gradient(
    _ gradient: LayerGradient, as layout: TensorLayout, for layer: String
  ) throws(ComputeError) -> LayerGradient {
    let tensor = try tensor(gradient.tensor, as: layout, for: layer, .backwardData)
    if tensor === gradient.tensor { return gradient }
    return LayerGradient(tensor: tensor, hasPassedReLU: gradient.hasPassedReLU)
  }

  /// Appends a task to the list of its pass.
  func append(_ task: StepTask) {
    if task.direction == .forward { forward.append(task) } else { backward.append(task) }
  }

  /// Appends the start of a transfer between ranks, or the wait for its end, to the list of a pass.
  ///
  /// - Parameters:
  ///   - isForward: True for the forward pass.
  ///   - body: The work.
  func appendExchange(isForward: Bool = false, body: @escaping () -> Void) {
    let task = StepTask(StepTask.otherRanks, .exchange, body: body)
    if isForward { forward.append(task) } else { backward.append(task) }
  }

  /// Appends work that is not oneDNN's.
  func append(_ layer: String, _ direction: StepTask.Direction, body: @escaping () -> Void) {
    append(StepTask(layer, direction, body: body))
  }
}

/// The values that change between steps and that layers read while a step runs.
final class StepSettings {
  /// The probability with which dropout sets an activation to 0; 0 outside training.
  var dropout = 0.0
  /// True if response normalisation is on.
  var lrn = true
  /// The seed of the run, which determines dropout's masks together with the step.
  var seed: UInt64 = 0
  /// The number of the step.
  var step: UInt64 = 0
}
