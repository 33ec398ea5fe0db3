extension NetworkSpec {
  /// Returns the network with other initial values.
  public func with(initial values: InitialValues) -> NetworkSpec {
    switch values {
    case .weights(let weights): with(allWeights: weights)
    case .set(let set): with(initial: set)
    }
  }

  private func with(initial set: InitialSet) -> NetworkSpec {
    var result = self
    var convolutions = 0
    for (index, layer) in layers.enumerated() {
      switch layer.kind {
      case .convolution(var convolution):
        convolutions += 1
        convolution.initial = set.convolution(convolutions)
        result.layers[index].kind = .convolution(convolution)
      case .locallyConnected(var local):
        local.initial = set.locallyConnected
        result.layers[index].kind = .locallyConnected(local)
      case .fullyConnected(var full):
        full.initial = set.fullyConnected(isLast: index == layers.count - 1)
        result.layers[index].kind = .fullyConnected(full)
      case .activation, .normalization, .pooling, .dropout: continue
      }
    }
    return result
  }

  /// The initial values of the layers that have parameters, in order.
  public var initials: [Initialization] { layers.compactMap(\.initial) }

  /// The initial values as a set, or as the distribution of all weights; `nil` where layers differ in
  /// another way.
  public var initialValues: InitialValues? {
    let values = initials
    let sets = InitialSet.allCases.map(InitialValues.set)
    // A set without a bias above 0 is the distribution of its weights.
    if values.contains(where: { $0.bias != 0 }),
      let set = sets.first(where: { with(initial: $0).initials == values })
    {
      return set
    }
    return initialWeights.map(InitialValues.weights)
  }

  /// The distribution that all weights have; `nil` if layers differ.
  public var initialWeights: Initialization.Weights? {
    let weights = initials.map(\.weights)
    return weights.dropFirst().allSatisfy { $0 == weights[0] } ? weights.first : nil
  }

  /// Returns the choice that replaces the initial values of `other` by those of this network; `nil` if they
  /// are equal, or if there is no such choice.
  func initialValues(from other: NetworkSpec) -> InitialValues? {
    let values = initials
    guard values != other.initials else { return nil }
    let all = initialWeights.map { [InitialValues.weights($0)] } ?? []
    let choices = all + InitialSet.allCases.map(InitialValues.set)
    return choices.first { other.with(initial: $0).initials == values }
  }
}

extension LayerSpec {
  /// The initial values of the parameters; `nil` for a layer without parameters.
  public var initial: Initialization? {
    switch kind {
    case .convolution(let convolution): convolution.initial
    case .locallyConnected(let local): local.initial
    case .fullyConnected(let full): full.initial
    case .activation, .normalization, .pooling, .dropout: nil
    }
  }

  /// The factors of the learning rate and the weight decay; `nil` for a layer without parameters.
  public var learning: LearningFactors? {
    switch kind {
    case .convolution(let convolution): convolution.learning
    case .locallyConnected(let local): local.learning
    case .fullyConnected(let full): full.learning
    case .activation, .normalization, .pooling, .dropout: nil
    }
  }
}
