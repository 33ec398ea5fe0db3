// Changes that give a new network: `--pooling`, `--activation` and a data set's classes.

/// Whether neighbouring pooling windows share cells (paper, section 3.4).
public enum PoolingStyle: String, Hashable, Codable, Sendable, CaseIterable {
  case overlapping, plain
}

extension NetworkSpec {
  /// The same network with as many scores as a data set has classes.
  public func withClasses(_ classes: Int) -> NetworkSpec {
    guard case .fullyConnected(var full) = layers.last?.kind else { return self }
    full.outputs = classes
    var result = self
    result.layers[layers.count - 1].kind = .fullyConnected(full)
    return result
  }

  /// The same network with every pooling window as wide as its stride (plain, 2/2), or with windows
  /// one cell wider where they were not (overlapping, 3/2).
  public func with(pooling style: PoolingStyle) -> NetworkSpec {
    mappingLayers { kind in
      guard case .pooling(var pooling) = kind, pooling.stride > 1 else { return kind }
      switch style {
      case .plain where pooling.size > pooling.stride:
        pooling.size = pooling.stride
        pooling.padding = min(pooling.padding, pooling.size - 1)
      case .overlapping where pooling.size == pooling.stride:
        pooling.size = pooling.stride + 1
      case .plain, .overlapping:
        break
      }
      return .pooling(pooling)
    }
  }

  /// The same network with one activation function throughout.
  public func with(activation: Activation) -> NetworkSpec {
    mappingLayers { kind in
      guard case .activation = kind else { return kind }
      return .activation(activation)
    }
  }

  /// The same network with all weights drawn alike; biases stay as they are.
  func with(allWeights weights: Initialization.Weights) -> NetworkSpec {
    mappingLayers { kind in
      switch kind {
      case .convolution(var convolution):
        convolution.initial.weights = weights
        return .convolution(convolution)
      case .fullyConnected(var full):
        full.initial.weights = weights
        return .fullyConnected(full)
      default: return kind
      }
    }
  }

  /// How its pooling windows all are; nil when they differ, or there are none.
  public var poolingStyle: PoolingStyle? {
    common { kind in
      guard case .pooling(let pooling) = kind, pooling.stride > 1 else { return nil }
      return pooling.size > pooling.stride ? .overlapping : .plain
    }
  }

  /// The activation function that it has throughout.
  public var activation: Activation? {
    common { if case .activation(let activation) = $0 { activation } else { nil } }
  }

  /// How all of its weights are drawn.
  public var initialWeights: Initialization.Weights? {
    let weights = initials.map(\.weights)
    return weights.dropFirst().allSatisfy { $0 == weights[0] } ? weights.first : nil
  }

  /// What all layers agree in that have it.
  private func common<Value: Equatable>(_ value: (LayerSpec.Kind) -> Value?) -> Value? {
    let values = layers.compactMap { value($0.kind) }
    return values.dropFirst().allSatisfy { $0 == values[0] } ? values.first : nil
  }

  private func mappingLayers(_ change: (LayerSpec.Kind) -> LayerSpec.Kind) -> NetworkSpec {
    var result = self
    result.layers = layers.map { LayerSpec($0.name, change($0.kind)) }
    return result
  }
}
