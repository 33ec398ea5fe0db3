import Blueprint

extension NetworkBuilder {
  /// A layer that has been built, with the name of its specification.
  struct BuiltLayer {
    let name: String
    let layer: any ExecutableLayer
    let input: Tensor
    /// The shape of the output in this process.
    let shape: Shape
    /// The shape of the output in the whole network, which differs in a column.
    let whole: Shape
  }

  /// Builds the forward pass of all layers.
  ///
  /// An activation function that follows a layer with parameters or, if possible, a pooling is merged into it. A change between maps and vectors is a separate layer, and so is a gather of
  /// the activations of all columns.
  /// - Parameters:
  ///   - layout: The layers with their shapes in this process.
  ///   - input: The images.
  ///   - seed: The seed of the initial weights.
  func buildLayers(
    _ layout: [LayerLayout], input: Tensor, seed: UInt64
  ) throws(ComputeError) -> [BuiltLayer] {
    var layers: [BuiltLayer] = []
    var output = LayerOutput(tensor: input)
    var kept: [Tensor.Storage] = []
    var parametricLayers = 0
    var index = 0
    while index < layout.count {
      let entry = layout[index]
      let gather = column.flatMap { $0.division.layers[index].gathers ? $0 : nil }
      if !entry.spec.kind.canReadColumns || gather != nil {
        output = join(output, for: entry.spec.name)
      }
      if let gather {
        let gathered = try ColumnGatherLayer(
          before: gather.division.layers[index], input: output.tensor, among: gather, into: self)
        layers.append(
          BuiltLayer(
            name: entry.spec.name, layer: gathered, input: output.tensor, shape: entry.input,
            whole: entry.input))
        output = gathered.output
      }
      if let reshaped = try ReshapeLayer.needed(before: entry, input: output.tensor, into: self) {
        layers.append(
          BuiltLayer(
            name: entry.spec.name, layer: reshaped, input: output.tensor, shape: entry.input,
            whole: entry.input))
        output = reshaped.output
      }
      let activation = layout.activation(mergedInto: index, input: output.tensor)
      let last = activation == nil ? index : index + 1
      let layer = try buildLayer(
        entry, at: index, activation: activation, input: output, seed: seed,
        position: .init(
          number: parametricLayers, needsInputGradient: parametricLayers > 0,
          givesLogits: last == layout.count - 1, outputs: column?.outputs(ofLayer: index)))
      let passed = layer.passedStorages
      kept = layer.output.storages + (passed.isEmpty ? [] : kept + passed)
      endLayer(keeping: kept)
      if entry.spec.hasParameters { parametricLayers += 1 }
      layers.append(
        BuiltLayer(
          name: entry.spec.name, layer: layer, input: output.tensor, shape: entry.output,
          whole: column?.division.layers[index].whole.output ?? entry.output))
      output = layer.output
      index = last + 1
    }
    return layers
  }

  private func buildLayer(
    _ entry: LayerLayout, at index: Int, activation merged: Activation?, input: LayerOutput,
    seed: UInt64, position: ParametricLayer.Position
  ) throws(ComputeError) -> any ExecutableLayer {
    switch entry.spec.kind {
    case .convolution, .fullyConnected:
      try ParametricLayer(
        entry, activation: merged, input: input, position: position, seed: seed, into: self)
    case .locallyConnected(let local):
      try LocallyConnectedLayer(
        entry, local, activation: merged, input: input.tensor, position: position, seed: seed,
        into: self)
    case .activation(let activation):
      try ActivationLayer(entry.spec.name, activation, input: input.tensor, into: self)
    case .normalization(let lrn):
      switch lrn.region {
      case .acrossMaps: try NormalizationLayer(entry, lrn, input: input, into: self)
      case .sameMap: try SameMapNormalizationLayer(entry, lrn, input: input.tensor, into: self)
      }
    case .pooling(let pooling)
    where BlockedPoolingLayer.suits(pooling, entry, input: input.tensor):
      try BlockedPoolingLayer(entry, pooling, activation: merged, input: input, into: self)
    case .pooling(let pooling):
      try PoolingLayer(entry, pooling, input: input.tensor, into: self)
    case .dropout:
      try DropoutLayer(
        entry.spec.name, number: index, input: input.tensor,
        column: column.flatMap { $0.division.layers[index].isDivided ? $0.division.column : nil },
        into: self)
    }
  }
}

extension NetworkBuilder {
  /// Builds the loss on the output of the last layer.
  func buildLoss(after last: BuiltLayer, classes: Int) throws(ComputeError) -> SoftmaxLoss {
    let output = join(last.layer.output, for: last.name)
    let logits = try tensor(
      output.tensor, as: .plain([batch, classes]), for: last.name, .forward)
    return try SoftmaxLoss(
      logits: logits, classes: classes, batch: batch, share: share, on: engine)
  }

  /// Builds the backward pass, from the last layer to the first one that needs a gradient.
  func buildBackward(_ layers: [BuiltLayer], from loss: SoftmaxLoss) throws(ComputeError) {
    gradients?.appendScore(of: loss, into: self)
    var gradient: LayerGradient? = LayerGradient(tensor: loss.gradient)
    for built in layers.reversed() {
      guard let from = gradient else { break }
      gradient = try built.layer.buildBackward(from: from, into: self)
      endLayer(keeping: gradient?.storages ?? [])
    }
    try gradients?.appendEnd(of: loss, into: self)
  }
}

extension [LayerLayout] {
  /// Returns the activation function that follows a layer and is merged into it; `nil` if no activation
  /// function follows, or if the layer cannot compute it.
  fileprivate func activation(mergedInto index: Int, input: Tensor) -> Activation? {
    guard index + 1 < count, case .activation(let next) = self[index + 1].spec.kind else {
      return nil
    }
    return switch self[index].spec.kind {
    case .convolution, .locallyConnected, .fullyConnected: next
    case .pooling(let pooling):
      BlockedPoolingLayer.suits(pooling, self[index], input: input)
        && BlockedPoolingLayer.canApply(next, after: pooling) ? next : nil
    case .activation, .normalization, .dropout: nil
    }
  }
}

extension LayerSpec.Kind {
  /// True if the layer can read activations in columns. For other layers the columns are joined.
  fileprivate var canReadColumns: Bool {
    switch self {
    case .convolution: true
    case .normalization(let lrn): lrn.region == .acrossMaps
    case .activation, .dropout, .locallyConnected, .fullyConnected, .pooling: false
    }
  }
}
