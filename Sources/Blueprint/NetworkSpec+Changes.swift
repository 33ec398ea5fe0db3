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

  private func mappingLayers(_ change: (LayerSpec.Kind) -> LayerSpec.Kind) -> NetworkSpec {
    var result = self
    result.layers = layers.map { LayerSpec($0.name, change($0.kind)) }
    return result
  }
}
