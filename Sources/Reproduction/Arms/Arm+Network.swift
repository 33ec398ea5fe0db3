import Blueprint

extension Arm.Name {
  /// Returns the network of the arm.
  /// - Parameter classes: The number of classes of the images.
  /// - Throws: `BlueprintError.unknownPreset`, which does not occur for the arms of this program.
  func network(classes: Int) throws(BlueprintError) -> NetworkSpec {
    switch self {
    case .fourLayerReLU: return .fourLayer(classes: classes, side: 32)
    case .fourLayerTanh: return .fourLayer(classes: classes, side: 32).with(activation: .tanh)
    // Without its normalisation the network is the same; the plan's knob switches it off.
    case .cifar18, .cifar18WithoutLRN: return NetworkSpec.cifar18.withClasses(classes)
    case .cifar18WithoutOverlap:
      return NetworkSpec.cifar18.withClasses(classes).with(pooling: .plain)
    case .compact, .compactWithoutDropout, .compactWithoutAugmentation:
      return .compact(classes: classes, side: Self.compactSide)
    case .compactWithoutConv4:
      var network = NetworkSpec.compact(classes: classes, side: Self.compactSide)
      network.layers.removeAll { ["conv4", "relu4"].contains($0.name) }
      network.name += "-without-conv4"
      return network
    case .compactWithoutExchange:
      var network = NetworkSpec.compact(classes: classes, side: Self.compactSide)
      network.separateColumns(of: "conv3")
      network.name += "-without-exchange"
      return network
    case .cifar11, .cifar13, .code145, .code147, .code148, .code150:
      return try NetworkSpec.named(rawValue).withClasses(classes)
    }
  }

  /// The width and height of the crops of `compact`, as in the paper's recipes for CIFAR-10: images of 32×32
  /// have 81 positions for them.
  private static let compactSide = 24
}

extension NetworkSpec {
  /// Gives a convolution two groups, so that each column has only its own maps as input.
  fileprivate mutating func separateColumns(of name: String) {
    for (index, layer) in layers.enumerated() where layer.name == name {
      guard case .convolution(var convolution) = layer.kind else { continue }
      convolution.groups = 2
      layers[index].kind = .convolution(convolution)
    }
  }
}
