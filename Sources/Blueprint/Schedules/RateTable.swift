/// A table by epochs for images of a known number: each row has its first step.
///
/// The rates are pure functions of the step, so a run that continues has those of a run that never stopped.
public struct RateTable: Sendable {
  /// The rows with the steps from which they hold, from 1.
  public let rows: [(firstStep: Int, values: EpochTable.Row)]

  /// Creates the table of a plan; `nil` for a plan with another schedule.
  /// - Parameters:
  ///   - plan: The plan.
  ///   - imagesPerEpoch: The number of training images of an epoch, at least 1.
  public init?(_ plan: RunPlan, imagesPerEpoch: Int) {
    guard case .epochs(let table) = plan.schedule else { return nil }
    rows = table.rows.map { row in
      (plan.firstStep(afterEpochs: row.afterEpochs, imagesPerEpoch: imagesPerEpoch), row)
    }
  }

  /// Returns true if values begin with a step.
  public func begins(atStep step: Int) -> Bool { rows.contains { $0.firstStep == step } }

  /// Returns the factor of the learning rate of the weights that have no row of their own, in proportion to the
  /// rate of the plan; 1 before the first row.
  /// - Parameter step: The number of the step, from 1.
  public func commonFactor(atStep step: Int) -> Double {
    factor(of: nil, biases: false, atStep: step) ?? 1
  }

  /// Returns the factor of the learning rate of a layer's weights or biases, in proportion to the rate of the
  /// plan.
  public func factor(of layer: String, biases: Bool, atStep step: Int) -> Double {
    factor(of: .some(layer), biases: biases, atStep: step)
      ?? factor(of: nil, biases: biases, atStep: step) ?? 1
  }

  /// Returns the same factor in proportion to the rate of the weights without a row of their own, which is the
  /// rate of the run.
  public func relativeFactor(of layer: String, biases: Bool, atStep step: Int) -> Double {
    factor(of: layer, biases: biases, atStep: step) / commonFactor(atStep: step)
  }

  /// Returns true or false if colour noise is switched with a step, and `nil` otherwise.
  public func colorNoise(fromStep step: Int) -> Bool? {
    rows.last { $0.firstStep == step && $0.values.colorNoise != nil }?.values.colorNoise
  }

  private func factor(of layer: String?, biases: Bool, atStep step: Int) -> Double? {
    for (firstStep, values) in rows.reversed() where firstStep <= step && values.layer == layer {
      if let factor = values.factor(ofBiases: biases) { return factor }
    }
    return nil
  }
}

extension RateTable {
  /// The learning rate of the weights or of the biases of some layers, from a step on.
  public struct Change: Hashable, Sendable {
    /// The names of the layers.
    public var layers: [String]
    /// True for the biases, false for the weights.
    public var biases: Bool
    /// The factor of the learning rate of the run, with the learning factor of the layers.
    public var factor: Double
  }

  /// Returns the rates that change with a step otherwise than in proportion to the rate of the run.
  /// - Parameters:
  ///   - step: The number of the step, from 1.
  ///   - network: The network.
  public func changes(atStep step: Int, in network: NetworkSpec) -> [Change] {
    guard begins(atStep: step) else { return [] }
    var changes: [Change] = []
    for biases in [false, true] {
      for layer in network.layers {
        guard let learning = layer.learning else { continue }
        let name = layer.name
        let (new, old) = (
          factor(of: name, biases: biases, atStep: step),
          factor(of: name, biases: biases, atStep: step - 1)
        )
        let relative = relativeFactor(of: name, biases: biases, atStep: step)
        let before = relativeFactor(of: name, biases: biases, atStep: step - 1)
        guard new != old, abs(relative - before) > 1e-9 * relative else { continue }
        let factor = relative * (biases ? learning.biasRate : learning.weightRate)
        if changes.last?.biases == biases, changes.last?.factor == factor {
          changes[changes.count - 1].layers.append(name)
        } else {
          changes.append(Change(layers: [name], biases: biases, factor: factor))
        }
      }
    }
    return changes
  }
}
