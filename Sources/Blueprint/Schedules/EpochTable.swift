/// Learning rates by epochs: of all weights, of all biases, and of single layers.
///
/// ```swift
/// EpochTable(rows: [
///   .init(afterEpochs: 24, weights: 0.1),                  // all weights; biases keep their rate
///   .init(afterEpochs: 71, layer: "conv1", weights: 0),    // the kernels of conv1 no longer change
/// ])
/// ```
///
/// A value holds from its first step until a later row has another one for the same parameters. A layer has the
/// values of its own rows; before its first one, it has those of the rows without a layer. Factors are in
/// proportion to the learning rate of the plan, and the layer's ``LearningFactors`` multiply them.
public struct EpochTable: Hashable, Codable, Sendable {
  /// The rows, in the order of their epochs.
  public var rows: [Row]

  /// Creates a table.
  public init(rows: [Row]) { self.rows = rows }

  /// The values from an epoch on. Those that are `nil` do not change.
  public struct Row: Hashable, Codable, Sendable {
    /// The number of epochs before the first step with these values, 0 or more. It has a fraction in a table
    /// that was scaled to another length.
    public var afterEpochs: Double
    /// The name of the layer; `nil` for all layers without a row of their own.
    public var layer: String?
    /// The factor of the learning rate of the weights, 0 or more, and above 0 without a layer. With 0 the weights
    /// are not updated.
    public var weights: Double?
    /// The factor of the learning rate of the biases, 0 or more. With 0 the biases are not updated.
    public var biases: Double?
    /// True if colour noise is on from here, false if it is off.
    public var colorNoise: Bool?

    /// Creates a row.
    public init(
      afterEpochs: Double, layer: String? = nil, weights: Double? = nil, biases: Double? = nil,
      colorNoise: Bool? = nil
    ) {
      self.afterEpochs = afterEpochs
      self.layer = layer
      self.weights = weights
      self.biases = biases
      self.colorNoise = colorNoise
    }

    func factor(ofBiases isBias: Bool) -> Double? { isBias ? biases : weights }
  }
}

extension EpochTable {
  /// Returns the reason why the table cannot be used, as a part of a sentence; `nil` if it can.
  /// - Parameter network: The network whose layers the table names.
  public func problem(in network: NetworkSpec) -> String? {
    guard
      rows.allSatisfy({ $0.afterEpochs.isFinite && $0.afterEpochs >= 0 }),
      zip(rows, rows.dropFirst()).allSatisfy({ $0.afterEpochs <= $1.afterEpochs })
    else { return "epochs must be 0 or more and not fall" }
    let factors = rows.flatMap { [$0.weights, $0.biases] }.compactMap(\.self)
    guard factors.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
      return "factors must be finite and not negative"
    }
    guard rows.allSatisfy({ $0.layer != nil || $0.weights != 0 }) else {
      return "the factor of all weights must be above 0"
    }
    let layers = network.layers.filter(\.hasParameters).map(\.name)
    let unknown = rows.compactMap(\.layer).first { !layers.contains($0) }
    return unknown.map {
      "\(network.name) has no layer '\($0)' with weights; it has \(layers.joined(separator: ", "))"
    }
  }
}

extension EpochTable {
  /// The table in words: "from epoch 25: weights × 0.1; from epoch 67: conv1 weights × 0.001, colour noise off".
  public var sentence: String {
    changes.map { epoch, rows in
      "from epoch \(Self.text(of: epoch)): \(rows.flatMap(\.words).joined(separator: ", "))"
    }.joined(separator: "; ")
  }

  /// The epochs in which values change: "epochs 25, 51, 67".
  var text: String {
    "epochs " + changes.map { Self.text(of: $0.epoch) }.joined(separator: ", ")
  }

  /// The numbers of the epochs in which values change, from 1, with their rows.
  private var changes: [(epoch: Double, rows: [Row])] {
    var changes: [(epoch: Double, rows: [Row])] = []
    for row in rows {
      let epoch = row.afterEpochs + 1
      if changes.last?.epoch == epoch {
        changes[changes.count - 1].rows.append(row)
      } else {
        changes.append((epoch, [row]))
      }
    }
    return changes
  }

  /// A number of an epoch, with at most two digits after the point.
  private static func text(of epoch: Double) -> String {
    Setting.text(of: (epoch * 100).rounded() / 100)
  }
}

extension EpochTable.Row {
  /// The values in words: "conv1 weights × 0.001".
  fileprivate var words: [String] {
    let place = layer.map { "\($0) " } ?? ""
    func rate(_ name: String, _ factor: Double?) -> String? {
      factor.map { "\(place)\(name) × \(Setting.text(of: $0))" }
    }
    return [
      rate("weights", weights), rate("biases", biases),
      colorNoise.map { "colour noise \($0 ? "on" : "off")" },
    ].compactMap(\.self)
  }
}
