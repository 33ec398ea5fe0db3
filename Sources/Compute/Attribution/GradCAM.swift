import Blueprint

/// The class activation map of an image by Grad-CAM (Selvaraju et al. 2017, section 3): the regions that raise
/// the score of a class.
///
/// It uses the last convolution's output Aᵏ after the activation function that follows directly, and before
/// normalisation and pooling. With the score y of the class before the softmax and Z positions in a map, the
/// weight of map k is αₖ = 1/Z · Σ ∂y/∂Aᵏ, and the value of a position is max(0, Σₖ αₖ·Aᵏ).
///
/// It computes with the parameters of another network and changes nothing of it. It allocates its memory once.
public final class GradCAM {
  /// The name of the last convolution.
  public let layer: String
  /// The shape of its output.
  public let shape: Shape
  private let network: Network
  private let activations: TensorReader
  private let gradients: TensorReader

  /// Creates the maps of the network that an evaluator uses.
  ///
  /// - Returns: `nil` if the network has no convolution.
  /// - Throws: ``ComputeError`` if memory is missing.
  /// - Precondition: The network is not divided among processes.
  public init?(_ evaluator: SingleImageEvaluator) throws(ComputeError) {
    let source = evaluator.source
    guard let convolution = source.layout.lastConvolution else { return nil }
    layer = convolution.spec.name
    shape = convolution.output
    network = try Network(explaining: source)
    guard let output = network.outputs.last(where: { $0.layer == convolution.spec.name }),
      let gradient = network.explainedGradient
    else { preconditionFailure("the network has the gradient of its last convolution") }
    activations = try TensorReader(output, images: 1, on: network.engine)
    let tensor = gradient.tensor
    gradients = try TensorReader(tensor, dimensions: tensor.layout.dimensions, on: network.engine)
  }

  /// Returns the map of a class for an image, `[height, width]` of `shape`.
  ///
  /// - Parameters:
  ///   - image: The input of the network, `[channels, height, width]`.
  ///   - label: The class.
  ///   - knobs: The values at this step; dropout is off.
  public func map(of image: [Float], label: Int, _ knobs: Knobs) -> [Float] {
    let gradient = gradient(of: image, label: label, knobs)
    let maps = activations.copy()
    let area = shape.height * shape.width
    var sums = [Double](repeating: 0, count: area)
    for channel in 0..<shape.channels {
      let range = channel * area..<(channel + 1) * area
      let weight = gradient[range].reduce(0.0) { $0 + Double($1) } / Double(area)
      for (position, value) in maps[range].enumerated() { sums[position] += weight * Double(value) }
    }
    // A value that is not a number stays one, so that a divergence is visible.
    return sums.map { $0 < 0 ? 0 : Float($0) }
  }

  /// Returns the gradient of a class's score with respect to the activations, `[channels, height, width]` of
  /// `shape`.
  func gradient(of image: [Float], label: Int, _ knobs: Knobs) -> [Float] {
    precondition(image.count == network.spec.input.count, "the image must fit the network")
    precondition((0..<network.spec.classes).contains(label), "the label must be one of the classes")
    _ = network.input.elements.update(fromContentsOf: image)
    network.runForward(lrn: knobs.lrn)
    network.runBackward(fromScoreOf: label)
    let values = gradients.copy()
    precondition(values.count == shape.count, "the gradient has the shape of the activations")
    return values
  }
}
