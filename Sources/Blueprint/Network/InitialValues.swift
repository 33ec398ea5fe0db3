/// The weights and biases of a network before the first step: one distribution for all weights, or a
/// published set with values for each layer.
public enum InitialValues: Hashable, Sendable {
  /// The distribution of all weights; biases keep their values.
  case weights(Initialization.Weights)
  /// Standard deviations and biases by the positions of the layers.
  case set(InitialSet)

  /// He's distribution for all weights.
  public static let he = InitialValues.weights(.he)

  /// A normal distribution with mean 0 and this standard deviation for all weights.
  public static func gaussian(deviation: Double) -> InitialValues {
    .weights(.gaussian(deviation: deviation))
  }
}

/// A published set of initial values for the paper's network. In other networks the positions of the layers
/// decide: the hidden fully-connected layers are all but the last.
public enum InitialSet: String, Hashable, Codable, Sendable, CaseIterable {
  /// The paper's text (section 5): weights N(0, 0.01); biases 1 in the second, fourth and fifth
  /// convolutions and the hidden fully-connected layers, and 0 elsewhere.
  case paper
  /// Caffe's reference network (`models/bvlc_alexnet/train_val.prototxt`): the text's values, but a
  /// standard deviation of 0.005 in the hidden fully-connected layers and biases of 0.1 instead of 1.
  case caffe

  /// The values of a convolution.
  /// - Parameter number: The position among the convolutions, from 1.
  func convolution(_ number: Int) -> Initialization {
    Initialization(.gaussian(deviation: 0.01), bias: [2, 4, 5].contains(number) ? raisedBias : 0)
  }

  /// The values of a locally connected layer: those of most convolutions, because the published networks have
  /// no such layer.
  var locallyConnected: Initialization { Initialization(.gaussian(deviation: 0.01)) }

  /// The values of a fully-connected layer.
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

/// A number, "he", or the name of a set. Network files, and plans of versions without the sets, have the
/// first two.
extension InitialValues: Codable {
  /// Decodes a number or a text.
  public init(from decoder: any Decoder) throws {
    if let set = try? InitialSet(from: decoder) {
      self = .set(set)
    } else {
      self = .weights(try Initialization.Weights(from: decoder))
    }
  }

  /// Encodes a number or a text.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .weights(let weights): try weights.encode(to: encoder)
    case .set(let set): try set.encode(to: encoder)
    }
  }
}

extension InitialValues {
  /// Reads `he`, a standard deviation, or the name of a set; `nil` for other texts.
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

  /// A description of the texts that `init(parsing:)` reads.
  public static let allowedValues = "he, a standard deviation, paper or caffe"

  /// The text that `init(parsing:)` reads.
  public var text: String {
    switch self {
    case .weights(.he): "he"
    case .weights(.gaussian(let deviation)): deviation.brief
    case .set(let set): set.rawValue
    }
  }
}
