import Blueprint
import Runs

/// The assignment of a file's tensors to the parameters of a network.
struct TensorMatch {
  /// One parameter of the network and the tensor that has its values.
  struct Pair: Hashable {
    /// The name of the parameter in a checkpoint: "conv1.weight".
    var parameter: String
    /// The shape of the parameter.
    var shape: [Int]
    /// The name of the tensor in the file.
    var tensor: String
  }

  /// The pairs in the order of the layers.
  private(set) var pairs: [Pair] = []
  /// The tensors that are missing or do not fit.
  private(set) var misfits: [TensorMisfit] = []

  /// Assigns tensors to the layers of a network: by the names of the layers where the file has them all, else
  /// by the order of layers with kernels and of fully-connected layers.
  /// - Parameters:
  ///   - names: The tensors of the file.
  ///   - spec: The network.
  ///   - ignored: Names of tensors that the network does not need.
  /// - Throws: `BlueprintError` for a network whose layers do not fit together.
  init(
    _ names: TensorNames, to spec: NetworkSpec, ignoring ignored: Set<String> = []
  ) throws(BlueprintError) {
    let parameters = try Self.parameters(of: spec)
    let byName = Self.layersByName(names, parameters)
    var convolutions = names.convolutions[...]
    var fullyConnected = names.fullyConnected[...]
    for parameter in parameters {
      let layer: TensorNames.Layer?
      if let byName {
        layer = byName[parameter.layer]
      } else {
        layer = parameter.hasKernels ? convolutions.popFirst() : fullyConnected.popFirst()
      }
      add(layer?.weights, "\(parameter.layer).weight", parameter.weights, of: layer)
      add(layer?.biases, "\(parameter.layer).bias", parameter.biases, of: layer)
    }
    if byName == nil {
      for layer in convolutions + fullyConnected { addUnknown(layer) }
    } else {
      let known = Set(parameters.map(\.layer))
      for layer in names.convolutions + names.fullyConnected where !known.contains(layer.name) {
        addUnknown(layer)
      }
    }
    for tensor in names.others where !ignored.contains(tensor.name) {
      misfits.append(.unknown(tensor: tensor.name, found: tensor.shape))
    }
  }

  private mutating func add(
    _ tensor: Safetensors.Tensor?, _ parameter: String, _ shape: [Int], of layer: TensorNames.Layer?
  ) {
    guard let tensor else {
      let name = layer.map { "\($0.name).\(parameter.split(separator: ".").last ?? "")" }
      return misfits.append(.missing(tensor: name ?? parameter, wanted: shape))
    }
    guard
      tensor.shape == shape
        || tensor.shape.withoutLeadingOnes == shape.withoutLeadingOnes
          && tensor.shape.count > shape.count
    else {
      return misfits.append(.shape(tensor: tensor.name, found: tensor.shape, wanted: shape))
    }
    pairs.append(Pair(parameter: parameter, shape: shape, tensor: tensor.name))
  }

  private mutating func addUnknown(_ layer: TensorNames.Layer) {
    for tensor in [layer.weights, layer.biases].compactMap(\.self) {
      misfits.append(.unknown(tensor: tensor.name, found: tensor.shape))
    }
  }

  /// The layers of the file by name, if one of them has the name of a layer of the network; else `nil`.
  private static func layersByName(
    _ names: TensorNames, _ parameters: [LayerParameters]
  ) -> [String: TensorNames.Layer]? {
    let layers = names.convolutions + names.fullyConnected
    let byName = Dictionary(layers.map { ($0.name, $0) }) { first, _ in first }
    return parameters.contains { byName[$0.layer] != nil } ? byName : nil
  }
}

extension TensorMatch {
  /// The weights and biases of a layer.
  private struct LayerParameters {
    var layer: String
    /// The shape of the weights.
    var weights: [Int]
    /// The shape of the biases.
    var biases: [Int]
    /// True for a convolution or a locally connected layer.
    var hasKernels: Bool { weights.count > 2 }
  }

  private static func parameters(
    of spec: NetworkSpec
  ) throws(BlueprintError) -> [LayerParameters] {
    try spec.layout().compactMap { entry in
      entry.parameterShapes.map {
        LayerParameters(layer: entry.spec.name, weights: $0.weights, biases: $0.biases)
      }
    }
  }
}
