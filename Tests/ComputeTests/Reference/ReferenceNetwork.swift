import Blueprint

@testable import Compute

/// A whole network by the definitions of its layers, with the parameters of another one. It is
/// slow, and simple enough to check by reading.
struct ReferenceNetwork {
  let layout: [LayerLayout]
  /// Weights and biases of each layer that has them, in order.
  var parameters: [NaiveParameter]
  /// The inputs of each layer in the last forward pass, and the logits at the end.
  private(set) var activations: [Volume] = []

  /// The factors of each dropout layer, by its index in the layout. A layer without factors is off.
  typealias Masks = [Int: [Double]]

  init(copying network: Network) throws {
    let layout = network.layout
    self.layout = layout
    parameters = try network.parameters.map { parameter in
      let entry = layout.first { $0.spec.name == parameter.layer }!
      return try NaiveParameter(copying: parameter, entry.spec.kind)
    }
  }

  var logits: Volume { activations[layout.count] }

  /// Returns the output of a layer in the last forward pass.
  func output(of index: Int) -> Volume { activations[index + 1] }

  mutating func evaluate(
    _ images: Volume, labels: [Int32], lrn: Bool = true, masks: Masks = [:]
  ) -> NaiveSoftmaxLoss.Result {
    activations = [images]
    for index in layout.indices {
      activations.append(forward(index, activations[index], lrn: lrn, mask: masks[index]))
    }
    return NaiveSoftmaxLoss.run(logits, labels: labels)
  }

  mutating func computeGradients(
    _ images: Volume, labels: [Int32], lrn: Bool = true, masks: Masks = [:]
  ) -> NaiveSoftmaxLoss.Result {
    let result = evaluate(images, labels: labels, lrn: lrn, masks: masks)
    var gradient = result.gradient
    for index in layout.indices.reversed() {
      gradient = backward(index, gradient: gradient, lrn: lrn, mask: masks[index])
    }
    return result
  }

  mutating func update(_ knobs: Knobs) {
    for index in parameters.indices { parameters[index].update(knobs) }
  }

  private func forward(_ index: Int, _ x: Volume, lrn: Bool, mask: [Double]?) -> Volume {
    let entry = layout[index]
    switch entry.spec.kind {
    case .convolution(let spec):
      let first = parameterIndex(of: entry)
      return NaiveConvolution(spec: spec, input: entry.input, output: entry.output).forward(
        x, weights: parameters[first].values, biases: parameters[first + 1].values)
    case .locallyConnected(let spec):
      let first = parameterIndex(of: entry)
      return NaiveLocallyConnected(spec: spec, input: entry.input, output: entry.output).forward(
        x, weights: parameters[first].values, biases: parameters[first + 1].values)
    case .fullyConnected(let spec):
      let first = parameterIndex(of: entry)
      return NaiveFullyConnected(spec: spec).forward(
        x, weights: parameters[first].values, biases: parameters[first + 1].values)
    case .activation(let activation):
      return NaiveActivation.forward(x, activation)
    case .normalization(let spec):
      return lrn ? NaiveNormalization(spec: spec).forward(x) : x
    case .pooling(let spec):
      return NaivePooling(spec: spec, input: entry.input, output: entry.output).forward(x)
    case .dropout:
      return mask.map(x.multiplied(by:)) ?? x
    }
  }

  private mutating func backward(
    _ index: Int, gradient: Volume, lrn: Bool, mask: [Double]?
  ) -> Volume {
    let (entry, x) = (layout[index], activations[index])
    switch entry.spec.kind {
    case .convolution(let spec):
      let first = parameterIndex(of: entry)
      return keep(
        NaiveConvolution(spec: spec, input: entry.input, output: entry.output).backward(
          x, weights: parameters[first].values, gradient: gradient), at: first)
    case .locallyConnected(let spec):
      let first = parameterIndex(of: entry)
      return keep(
        NaiveLocallyConnected(spec: spec, input: entry.input, output: entry.output).backward(
          x, weights: parameters[first].values, gradient: gradient), at: first)
    case .fullyConnected(let spec):
      let first = parameterIndex(of: entry)
      return keep(
        NaiveFullyConnected(spec: spec).backward(
          x, weights: parameters[first].values, gradient: gradient), at: first)
    case .activation(let activation):
      return NaiveActivation.backward(x, activation, gradient: gradient)
    case .normalization(let spec):
      return lrn ? NaiveNormalization(spec: spec).backward(x, gradient: gradient) : gradient
    case .pooling(let spec):
      return NaivePooling(spec: spec, input: entry.input, output: entry.output).backward(
        x, gradient: gradient)
    case .dropout:
      return mask.map(gradient.multiplied(by:)) ?? gradient
    }
  }

  private mutating func keep(
    _ gradients: (input: Volume, weights: [Double], biases: [Double]), at first: Int
  ) -> Volume {
    parameters[first].gradient = gradients.weights
    parameters[first + 1].gradient = gradients.biases
    return gradients.input
  }

  private func parameterIndex(of entry: LayerLayout) -> Int {
    parameters.firstIndex { $0.layer == entry.spec.name }!
  }
}
