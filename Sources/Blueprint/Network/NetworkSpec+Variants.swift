// Variants of a network: other classes, another pooling style, another activation function.

/// The overlap of neighbouring pooling windows (paper, section 3.4).
public enum PoolingStyle: String, Hashable, Codable, Sendable, CaseIterable {
  /// Windows that are larger than their stride.
  case overlapping
  /// Windows that are as large as their stride.
  case plain
}

extension NetworkSpec {
  /// Returns the network with one score per class of a data set.
  public func withClasses(_ classes: Int) -> NetworkSpec {
    guard case .fullyConnected(var full) = layers.last?.kind else { return self }
    full.outputs = classes
    var result = self
    result.layers[layers.count - 1].kind = .fullyConnected(full)
    return result
  }

  /// Returns the network with one pooling style. Plain windows are as large as their stride (2/2);
  /// overlapping windows that were plain become one cell larger (3/2).
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

  /// Returns the network with one activation function in all layers.
  public func with(activation: Activation) -> NetworkSpec {
    mappingLayers { kind in
      guard case .activation = kind else { return kind }
      return .activation(activation)
    }
  }

  /// Returns the network with one distribution for all weights; biases keep their values.
  func with(allWeights weights: Initialization.Weights) -> NetworkSpec {
    mappingLayers { kind in
      switch kind {
      case .convolution(var convolution):
        convolution.initial.weights = weights
        return .convolution(convolution)
      case .locallyConnected(var local):
        local.initial.weights = weights
        return .locallyConnected(local)
      case .fullyConnected(var full):
        full.initial.weights = weights
        return .fullyConnected(full)
      case .activation, .normalization, .pooling, .dropout:
        return kind
      }
    }
  }

  /// The style of all pooling windows; `nil` if windows differ, or without pooling.
  public var poolingStyle: PoolingStyle? {
    common { kind in
      guard case .pooling(let pooling) = kind, pooling.stride > 1 else { return nil }
      return pooling.size > pooling.stride ? .overlapping : .plain
    }
  }

  /// The activation function of all layers; `nil` if layers differ, or without one.
  public var activation: Activation? {
    common { if case .activation(let activation) = $0 { activation } else { nil } }
  }

  /// The value that all layers with such a value have in common.
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
