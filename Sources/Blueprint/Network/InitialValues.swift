/// How a network's weights and biases begin: one distribution for all weights, or a published set of
/// values that gives each layer its own.
public enum InitialValues: Hashable, Sendable {
  /// Of all weights; biases stay as they are.
  case weights(Initialization.Weights)
  /// Deviations and biases by the layers' places in the network.
  case set(InitialSet)

  public static let he = InitialValues.weights(.he)
  public static func gaussian(deviation: Double) -> InitialValues {
    .weights(.gaussian(deviation: deviation))
  }
}

/// Published initial values for the paper's network. Another network gets them by the places of its
/// layers: the hidden fully-connected layers are all but the last.
public enum InitialSet: String, Hashable, Codable, Sendable, CaseIterable {
  /// The paper's text (section 5): weights N(0, 0.01); biases 1 in the second, fourth and fifth
  /// convolutions and the hidden fully-connected layers, and 0 elsewhere.
  case paper
  /// Caffe's reference network (`models/bvlc_alexnet/train_val.prototxt`): as the text, with a deviation
  /// of 0.005 in the hidden fully-connected layers and biases of 0.1 where the text has 1.
  case caffe

  /// - Parameter number: the convolution's place among the convolutions, from 1.
  func convolution(_ number: Int) -> Initialization {
    Initialization(.gaussian(deviation: 0.01), bias: [2, 4, 5].contains(number) ? raisedBias : 0)
  }

  func fullyConnected(isLast: Bool) -> Initialization {
    isLast
      ? Initialization(.gaussian(deviation: 0.01))
      : Initialization(.gaussian(deviation: hiddenDeviation), bias: raisedBias)
  }

  private var raisedBias: Double {
    switch self {
    case .paper: 1
    case .caffe: 0.1
    }
  }

  private var hiddenDeviation: Double {
    switch self {
    case .paper: 0.01
    case .caffe: 0.005
    }
  }
}

/// A number, "he", or a set's name, as in network files and in plans of older versions.
extension InitialValues: Codable {
  public init(from decoder: any Decoder) throws {
    if let set = try? InitialSet(from: decoder) {
      self = .set(set)
    } else {
      self = .weights(try Initialization.Weights(from: decoder))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .weights(let weights): try weights.encode(to: encoder)
    case .set(let set): try set.encode(to: encoder)
    }
  }
}

extension InitialValues {
  /// Reads `he`, a standard deviation, or a set's name.
  public init?(parsing text: String) {
    if let set = InitialSet(rawValue: text) {
      self = .set(set)
    } else if text == "he" {
      self = .he
    } else if let deviation = Double(text), (0..<Double.infinity).contains(deviation) {
      self = .gaussian(deviation: deviation)
    } else {
      return nil
    }
  }

  /// What `init(parsing:)` reads, in words.
  public static let wanted = "he, a standard deviation, paper or caffe"

  /// As it is read.
  public var word: String {
    switch self {
    case .weights(.he): "he"
    case .weights(.gaussian(let deviation)): deviation.brief
    case .set(let set): set.rawValue
    }
  }
}

extension NetworkSpec {
  /// The same network with other initial values.
  public func with(initial values: InitialValues) -> NetworkSpec {
    switch values {
    case .weights(let weights): with(allWeights: weights)
    case .set(let set): with(initial: set)
    }
  }

  private func with(initial set: InitialSet) -> NetworkSpec {
    var result = self
    var convolutions = 0
    for (place, layer) in layers.enumerated() {
      switch layer.kind {
      case .convolution(var convolution):
        convolutions += 1
        convolution.initial = set.convolution(convolutions)
        result.layers[place].kind = .convolution(convolution)
      case .fullyConnected(var full):
        full.initial = set.fullyConnected(isLast: place == layers.count - 1)
        result.layers[place].kind = .fullyConnected(full)
      case .activation, .normalization, .pooling, .dropout: continue
      }
    }
    return result
  }

  /// The initial values of the layers that have parameters, in order.
  public var initials: [Initialization] { layers.compactMap(\.initial) }

  /// The initial values as one choice: a set, or the distribution of all weights; nil where layers differ
  /// in another way.
  public var initialValues: InitialValues? {
    let values = initials
    let sets = InitialSet.allCases.map(InitialValues.set)
    // Without any bias above 0 a set is no more than its weights.
    if values.contains(where: { $0.bias != 0 }),
      let set = sets.first(where: { with(initial: $0).initials == values })
    {
      return set
    }
    return initialWeights.map(InitialValues.weights)
  }

  /// The choice that gives another network this one's initial values; nil when they are the same, or
  /// when there is none.
  func initialValues(from other: NetworkSpec) -> InitialValues? {
    let values = initials
    guard values != other.initials else { return nil }
    let all = initialWeights.map { [InitialValues.weights($0)] } ?? []
    let choices = all + InitialSet.allCases.map(InitialValues.set)
    return choices.first { other.with(initial: $0).initials == values }
  }
}

extension LayerSpec {
  /// How its parameters begin; nil for a layer without any.
  public var initial: Initialization? {
    switch kind {
    case .convolution(let convolution): convolution.initial
    case .fullyConnected(let full): full.initial
    case .activation, .normalization, .pooling, .dropout: nil
    }
  }
}
