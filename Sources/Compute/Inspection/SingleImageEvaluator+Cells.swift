import Blueprint

/// The numbers from which single activations follow: the input of a layer, and the weights of one output.
extension SingleImageEvaluator {
  /// The layers with their shapes.
  public var layout: [LayerLayout] { network.layout }

  /// Returns true if several processes divide the input, the weights or the output of a layer, so that this
  /// process does not have all of its numbers.
  public func isDivided(_ layer: String) -> Bool {
    guard let index = network.outputs.firstIndex(where: { $0.layer == layer }) else { return false }
    return network.outputs[index].isDivided || index > 0 && network.outputs[index - 1].isDivided
      || parameters.contains { $0.layer == layer && $0.isDivided }
  }

  /// Returns the activations that a layer reads for the last image, `[channels, height, width]`; `nil` if there
  /// is no such layer, and for a merged activation function.
  ///
  /// If the layer rounds its input to bfloat16 before it multiplies, so are these numbers.
  ///
  /// - Precondition: The layer is not divided.
  /// - Throws: ``ComputeError`` if memory is missing.
  public func input(of layer: String) throws(ComputeError) -> (shape: Shape, values: [Float])? {
    precondition(!isDivided(layer), "a divided layer has no whole input")
    guard let index = network.outputs.firstIndex(where: { $0.layer == layer }) else { return nil }
    guard index == 0 else { return try maps(of: network.outputs[index - 1].layer) }
    let image = Array(network.input.elements)
    return (network.spec.input, roundsFactors(of: layer) ? image.map(\.roundedToBFloat16) : image)
  }

  /// Returns the weights and the bias of one output of a layer: `[inputs, kernel, kernel]` of a convolution or of a
  /// cell of a locally connected layer, and `[inputs]` of a neuron. With groups these are the inputs of the
  /// group. `nil` if no layer with parameters has this name.
  ///
  /// If the layer rounds its weights to bfloat16 before it multiplies, so are these numbers.
  ///
  /// - Parameters:
  ///   - layer: The name of the layer.
  ///   - output: The number of the output channel, or of the neuron.
  ///   - cell: The number of the cell in the map, row by row, of which a locally connected layer has its own
  ///     weights.
  /// - Precondition: The layer is not divided.
  /// - Throws: ``ComputeError`` if memory is missing.
  public func weights(
    of layer: String, output: Int, cell: Int
  ) throws(ComputeError) -> (weights: [Float], bias: Float)? {
    precondition(!isDivided(layer), "a divided layer has no whole weights")
    let own = parameters.filter { $0.layer == layer }
    guard let weights = own.first(where: { !$0.isBias }), let bias = own.first(where: \.isBias),
      let entry = network.layout.first(where: { $0.spec.name == layer })
    else { return nil }
    if case .locallyConnected = entry.spec.kind {
      let (piece, biases) = (weights.pieces[0], bias.pieces[0])
      let length = piece.count / (piece.dimensions[0] * piece.dimensions[1])
      let kernels = try piece.readValues(at: cell..<cell + 1)
      let cells = piece.dimensions[0]
      return (
        Array(kernels[output * length..<(output + 1) * length]),
        try biases.read(.values)[output * cells + cell]
      )
    }
    let outputs = weights.shape[0] / weights.pieces.count
    let (piece, place) = (weights.pieces[output / outputs], output % outputs)
    let row = try piece.values(ofOutput: place, among: outputs)
    return (
      roundsFactors(of: layer) ? row.map(\.roundedToBFloat16) : row,
      try bias.pieces[output / outputs].read(.values)[place]
    )
  }

  /// True if a layer multiplies numbers that are rounded to bfloat16. A folded convolution and a locally connected
  /// layer multiply in single precision at every precision of the network.
  private func roundsFactors(of layer: String) -> Bool {
    guard network.engine.factors(of: network.precision) == .bf16,
      let weights = parameters.first(where: { $0.layer == layer && !$0.isBias }),
      let entry = network.layout.first(where: { $0.spec.name == layer })
    else { return false }
    if case .locallyConnected = entry.spec.kind { return false }
    return weights.pieces[0].fold == nil
  }
}

extension Parameter.Piece {
  /// The number of outputs whose weights are read together. It is a multiple of every size of oneDNN's blocks.
  private static let outputsPerRead = 192

  /// Returns the weights of one output.
  fileprivate func values(ofOutput output: Int, among outputs: Int) throws(ComputeError) -> [Float]
  {
    let length = count / outputs
    // The kernels of a convolution are few. Those of a fully-connected layer can be as large as all others
    // together, so only a part is read.
    let isMatrix = dimensions.count == 2
    let first = isMatrix ? output / Self.outputsPerRead * Self.outputsPerRead : 0
    let read =
      try isMatrix
      ? readValues(at: first..<min(outputs, first + Self.outputsPerRead)) : read(.values)
    return Array(read[(output - first) * length..<(output - first + 1) * length])
  }

  /// Returns the values of some indices of the first dimension, row by row. They must be whole blocks of the
  /// layout.
  fileprivate func readValues(at indices: Range<Int>) throws(ComputeError) -> [Float] {
    precondition(fold == nil, "folded kernels are read as a whole")
    let part = try Tensor(values.layout.part(indices), in: values.storage, on: engine)
    let copy = try Tensor(.plain([indices.count] + dimensions[1...]), on: engine)
    try Operation.reorder(part, to: copy, on: engine).run()
    // The numbers belong to the tensor, whose last use would otherwise be before they are copied.
    return withExtendedLifetime(copy) { Array(copy.elements) }
  }
}

extension Float {
  /// The number rounded to bfloat16, to the nearest and halves to even.
  fileprivate var roundedToBFloat16: Float {
    guard !isNaN else { return self }
    let bits = bitPattern
    return Float(bitPattern: (bits &+ 0x7fff &+ (bits >> 16 & 1)) & 0xffff_0000)
  }
}
