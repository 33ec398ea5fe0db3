import Blueprint

/// A convolution by its definition: every product of a weight and an input, one after another.
struct NaiveConvolution {
  let spec: Convolution
  let input: Shape
  let output: Shape

  func forward(_ x: Volume, weights: [Double], biases: [Double]) -> Volume {
    var y = Volume(images: x.images, shape: output)
    for position in y.values.indices {
      y.values[position] = biases[position / (output.height * output.width) % output.channels]
    }
    for image in 0..<x.images {
      visit(image, x, y) { from, weight, to in y.values[to] += weights[weight] * x.values[from] }
    }
    return y
  }

  func backward(
    _ x: Volume, weights: [Double], gradient: Volume
  ) -> (input: Volume, weights: [Double], biases: [Double]) {
    var inputGradient = Volume(images: x.images, shape: input)
    var weightsGradient = Array(repeating: 0.0, count: weights.count)
    var biasGradient = Array(repeating: 0.0, count: spec.outputs)
    for image in 0..<x.images {
      visit(image, x, gradient) { from, weight, to in
        inputGradient.values[from] += weights[weight] * gradient.values[to]
        weightsGradient[weight] += x.values[from] * gradient.values[to]
      }
    }
    for (position, value) in gradient.values.enumerated() {
      biasGradient[position / (output.height * output.width) % output.channels] += value
    }
    return (inputGradient, weightsGradient, biasGradient)
  }

  /// Calls a function with the indices of each product: in the input, in the weights
  /// `[outputs, inputs / groups, k, k]` and in the output.
  private func visit(
    _ image: Int, _ x: Volume, _ y: Volume, _ body: (_ from: Int, _ weight: Int, _ to: Int) -> Void
  ) {
    let inputs = input.channels / spec.groups
    for o in 0..<spec.outputs {
      let firstInput = o / (spec.outputs / spec.groups) * inputs
      for i in 0..<inputs {
        for ky in 0..<spec.kernel {
          for kx in 0..<spec.kernel {
            let weight = ((o * inputs + i) * spec.kernel + ky) * spec.kernel + kx
            for oy in 0..<output.height {
              let iy = oy * spec.stride + ky - spec.padding
              guard (0..<input.height).contains(iy) else { continue }
              for ox in 0..<output.width {
                let ix = ox * spec.stride + kx - spec.padding
                guard (0..<input.width).contains(ix) else { continue }
                body(x.index(image, firstInput + i, iy, ix), weight, y.index(image, o, oy, ox))
              }
            }
          }
        }
      }
    }
  }
}
