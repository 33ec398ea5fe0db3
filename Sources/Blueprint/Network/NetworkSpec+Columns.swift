extension NetworkSpec {
  /// The first convolution with its layer's name; `nil` without one.
  public var firstConvolution: (name: String, Convolution)? {
    for layer in layers {
      if case .convolution(let first) = layer.kind { return (layer.name, first) }
    }
    return nil
  }

  /// A Boolean value that indicates whether the next convolution reads the two halves of the first one's
  /// maps separately, as the two GPUs of the paper did (section 3.2).
  public var hasTwoColumns: Bool {
    let convolutions = layers.compactMap { layer in
      if case .convolution(let convolution) = layer.kind { convolution } else { nil }
    }
    return convolutions.count > 1 && convolutions[1].groups == 2
  }
}
