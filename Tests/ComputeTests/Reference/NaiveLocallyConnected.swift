import Blueprint

/// A locally connected layer by its definition: every product of a weight and an input, one after another.
struct NaiveLocallyConnected {
  let spec: LocallyConnected
  let input: Shape
  let output: Shape

  func forward(_ x: Volume, weights: [Double], biases: [Double]) -> Volume {
    var y = Volume(images: x.images, shape: output)
    for position in y.values.indices { y.values[position] = biases[position % output.count] }
    visit(x, y) { from, weight, to in y.values[to] += weights[weight] * x.values[from] }
    return y
  }

  func backward(
    _ x: Volume, weights: [Double], gradient: Volume
  ) -> (input: Volume, weights: [Double], biases: [Double]) {
    var inputGradient = Volume(images: x.images, shape: input)
    var weightsGradient = Array(repeating: 0.0, count: weights.count)
    var biasGradient = Array(repeating: 0.0, count: output.count)
    visit(x, gradient) { from, weight, to in
      inputGradient.values[from] += weights[weight] * gradient.values[to]
      weightsGradient[weight] += x.values[from] * gradient.values[to]
    }
    for (position, value) in gradient.values.enumerated() {
      biasGradient[position % output.count] += value
    }
    return (inputGradient, weightsGradient, biasGradient)
  }

  /// Calls a function with the indices of each product: in the input, in the weights
  /// `[outputs, height, width, inputs, k, k]` and in the output.
  private func visit(
    _ x: Volume, _ y: Volume, _ body: (_ from: Int, _ weight: Int, _ to: Int) -> Void
  ) {
    let window = input.channels * spec.kernel * spec.kernel
    for image in 0..<x.images {
      for o in 0..<output.channels {
        for oy in 0..<output.height {
          for ox in 0..<output.width {
            let first = ((o * output.height + oy) * output.width + ox) * window
            for place in 0..<window {
              let (i, ky) = (place / spec.kernel / spec.kernel, place / spec.kernel % spec.kernel)
              let iy = oy * spec.stride + ky - spec.padding
              let ix = ox * spec.stride + place % spec.kernel - spec.padding
              guard (0..<input.height).contains(iy), (0..<input.width).contains(ix) else {
                continue
              }
              body(x.index(image, i, iy, ix), first + place, y.index(image, o, oy, ox))
            }
          }
        }
      }
    }
  }
}
