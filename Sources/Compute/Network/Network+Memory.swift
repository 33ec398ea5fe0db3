import Blueprint
import Machine

extension Network {
  /// Checks, before memory is allocated, that this machine can train a network: the processor has
  /// the precision's instructions, and the network and its batches fit into the memory.
  ///
  /// - Parameters:
  ///   - layout: The layers with their shapes.
  ///   - batch: The number of images of this process in a step.
  ///   - precision: The precision of a step.
  ///   - batchesAhead: The number of batches that wait beside the one in use.
  ///   - parameterCopies: The number of parameter copies. A part of a network has no copy: its parameters are
  ///     gathered.
  ///   - division: The part of this process, if the network is divided.
  ///   - ranks: The number of ranks that have other images of each batch, with this one; 1 if this process has
  ///     all images.
  ///   - allowance: The memory that the process can use.
  /// - Throws: ``ComputeError/unsupported(_:)`` or ``ComputeError/outOfMemory(neededBytes:_:)``.
  public static func check(
    _ layout: [LayerLayout], batch: Int, precision: Precision, batchesAhead: Int,
    parameterCopies: Int = 0, division: NetworkDivision? = nil, ranks: Int = 1,
    in allowance: MemoryAllowance = .current
  ) throws(ComputeError) {
    guard precision != .bf16 || Engine.hasBFloat16 else { throw .unsupported(precision) }
    let image = 4 * (layout.first?.input.count ?? 0)
    let copy = division == nil ? layout.parameterCopyBytes : ParameterGather.bytes
    let local = division?.local ?? layout
    let (own, all) = division?.layersByImages ?? (layout, [])
    let tensors =
      local.parameterBytes + local.paddingBytes(copies: 3)
      + own.activationBytes(batch: batch, precision: precision)
      + all.activationBytes(batch: ranks * batch, precision: precision)
      + (division?.exchangeBytes(images: batch, all: ranks * batch) ?? 0)
      + own.transferBytes(batch: batch, ranks: ranks)
      + batchesAhead * batch * image + parameterCopies * copy
    let needed = tensors + layout.overheadBytes(beside: tensors)
    guard needed < allowance.bytes else {
      throw .outOfMemory(neededBytes: needed, allowance)
    }
  }

  /// Checks that several networks of about one size, each with a parameter copy, fit into the
  /// memory.
  ///
  /// - Parameters:
  ///   - layout: The layers of one network with their shapes.
  ///   - batch: The number of images in a step.
  ///   - precision: The precision of a step.
  ///   - batchesAhead: The number of batches that wait beside the one in use.
  ///   - others: The number of networks beside the first.
  ///   - ranks: The number of ranks that have other images of each batch, with this one; 1 if this process
  ///     trains alone.
  ///   - allowance: The memory that the process can use.
  /// - Throws: The errors of the check of one network, or
  ///   ``ComputeError/tooManyLanes(_:fitting:neededBytes:_:)``.
  public static func check(
    _ layout: [LayerLayout], batch: Int, precision: Precision, batchesAhead: Int, others: Int,
    ranks: Int = 1, in allowance: MemoryAllowance = .current
  ) throws(ComputeError) {
    try check(
      layout, batch: batch, precision: precision, batchesAhead: batchesAhead, parameterCopies: 1,
      ranks: ranks, in: allowance)
    guard others > 0 else { return }
    let one =
      layout.laneBytes(batch: batch, precision: precision, batchesAhead: batchesAhead)
      + layout.transferBytes(batch: batch, ranks: ranks)
    let overhead = layout.overheadBytes(beside: one)
    let needed = one * (others + 1) + overhead
    guard needed < allowance.bytes else {
      throw .tooManyLanes(
        others + 1, fitting: max(1, (allowance.bytes - overhead - 1) / one),
        neededBytes: needed, allowance)
    }
  }

  /// Returns the bytes that each of several networks of one size needs, and how many more fit into
  /// the memory that is left.
  public static func room(
    for layout: [LayerLayout], batch: Int, precision: Precision, batchesAhead: Int
  ) -> (bytes: Int, count: Int) {
    let bytes = layout.laneBytes(batch: batch, precision: precision, batchesAhead: batchesAhead)
    return (bytes, max(0, MemoryAllowance.current.bytes - 1) / bytes)
  }
}

extension [LayerLayout] {
  /// Returns the memory that is needed beside the tensors that stay: the program with its
  /// libraries, a copy of the largest layer's weights while they are reordered, and a sixteenth for
  /// padding and scratch memory.
  ///
  /// The resident memory of `bench` exceeded its tensors by 241 MiB for `paper`, 248 for `code-145`
  /// and 53 for `compact` (batches of 16 and 32, 2026-11-26).
  func overheadBytes(beside tensors: Int) -> Int {
    (64 << 20) + 4 * (map(\.parameters).max() ?? 0) + tensors / 16
  }

  /// Returns the memory for the transfers of gradients between ranks: the factors of all ranks, and the parts
  /// that are received to be added up, which are at most as large as the gradients.
  func transferBytes(batch: Int, ranks: Int) -> Int {
    guard ranks > 1 else { return 0 }
    return reduce(0) { sum, entry in
      switch entry.spec.kind {
      case .fullyConnected(let full):
        let (inputs, outputs) = (entry.input.count, entry.output.count)
        switch GradientExchange.forFullyConnected(
          inputs: inputs / full.groups, outputs: outputs / full.groups, capacity: batch,
          ranks: ranks)
        {
        case .factors: return sum + 4 * ranks * batch * (inputs + outputs)
        case .sum: return sum + 4 * entry.parameters
        }
      case .convolution, .locallyConnected, .activation, .normalization, .pooling, .dropout:
        return sum + 4 * entry.paddedParameters
      }
    }
  }

  /// Returns the memory of a network that trains beside others, with its parameter copy. Nothing
  /// counts as shared, because seeds and augmentation can differ.
  fileprivate func laneBytes(batch: Int, precision: Precision, batchesAhead: Int) -> Int {
    parameterBytes + paddingBytes(copies: 3) + parameterCopyBytes
      + activationBytes(batch: batch, precision: precision)
      + batchesAhead * batch * 4 * (first?.input.count ?? 0)
  }
}

extension LayerLayout {
  /// The number of weights and biases in memory. Those of a locally connected layer are in whole blocks
  /// of inputs and outputs; the blocks of other layers, which are fewer, are in the sixteenth of the
  /// overhead.
  fileprivate var paddedParameters: Int {
    guard case .locallyConnected(let local) = spec.kind else { return parameters }
    let block = NetworkBuilder.channelsPerBlock
    let inputs = block * input.channelBlocks * local.kernel * local.kernel
    return output.height * output.width * block * output.channelBlocks * (inputs + 1)
  }
}

extension [LayerLayout] {
  /// Returns the memory for channels that do not exist, in the weights and biases of locally connected layers.
  /// - Parameter copies: The number of numbers for each weight: 3 in training, and 1 in evaluation.
  func paddingBytes(copies: Int) -> Int {
    4 * copies * reduce(0) { $0 + $1.paddedParameters - $1.parameters }
  }

  /// Returns the size of the largest tensor: activations, with channels padded to whole blocks, or
  /// weights.
  func largestBytes(batch: Int) -> Int {
    let block = NetworkBuilder.channelsPerBlock
    func bytes(_ shape: Shape) -> Int {
      4 * batch * (shape.channels + block - 1) / block * block * shape.height * shape.width
    }
    return reduce(0) { Swift.max($0, bytes($1.input), bytes($1.output), 4 * $1.parameters) }
  }
}
