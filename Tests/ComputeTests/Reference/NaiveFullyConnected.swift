import Blueprint

/// A fully-connected layer y = W·x + b by its definition, with weights `[outputs, inputs / groups]`.
struct NaiveFullyConnected {
  let spec: FullyConnected

  func forward(_ x: Volume, weights: [Double], biases: [Double]) -> Volume {
    var y = Volume(images: x.images, shape: Shape(channels: spec.outputs))
    for index in y.values.indices { y.values[index] = biases[index % spec.outputs] }
    visit(x) { from, weight, to in y.values[to] += weights[weight] * x.values[from] }
    return y
  }

  func backward(
    _ x: Volume, weights: [Double], gradient: Volume
  ) -> (input: Volume, weights: [Double], biases: [Double]) {
    var inputGradient = Volume(images: x.images, shape: x.shape)
    var weightsGradient = Array(repeating: 0.0, count: weights.count)
    var biasGradient = Array(repeating: 0.0, count: spec.outputs)
    visit(x) { from, weight, to in
      weightsGradient[weight] += gradient.values[to] * x.values[from]
      inputGradient.values[from] += gradient.values[to] * weights[weight]
    }
    for (index, value) in gradient.values.enumerated() {
      biasGradient[index % spec.outputs] += value
    }
    return (inputGradient, weightsGradient, biasGradient)
  }

  /// Calls a function with the indices of each product: in the input, in the weights and in the output. An
  /// output reads the inputs of its group alone.
  private func visit(_ x: Volume, _ body: (_ from: Int, _ weight: Int, _ to: Int) -> Void) {
    let (inputs, outputs) = (x.shape.count / spec.groups, spec.outputs)
    for image in 0..<x.images {
      for o in 0..<outputs {
        let first = image * x.shape.count + o / (outputs / spec.groups) * inputs
        for i in 0..<inputs { body(first + i, o * inputs + i, image * outputs + o) }
      }
    }
  }
}
