extension LayerSpec {
  /// The field `kind` of network files. Listings also use these names.
  fileprivate enum KindName: String, CaseIterable {
    case convolution
    case locallyConnected = "local"
    case fullyConnected = "fully-connected"
    case relu, tanh, lrn
    case sameMapLRN = "same-map-lrn"
    case pooling, dropout
  }

  /// The names of all kinds of layers in files and listings: "convolution", "local", "fully-connected", "relu",
  /// "tanh", "lrn", "same-map-lrn", "pooling" and "dropout".
  public static let kindNames = KindName.allCases.map(\.rawValue)

  /// The name of the kind, one of ``kindNames``.
  public var kindName: String {
    let name: KindName =
      switch kind {
      case .convolution: .convolution
      case .locallyConnected: .locallyConnected
      case .fullyConnected: .fullyConnected
      case .activation(.relu): .relu
      case .activation(.tanh): .tanh
      case .normalization(let lrn): lrn.region == .sameMap ? .sameMapLRN : .lrn
      case .pooling: .pooling
      case .dropout: .dropout
      }
    return name.rawValue
  }
}

/// The form of layers in network files: one flat object with `name`, `kind` and the settings of the kind.
extension LayerSpec: Codable {
  fileprivate enum Key: String, CodingKey {
    case name, kind
    case outputs, kernel, stride, padding, groups, weights, bias
    case weightRate, biasRate, weightDecay, biasDecay
    case size, alpha, beta, k
    case operation, rounding
  }

  /// Decodes a layer. A setting that is missing has the default of its kind.
  public init(from decoder: any Decoder) throws {
    let fields = LayerFields(values: try decoder.container(keyedBy: Key.self))
    let name: String = try fields.required(.name)
    let word: String = try fields.required(.kind)
    guard let kindName = KindName(rawValue: word) else {
      let known = KindName.allCases.map(\.rawValue).joined(separator: ", ")
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: fields.values,
        debugDescription: "layer '\(name)' has the unknown kind '\(word)'; the kinds are \(known)")
    }
    let kind: Kind =
      switch kindName {
      case .convolution: .convolution(try fields.convolution())
      case .locallyConnected: .locallyConnected(try fields.locallyConnected())
      case .fullyConnected: .fullyConnected(try fields.fullyConnected())
      case .relu: .activation(.relu)
      case .tanh: .activation(.tanh)
      case .lrn: .normalization(try fields.normalization(ResponseNormalization()))
      case .sameMapLRN: .normalization(try fields.normalization(.sameMap()))
      case .pooling: .pooling(try fields.pooling())
      case .dropout: .dropout
      }
    self.init(name, kind)
  }

  /// Encodes a layer with the settings of its kind: all of them if the encoder's `userInfo` has
  /// `allSettings`, else without some that have their defaults.
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
    case .locallyConnected(let local):
      try values.encode(local.outputs, forKey: .outputs)
      try values.encode(local.kernel, forKey: .kernel)
      try values.encode(local.stride, forKey: .stride)
      try values.encode(local.padding, forKey: .padding)
      try encode(local.initial, local.learning, to: &values)
    case .fullyConnected(let full):
      try values.encode(full.outputs, forKey: .outputs)
      // Files of a layer with one group are those of the versions that had no groups.
      if full.groups != 1 || encoder.userInfo[.allSettings] != nil {
        try values.encode(full.groups, forKey: .groups)
      }
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
    _ initial: Initialization, _ learning: LearningFactors,
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

extension CodingUserInfoKey {
  /// The key with which a network is encoded with all settings that its layers can have.
  static let allSettings: CodingUserInfoKey = {
    guard let key = CodingUserInfoKey(rawValue: "allSettings") else {
      preconditionFailure("every text is a key")
    }
    return key
  }()
}

/// The fields of one layer in a network file.
private struct LayerFields {
  let values: KeyedDecodingContainer<LayerSpec.Key>

  func required<Value: Decodable>(_ key: LayerSpec.Key) throws -> Value {
    try values.decode(Value.self, forKey: key)
  }

  func value<Value: Decodable>(_ key: LayerSpec.Key, or standard: Value) throws -> Value {
    try values.decodeIfPresent(Value.self, forKey: key) ?? standard
  }

  func convolution() throws -> Convolution {
    Convolution(
      outputs: try required(.outputs), kernel: try required(.kernel),
      stride: try value(.stride, or: 1), padding: try value(.padding, or: 0),
      groups: try value(.groups, or: 1), initial: try initialization(), learning: try learning())
  }

  func locallyConnected() throws -> LocallyConnected {
    LocallyConnected(
      outputs: try required(.outputs), kernel: try required(.kernel),
      stride: try value(.stride, or: 1), padding: try value(.padding, or: 0),
      initial: try initialization(), learning: try learning())
  }

  func fullyConnected() throws -> FullyConnected {
    FullyConnected(
      outputs: try required(.outputs), groups: try value(.groups, or: 1),
      initial: try initialization(), learning: try learning())
  }

  func normalization(_ standard: ResponseNormalization) throws -> ResponseNormalization {
    ResponseNormalization(
      standard.region, size: try value(.size, or: standard.size),
      alpha: try value(.alpha, or: standard.alpha), beta: try value(.beta, or: standard.beta),
      k: try value(.k, or: standard.k), groups: try value(.groups, or: 1))
  }

  func pooling() throws -> Pooling {
    Pooling(
      try value(.operation, or: .maximum), size: try required(.size), stride: try required(.stride),
      padding: try value(.padding, or: 0), rounding: try value(.rounding, or: .floor))
  }

  private func initialization() throws -> Initialization {
    Initialization(try required(.weights), bias: try value(.bias, or: 0))
  }

  private func learning() throws -> LearningFactors {
    LearningFactors(
      weightRate: try value(.weightRate, or: 1), biasRate: try value(.biasRate, or: 1),
      weightDecay: try value(.weightDecay, or: 1), biasDecay: try value(.biasDecay, or: 1))
  }
}
