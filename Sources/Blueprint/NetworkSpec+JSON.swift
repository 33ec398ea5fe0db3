// A network file is one flat object a layer:
//   {"name": "tiny", "input": [3, 32, 32], "layers": [
//     {"name": "conv1", "kind": "convolution", "outputs": 32, "kernel": 5, "weights": 0.01}, …]}
// `weights` is a standard deviation or "he"; what is left out has the default of its Swift type.

extension NetworkSpec: Codable {
  private enum Key: String, CodingKey { case name, source, input, inputScale, layers }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    self.init(
      name: try values.decode(String.self, forKey: .name),
      source: try values.decodeIfPresent(String.self, forKey: .source) ?? "",
      input: try values.decode(Shape.self, forKey: .input),
      inputScale: try values.decodeIfPresent(Double.self, forKey: .inputScale) ?? 1,
      layers: try values.decode([LayerSpec].self, forKey: .layers))
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(name, forKey: .name)
    try values.encode(source, forKey: .source)
    try values.encode(input, forKey: .input)
    try values.encode(inputScale, forKey: .inputScale)
    try values.encode(layers, forKey: .layers)
  }
}

extension LayerSpec: Codable {
  private enum Key: String, CodingKey {
    case name, kind
    case outputs, kernel, stride, padding, groups, weights, bias
    case size, alpha, beta, k
    case operation, rounding
  }

  /// The word for a kind in files and listings.
  public var kindName: String {
    switch kind {
    case .convolution: "convolution"
    case .fullyConnected: "fully-connected"
    case .activation(let activation): activation.rawValue
    case .normalization: "lrn"
    case .pooling: "pooling"
    case .dropout: "dropout"
    }
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    func value<Value: Decodable>(_ key: Key, or standard: Value) throws -> Value {
      try values.decodeIfPresent(Value.self, forKey: key) ?? standard
    }
    func initialization() throws -> Initialization {
      Initialization(
        try values.decode(Initialization.Weights.self, forKey: .weights),
        bias: try value(.bias, or: 0))
    }
    let name = try values.decode(String.self, forKey: .name)
    let word = try values.decode(String.self, forKey: .kind)
    switch word {
    case "convolution":
      self.init(
        name,
        .convolution(
          Convolution(
            outputs: try values.decode(Int.self, forKey: .outputs),
            kernel: try values.decode(Int.self, forKey: .kernel),
            stride: try value(.stride, or: 1), padding: try value(.padding, or: 0),
            groups: try value(.groups, or: 1), initial: try initialization())))
    case "fully-connected":
      self.init(
        name,
        .fullyConnected(
          FullyConnected(
            outputs: try values.decode(Int.self, forKey: .outputs), initial: try initialization())))
    case "lrn":
      let standard = ResponseNormalization()
      self.init(
        name,
        .normalization(
          ResponseNormalization(
            size: try value(.size, or: standard.size), alpha: try value(.alpha, or: standard.alpha),
            beta: try value(.beta, or: standard.beta), k: try value(.k, or: standard.k))))
    case "pooling":
      self.init(
        name,
        .pooling(
          Pooling(
            try value(.operation, or: .maximum), size: try values.decode(Int.self, forKey: .size),
            stride: try values.decode(Int.self, forKey: .stride),
            padding: try value(.padding, or: 0), rounding: try value(.rounding, or: .floor))))
    case "dropout":
      self.init(name, .dropout)
    default:
      guard let activation = Activation(rawValue: word) else {
        throw DecodingError.dataCorruptedError(
          forKey: .kind, in: values,
          debugDescription:
            "layer '\(name)' has the unknown kind '\(word)'; known are convolution, "
            + "fully-connected, relu, tanh, lrn, pooling and dropout")
      }
      self.init(name, .activation(activation))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(name, forKey: .name)
    try values.encode(kindName, forKey: .kind)
    switch kind {
    case .convolution(let convolution):
      try values.encode(convolution.outputs, forKey: .outputs)
      try values.encode(convolution.kernel, forKey: .kernel)
      try values.encode(convolution.stride, forKey: .stride)
      try values.encode(convolution.padding, forKey: .padding)
      try values.encode(convolution.groups, forKey: .groups)
      try values.encode(convolution.initial.weights, forKey: .weights)
      try values.encode(convolution.initial.bias, forKey: .bias)
    case .fullyConnected(let full):
      try values.encode(full.outputs, forKey: .outputs)
      try values.encode(full.initial.weights, forKey: .weights)
      try values.encode(full.initial.bias, forKey: .bias)
    case .normalization(let lrn):
      try values.encode(lrn.size, forKey: .size)
      try values.encode(lrn.alpha, forKey: .alpha)
      try values.encode(lrn.beta, forKey: .beta)
      try values.encode(lrn.k, forKey: .k)
    case .pooling(let pooling):
      try values.encode(pooling.operation, forKey: .operation)
      try values.encode(pooling.size, forKey: .size)
      try values.encode(pooling.stride, forKey: .stride)
      try values.encode(pooling.padding, forKey: .padding)
      try values.encode(pooling.rounding, forKey: .rounding)
    case .activation, .dropout:
      break
    }
  }
}

extension Initialization.Weights: Codable {
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let deviation = try? value.decode(Double.self) {
      self = .gaussian(deviation: deviation)
    } else if try value.decode(String.self) == "he" {
      self = .he
    } else {
      throw DecodingError.dataCorruptedError(
        in: value, debugDescription: "weights are a standard deviation or \"he\"")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .gaussian(let deviation): try value.encode(deviation)
    case .he: try value.encode("he")
    }
  }
}
