import Blueprint
import Machine

extension Network {
  /// Checks, before any of it is allocated, that this machine can train a network: that the processor has
  /// the precision's arithmetic, and that the network, and the batches that are made ahead for it, fit
  /// into the memory.
  /// - Parameters:
  ///   - layout: the layers with their shapes.
  ///   - batch: images a step.
  ///   - precision: of the activations.
  ///   - batchesAhead: how many batches of images wait beside the one in hand.
  ///   - snapshots: how many copies there are of all that it learns.
  ///   - allowance: the memory that can be taken.
  public static func check(
    _ layout: [LayerLayout], batch: Int, precision: Precision, batchesAhead: Int,
    snapshots: Int = 0, in allowance: MemoryAllowance = .current
  ) throws(ComputeError) {
    guard precision != .bf16 || Engine.hasBFloat16 else { throw .unsupported(precision) }
    let image = 4 * (layout.first?.input.count ?? 0)
    let tensors =
      layout.parameterBytes + layout.activationBytes(batch: batch, precision: precision)
      + batchesAhead * batch * image + snapshots * layout.snapshotBytes
    let needed = tensors + layout.passingBytes(beside: tensors)
    guard needed < allowance.bytes else {
      throw .outOfMemory(neededBytes: needed, allowance)
    }
  }

  /// Checks that networks of about one size, side by side, fit into the memory.
  /// - Parameters:
  ///   - layout: the layers of one network with their shapes.
  ///   - batch: images a step.
  ///   - precision: of the activations.
  ///   - batchesAhead: how many batches of images wait beside the one in hand.
  ///   - others: how many there are beside the first.
  ///   - allowance: the memory that can be taken.
  public static func check(
    _ layout: [LayerLayout], batch: Int, precision: Precision, batchesAhead: Int, others: Int,
    in allowance: MemoryAllowance = .current
  ) throws(ComputeError) {
    try check(
      layout, batch: batch, precision: precision, batchesAhead: batchesAhead, snapshots: 1,
      in: allowance)
    guard others > 0 else { return }
    let one = layout.laneBytes(batch: batch, precision: precision, batchesAhead: batchesAhead)
    let passing = layout.passingBytes(beside: one)
    let needed = one * (others + 1) + passing
    guard needed < allowance.bytes else {
      throw .tooManyLanes(
        others + 1, fitting: max(1, (allowance.bytes - passing - 1) / one), neededBytes: needed,
        allowance)
    }
  }

  /// The memory that each of several networks of a size takes, and how many more fit into what is left.
  public static func room(
    for layout: [LayerLayout], batch: Int, precision: Precision, batchesAhead: Int
  ) -> (bytes: Int, count: Int) {
    let bytes = layout.laneBytes(batch: batch, precision: precision, batchesAhead: batchesAhead)
    return (bytes, max(0, MemoryAllowance.current.bytes - 1) / bytes)
  }
}

extension [LayerLayout] {
  /// What is needed beside the tensors that stay: the program with its libraries, a copy of the largest
  /// layer's weights while they are put into oneDNN's order, and a sixteenth for padding and scratch.
  /// `bench` was resident with 241 MiB more than its tensors for `paper` and 248 for `code-145`, 53 for
  /// `compact` (batches of 16 and 32, 2026-11-26).
  fileprivate func passingBytes(beside tensors: Int) -> Int {
    (64 << 20) + 4 * (map(\.parameters).max() ?? 0) + tensors / 16
  }

  /// What a network takes that is trained beside others: as if nothing were in common, for seeds and
  /// augmentation may differ; and the copy that checkpoints are written from.
  fileprivate func laneBytes(batch: Int, precision: Precision, batchesAhead: Int) -> Int {
    parameterBytes + 2 * 4 * parameters + activationBytes(batch: batch, precision: precision)
      + batchesAhead * batch * 4 * (first?.input.count ?? 0)
  }
}

extension [LayerLayout] {
  /// What the largest tensor takes: activations, with their channels filled up to whole blocks, or
  /// weights.
  func largestBytes(batch: Int) -> Int {
    let lanes = Builder.lanes
    func bytes(_ shape: Shape) -> Int {
      4 * batch * (shape.channels + lanes - 1) / lanes * lanes * shape.height * shape.width
    }
    return reduce(0) { Swift.max($0, bytes($1.input), bytes($1.output), 4 * $1.parameters) }
  }
}
