import Blueprint

/// A fully-connected layer y = W·x + b with weights `[outputs, inputs]`.
enum NaiveFullyConnected {
  static func forward(_ x: Volume, weights: [Double], biases: [Double]) -> Volume {
    let (inputs, outputs) = (x.shape.count, biases.count)
    var y = Volume(images: x.images, shape: Shape(channels: outputs))
    for image in 0..<x.images {
      for o in 0..<outputs {
        var sum = biases[o]
        for i in 0..<inputs { sum += weights[o * inputs + i] * x.values[image * inputs + i] }
        y.values[image * outputs + o] = sum
      }
    }
    return y
  }

  static func backward(
    _ x: Volume, weights: [Double], gradient: Volume
  ) -> (input: Volume, weights: [Double], biases: [Double]) {
    let (inputs, outputs) = (x.shape.count, gradient.shape.count)
    var inputGradient = Volume(images: x.images, shape: x.shape)
    var weightsGradient = Array(repeating: 0.0, count: weights.count)
    var biasGradient = Array(repeating: 0.0, count: outputs)
    for image in 0..<x.images {
      for o in 0..<outputs {
        let g = gradient.values[image * outputs + o]
        biasGradient[o] += g
        for i in 0..<inputs {
          weightsGradient[o * inputs + i] += g * x.values[image * inputs + i]
          inputGradient.values[image * inputs + i] += g * weights[o * inputs + i]
        }
      }
    }
    return (inputGradient, weightsGradient, biasGradient)
  }
}
