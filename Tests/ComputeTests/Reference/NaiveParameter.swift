import Blueprint

@testable import Compute

/// Weights or biases, row by row, with momentum SGD as the paper's section 5 writes it.
struct NaiveParameter {
  var layer = ""
  var values: [Double]
  var gradient: [Double]
  var velocity: [Double]

  /// v ← 0.9·v − 0.0005·ε·w − ε·∂L/∂w; w ← w + v.
  mutating func update(_ knobs: Knobs) {
    for i in values.indices {
      velocity[i] =
        knobs.momentum * velocity[i] - knobs.decay * knobs.rate * values[i]
        - knobs.rate * gradient[i]
      values[i] += velocity[i]
    }
  }
}

extension NaiveParameter {
  init(copying parameter: Parameter) throws {
    layer = parameter.layer
    values = try parameter.read(.values).map(Double.init)
    gradient = Array(repeating: 0, count: values.count)
    velocity = try parameter.read(.velocity).map(Double.init)
  }
}
