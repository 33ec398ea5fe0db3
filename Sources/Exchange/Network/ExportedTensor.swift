import Blueprint

/// A tensor of weights or biases with its names.
struct ExportedTensor: Hashable {
  /// The name in a checkpoint: "conv1.weight".
  var name: String
  /// The name that a PyTorch module of two `Sequential` parts, `features` and `classifier`, gives it:
  /// "features.0.weight".
  var torchName: String
  /// The extent of each dimension, the outermost first.
  var shape: [Int]

  /// The number of bytes in single precision.
  var bytes: Int { 4 * shape.reduce(1, *) }
}

extension ExportedNetwork {
  /// All weights and biases in the order of the layers.
  var tensors: [ExportedTensor] {
    let names = torchNames
    return layout.flatMap { entry -> [ExportedTensor] in
      guard let shapes = entry.parameterShapes else { return [] }
      let (name, torchName) = (entry.spec.name, names[entry.spec.name] ?? entry.spec.name)
      return [
        ExportedTensor(
          name: "\(name).weight", torchName: "\(torchName).weight", shape: shapes.weights),
        ExportedTensor(
          name: "\(name).bias", torchName: "\(torchName).bias", shape: shapes.biases),
      ]
    }
  }

  /// The number of layers in the part `features`: those before the first fully-connected layer. Dropout
  /// directly before that layer belongs to the classifier, as in torchvision's AlexNet.
  var featureLayers: Int {
    let first = spec.layers.firstIndex { $0.isFullyConnected } ?? spec.layers.count
    let dropouts = spec.layers[..<first].reversed().prefix { $0.kind == .dropout }
    return first - dropouts.count
  }

  /// The name in PyTorch of each layer: the part and the position in it.
  private var torchNames: [String: String] {
    let features = featureLayers
    return Dictionary(
      uniqueKeysWithValues: spec.layers.enumerated().map { index, layer in
        let isFeature = index < features
        return (layer.name, isFeature ? "features.\(index)" : "classifier.\(index - features)")
      })
  }
}

extension LayerSpec {
  fileprivate var isFullyConnected: Bool {
    if case .fullyConnected = kind { true } else { false }
  }
}
