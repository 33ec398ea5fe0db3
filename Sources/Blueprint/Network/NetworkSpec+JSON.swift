// A network file is one flat object a layer:
//   {"name": "tiny", "input": [3, 32, 32], "layers": [
//     {"name": "conv1", "kind": "convolution", "outputs": 32, "kernel": 5, "weights": 0.01}, …]}
// `weights` is a standard deviation or "he"; what is left out has the default of its Swift type.
// `weightRate`, `biasRate`, `weightDecay` and `biasDecay` multiply the run's rate and decay. A `lrn` is
// across maps, a `same-map-lrn` within one; neither divides `alpha`.

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
    case weightRate, biasRate, weightDecay, biasDecay
    case size, alpha, beta, k
    case operation, rounding
  }

  /// The word for a kind in files and listings.
  public var kindName: String {
    switch kind {
    case .convolution: "convolution"
    case .fullyConnected: "fully-connected"
    case .activation(let activation): activation.rawValue
    case .normalization(let lrn): lrn.region == .sameMap ? "same-map-lrn" : "lrn"
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
    func learning() throws -> Learning {
      Learning(
        weightRate: try value(.weightRate, or: 1), biasRate: try value(.biasRate, or: 1),
        weightDecay: try value(.weightDecay, or: 1), biasDecay: try value(.biasDecay, or: 1))
    }
    func normalization(_ standard: ResponseNormalization) throws -> ResponseNormalization {
      ResponseNormalization(
        standard.region, size: try value(.size, or: standard.size),
        alpha: try value(.alpha, or: standard.alpha), beta: try value(.beta, or: standard.beta),
        k: try value(.k, or: standard.k), groups: try value(.groups, or: 1))
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
            groups: try value(.groups, or: 1), initial: try initialization(),
            learning: try learning())))
    case "fully-connected":
      self.init(
        name,
        .fullyConnected(
          FullyConnected(
            outputs: try values.decode(Int.self, forKey: .outputs), initial: try initialization(),
            learning: try learning())))
    case "lrn":
      self.init(name, .normalization(try normalization(ResponseNormalization())))
    case "same-map-lrn":
      self.init(name, .normalization(try normalization(.sameMap())))
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
            + "fully-connected, relu, tanh, lrn, same-map-lrn, pooling and dropout")
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
      try encode(convolution.initial, convolution.learning, to: &values)
    case .fullyConnected(let full):
      try values.encode(full.outputs, forKey: .outputs)
      try encode(full.initial, full.learning, to: &values)
    case .normalization(let lrn):
      try values.encode(lrn.size, forKey: .size)
      try values.encode(lrn.alpha, forKey: .alpha)
      try values.encode(lrn.beta, forKey: .beta)
      try values.encode(lrn.k, forKey: .k)
      if lrn.region == .acrossMaps { try values.encode(lrn.groups, forKey: .groups) }
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

  private func encode(
    _ initial: Initialization, _ learning: Learning,
    to values: inout KeyedEncodingContainer<Key>
  ) throws {
    try values.encode(initial.weights, forKey: .weights)
    try values.encode(initial.bias, forKey: .bias)
    try values.encode(learning.weightRate, forKey: .weightRate)
    try values.encode(learning.biasRate, forKey: .biasRate)
    try values.encode(learning.weightDecay, forKey: .weightDecay)
    try values.encode(learning.biasDecay, forKey: .biasDecay)
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
