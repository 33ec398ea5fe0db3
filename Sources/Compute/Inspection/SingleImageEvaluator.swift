import Blueprint

/// Evaluates single images with the parameters of another network, which is being trained or evaluated,
/// without changing it.
///
/// It allocates its memory once. If the network is divided, the ranks of all parts make the same calls with the
/// same image at the same moment, and each gets the results of the whole network.
public final class SingleImageEvaluator {
  let network: Network
  /// The weights and biases of the other network, which are used.
  let parameters: [Parameter]
  /// The network whose parameters are used.
  let source: Network
  private var readers: [String: TensorReader] = [:]

  /// Creates an evaluator that uses the parameters of `network`.
  ///
  /// - Throws: ``ComputeError`` if memory is missing, or if oneDNN computes a layer differently for
  ///   a single image, so that it cannot use the weights.
  public init(_ network: Network) throws(ComputeError) {
    parameters = network.parameters
    source = network
    self.network = try Network(evaluatingWith: network, batch: 1)
  }

  /// Creates an evaluator that uses the parameters of `network`.
  ///
  /// - Throws: ``ComputeError`` as for a network that is being trained.
  public init(_ network: EvaluatingNetwork) throws(ComputeError) {
    parameters = network.parameters
    source = network.network
    self.network = try Network(evaluatingWith: network.network, batch: 1)
  }

  /// The names of the layers with feature maps to read, in order. A merged activation function
  /// belongs to the layer before it.
  public var layers: [String] { network.outputs.map(\.layer) }

  /// The shape of an image.
  public var input: Shape { network.spec.input }

  /// Evaluates an image.
  ///
  /// - Parameters:
  ///   - image: The input of the network, `[channels, height, width]`.
  ///   - knobs: The values at this step; dropout is off.
  /// - Returns: The probability of each class.
  public func probabilities(of image: [Float], _ knobs: Knobs) -> [Double] {
    precondition(image.count == network.spec.input.count, "the image must fit the network")
    _ = network.input.elements.update(fromContentsOf: image)
    network.runForward(lrn: knobs.lrn)
    return network.probabilities(images: 1)
  }

  /// Returns the activations of a layer for the last image, `[channels, height, width]`; `nil` if
  /// there is no such layer.
  ///
  /// - Throws: ``ComputeError`` if memory is missing.
  public func maps(of layer: String) throws(ComputeError) -> (shape: Shape, values: [Float])? {
    guard let output = network.outputs.last(where: { $0.layer == layer }) else { return nil }
    if readers[layer] == nil {
      readers[layer] = try TensorReader(output, images: 1, on: network.engine)
    }
    return readers[layer].map { reader in
      let values = reader.copy()
      let part = output.isDivided ? network.part : nil
      return (output.whole, part?.joined(values, count: output.whole.count) ?? values)
    }
  }
}
