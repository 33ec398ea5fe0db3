import Blueprint

extension NetworkBuilder {
  /// A layer that has been built, with the name of its specification.
  struct BuiltLayer {
    let name: String
    let layer: any ExecutableLayer
    let input: Tensor
    /// The shape of the output in this process.
    let shape: Shape
    /// The shape of the output in the whole network, which differs in a divided layer.
    let whole: Shape

    init(_ name: String, _ layer: any ExecutableLayer, input: Tensor, _ shape: Shape, whole: Shape)
    {
      (self.name, self.layer, self.input, self.shape, self.whole) = (
        name, layer, input, shape, whole
      )
    }

    /// Creates a layer that moves activations of the whole network.
    init(_ name: String, moving layer: any ExecutableLayer, input: Tensor, _ shape: Shape) {
      self.init(name, layer, input: input, shape, whole: shape)
    }
  }

  /// Builds the forward pass of all layers.
  ///
  /// An activation function that follows a layer with parameters or, if possible, a pooling is merged into it, and
  /// so is a pooling that follows a normalisation. A change between maps and vectors is a separate layer, and so is a gather of the activations of other ranks.
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
      for moving in try buildMoves(before: entry, at: index, input: output.tensor) {
        layers.append(moving)
        output = moving.layer.output
      }
      let isPooled = NormalizedPoolingLayer.suits(layout, at: index, input: output.tensor, in: self)
      let main = isPooled ? index + 1 : index
      let activation = layout.activation(mergedInto: main, input: output.tensor)
      let last = activation == nil ? main : main + 1
      let layer: any ExecutableLayer =
        isPooled
        ? try NormalizedPoolingLayer(
          entry, layout[main], activation: activation, input: output, into: self)
        : try buildLayer(
          entry, at: index, activation: activation, input: output, seed: seed,
          position: .init(
            number: parametricLayers, needsInputGradient: parametricLayers > 0,
            givesLogits: last == layout.count - 1, outputs: part?.outputs(ofLayer: index)))
      let passed = layer.passedStorages
      kept = [layer.output.tensor.storage] + (passed.isEmpty ? [] : kept + passed)
      endLayer(keeping: kept)
      if entry.spec.hasParameters { parametricLayers += 1 }
      layers.append(
        BuiltLayer(
          layout[main].spec.name, layer, input: output.tensor, layout[main].output,
          whole: part?.division.layers[main].whole.output ?? layout[main].output))
      output = layer.output
      // The gradient with respect to the activations of this layer must not have passed its ReLU.
      if entry.spec.name == explainedLayer(of: layout) { output.isRectified = false }
      index = last + 1
    }
    return layers
  }

  /// Builds the layers that move the activations before a layer: the gather of all channels, the change between maps
  /// and vectors, and the gather of all images.
  private func buildMoves(
    before entry: LayerLayout, at index: Int, input: Tensor
  ) throws(ComputeError) -> [BuiltLayer] {
    let name = entry.spec.name
    var moves: [BuiltLayer] = []
    var present: Tensor { moves.last?.layer.output.tensor ?? input }
    func append(_ layer: any ExecutableLayer) {
      moves.append(BuiltLayer(name, moving: layer, input: present, entry.input))
    }
    let divided = part?.division.layers[index]
    if let part, let divided, divided.gather == .channels {
      append(
        try ChannelGatherLayer(
          before: name, whole: divided.whole.input, nextIsDivided: divided.isDivided,
          input: present, among: part, into: self))
    }
    if let layer = try ReshapeLayer.needed(before: entry, input: present, into: self) {
      append(layer)
    }
    if let part, part.gathersImages, divided?.gather == .images {
      append(try ImageGatherLayer(before: name, input: present, among: part, into: self))
    }
    return moves
  }

  /// Builds the exchanges after the last layer, if it is divided: the gather of the scores of all classes, and the
  /// way back to the images of this process.
  func buildScores(after last: BuiltLayer) throws(ComputeError) -> [BuiltLayer] {
    guard let part, part.division.dividesScores else { return [] }
    let (name, scores) = (last.name, last.layer.output.tensor)
    let gather = try ChannelGatherLayer(
      before: name, whole: last.whole, nextIsDivided: false, input: scores, among: part, into: self)
    var layers = [BuiltLayer(name, moving: gather, input: scores, last.whole)]
    guard part.gathersImages else { return layers }
    let all = gather.output.tensor
    let own = try OwnImagesLayer(after: name, input: all, among: part, into: self)
    layers.append(BuiltLayer(name, moving: own, input: all, last.whole))
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
        entry.spec.name, number: index, input: input.tensor, outputs: position.outputs, into: self)
    }
  }
}

extension NetworkBuilder {
  /// Builds the loss on the output of the last layer.
  func buildLoss(after last: BuiltLayer, classes: Int) throws(ComputeError) -> SoftmaxLoss {
    let logits = try tensor(
      last.layer.output.tensor, as: .plain([batch, classes]), for: last.name, .forward)
    return try SoftmaxLoss(
      logits: logits, classes: classes, batch: batch, share: share, on: engine)
  }

  /// Builds the backward pass, from the last layer to the first one that needs a gradient; in a network that
  /// explains, to the activations of the last convolution.
  /// - Returns: The gradient with respect to these activations; `nil` in other networks, and without a
  ///   convolution.
  func buildBackward(
    _ layers: [BuiltLayer], from loss: SoftmaxLoss, of layout: [LayerLayout]
  ) throws(ComputeError) -> LayerGradient? {
    let explained = explainedLayer(of: layout)
    gradients?.appendScore(of: loss, into: self)
    var gradient: LayerGradient? = LayerGradient(tensor: loss.gradient)
    for built in layers.reversed() {
      guard let from = gradient else { break }
      if built.name == explained, !built.layer.isRearrangement { return from }
      gradient = try built.layer.buildBackward(from: from, into: self)
      endLayer(keeping: gradient?.storages ?? [])
    }
    images = .own
    try gradients?.appendEnd(of: loss, into: self)
    return nil
  }

  /// The name of the last convolution in a network that explains; `nil` in others.
  private func explainedLayer(of layout: [LayerLayout]) -> String? {
    guard case .explanation = purpose else { return nil }
    return layout.lastConvolution?.spec.name
  }
}

extension [LayerLayout] {
  /// The last convolution; `nil` without one.
  var lastConvolution: LayerLayout? {
    last {
      if case .convolution = $0.spec.kind { return true }
      return false
    }
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
