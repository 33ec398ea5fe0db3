import Blueprint

@testable import Compute

/// Weights or biases, row by row, with momentum SGD by the formula in section 5 of the paper.
struct NaiveParameter {
  var layer = ""
  var values: [Double]
  var gradient: [Double]
  var momentumBuffer: [Double]
  var rateFactor = 1.0
  var decayFactor = 1.0

  /// Updates the values: v ← 0.9·v − 0.0005·ε·w − ε·∂L/∂w; w ← w + v.
  mutating func update(_ knobs: Knobs) {
    let (rate, decay) = (rateFactor * knobs.rate, decayFactor * knobs.decay)
    for i in values.indices {
      momentumBuffer[i] =
        knobs.momentum * momentumBuffer[i] - decay * rate * values[i] - rate * gradient[i]
      values[i] += momentumBuffer[i]
    }
  }
}

extension NaiveParameter {
  /// The learning factors come from the specification, because those of the network are under test.
  init(copying parameter: Parameter, _ kind: LayerSpec.Kind) throws {
    layer = parameter.layer
    let isBias = parameter.isBias
    let learning =
      switch kind {
      case .convolution(let convolution): convolution.learning
      case .locallyConnected(let local): local.learning
      case .fullyConnected(let full): full.learning
      case .activation, .normalization, .pooling, .dropout: LearningFactors()
      }
    rateFactor = isBias ? learning.biasRate : learning.weightRate
    decayFactor = isBias ? learning.biasDecay : learning.weightDecay
    values = try parameter.read(.values).map(Double.init)
    gradient = Array(repeating: 0, count: values.count)
    momentumBuffer = try parameter.read(.momentumBuffer).map(Double.init)
  }
}
