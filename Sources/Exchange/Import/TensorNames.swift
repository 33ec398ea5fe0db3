import Runs

/// The tensors of a file in the order of the layers, as their names give it.
///
/// Two kinds of names are known: those of torchvision, with a part and a position in it
/// (`features.0.weight`, `classifier.6.bias`), and those of layers (`conv1.weight`, `fc8.bias`), which Caffe's
/// models and the checkpoints of this program have. A part `module`, which PyTorch's parallel training adds, is
/// ignored.
struct TensorNames {
  /// The names of a file.
  enum Style: Hashable { case torchvision, layers }

  /// The weights and the biases of one layer.
  struct Layer: Hashable {
    /// The name without its last part: "features.0", "conv1".
    var name: String
    /// The tensors; `nil` if the file has none.
    var weights: Safetensors.Tensor?
    var biases: Safetensors.Tensor?
  }

  /// The style; `nil` if no name is known.
  private(set) var style: Style?
  /// The convolutions and locally connected layers in order.
  private(set) var convolutions: [Layer] = []
  /// The fully-connected layers in order.
  private(set) var fullyConnected: [Layer] = []
  /// The tensors whose names are not known.
  private(set) var others: [Safetensors.Tensor] = []

  /// Sorts tensors by their names.
  init(_ tensors: [Safetensors.Tensor]) {
    let parsed = tensors.map { ($0, Name($0.name)) }
    style =
      parsed.contains { $0.1?.style == .torchvision }
      ? .torchvision : parsed.contains { $0.1 != nil } ? .layers : nil
    var layers: [String: (name: Name, layer: Layer)] = [:]
    for (tensor, name) in parsed {
      guard let name, name.style == style else {
        others.append(tensor)
        continue
      }
      var entry = layers[name.layer] ?? (name, Layer(name: name.layer))
      if name.isWeight { entry.layer.weights = tensor } else { entry.layer.biases = tensor }
      layers[name.layer] = entry
    }
    let ordered = layers.values.sorted {
      ($0.name.order, $0.name.layer) < ($1.name.order, $1.name.layer)
    }
    for entry in ordered {
      if entry.name.hasKernels(entry.layer) {
        convolutions.append(entry.layer)
      } else {
        fullyConnected.append(entry.layer)
      }
    }
  }
}

/// The parts of one tensor's name.
private struct Name {
  var style: TensorNames.Style
  /// The name without its last part.
  var layer: String
  /// The position among the layers of the same part, or the number in the name of a layer.
  var order: Int
  var isWeight: Bool

  /// Reads a name; `nil` for a name that no layer has.
  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      .filter { $0 != "module" }
    guard let last = parts.last, ["weight", "bias"].contains(last) else { return nil }
    isWeight = last == "weight"
    layer = parts.dropLast().joined(separator: ".")
    if parts.count == 3, ["features", "classifier"].contains(parts[0]), let position = Int(parts[1])
    {
      (style, order) = (.torchvision, position)
    } else if !layer.isEmpty {
      (style, order) = (.layers, Int(layer.drop { !$0.isNumber }) ?? .max)
    } else {
      return nil
    }
  }

  /// True for a layer with kernels: in torchvision's names by its part, else by the dimensions of its
  /// weights. Old files of Caffe have four dimensions everywhere, of which two are 1.
  func hasKernels(_ layer: TensorNames.Layer) -> Bool {
    switch style {
    case .torchvision: layer.name.hasPrefix("features.")
    case .layers:
      layer.weights.map { $0.shape.withoutLeadingOnes.count > 2 } ?? layer.name.hasPrefix("conv")
    }
  }
}

extension [Int] {
  /// The shape without the dimensions of one element at its beginning.
  var withoutLeadingOnes: [Int] { Array(drop { $0 == 1 }) }
}
