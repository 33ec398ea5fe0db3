// A network file is a JSON object with a list of flat objects, one per layer:
//   {"name": "tiny", "input": [3, 32, 32], "layers": [
//     {"name": "conv1", "kind": "convolution", "outputs": 32, "kernel": 5, "weights": 0.01}, …]}
// The article NetworkFiles.md lists the fields and their defaults.

/// The form of network files.
extension NetworkSpec: Codable {
  private enum Key: String, CodingKey {
    case name, source, input, inputScale, normalization, layers
  }

  /// Decodes a network.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    self.init(
      name: try values.decode(String.self, forKey: .name),
      source: try values.decodeIfPresent(String.self, forKey: .source) ?? "",
      input: try values.decode(Shape.self, forKey: .input),
      inputScale: try values.decodeIfPresent(Double.self, forKey: .inputScale) ?? 1,
      normalization: try values.decodeIfPresent(InputNormalization.self, forKey: .normalization),
      layers: try values.decode([LayerSpec].self, forKey: .layers))
  }

  /// Encodes a network.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(name, forKey: .name)
    try values.encode(source, forKey: .source)
    try values.encode(input, forKey: .input)
    try values.encode(inputScale, forKey: .inputScale)
    try values.encodeIfPresent(normalization, forKey: .normalization)
    try values.encode(layers, forKey: .layers)
  }
}

/// A standard deviation, or "he".
extension Initialization.Weights: Codable {
  /// Decodes a number or "he".
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let deviation = try? value.decode(Double.self) {
      self = .gaussian(deviation: deviation)
    } else if try value.decode(String.self) == "he" {
      self = .he
    } else {
      throw DecodingError.dataCorruptedError(
        in: value, debugDescription: "weights must be a standard deviation or \"he\"")
    }
  }

  /// Encodes a number or "he".
  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .gaussian(let deviation): try value.encode(deviation)
    case .he: try value.encode("he")
    }
  }
}
