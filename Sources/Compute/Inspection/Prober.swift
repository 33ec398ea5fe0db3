import Blueprint
import Glibc

/// Shows single images to a network that is being trained, without disturbing it: a network for one
/// image that evaluates with the other's weights. It takes its memory once.
public final class Prober {
  private let network: Network
  private var probes: [String: Probe] = [:]

  /// - Throws: that oneDNN computes a layer otherwise for one image, so that it cannot use the weights.
  public init(_ network: Network) throws(ComputeError) {
    self.network = try Network(lookingThrough: network, batch: 1)
  }

  /// The layers whose maps can be looked at, in order: an activation function belongs to the layer
  /// before it.
  public var layers: [String] { network.outputs.map(\.layer) }

  /// Evaluates an image, `[channels, height, width]`, prepared as the network takes it.
  /// - Returns: the probability of each class.
  public func probabilities(of image: [Float], _ knobs: Knobs) -> [Double] {
    precondition(image.count == network.spec.input.count, "an image fits the network")
    _ = network.input.elements.update(fromContentsOf: image)
    network.setLabels([0])
    _ = network.evaluate(knobs)
    let scores = network.loss.scores.elements.prefix(network.spec.classes).map(Double.init)
    let best = scores.max() ?? 0
    let exponentials = scores.map { exp($0 - best) }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { $0 / sum }
  }

  /// What a layer made of the last image, `[channels, height, width]`; nil when there is no such layer.
  public func maps(of layer: String) throws(ComputeError) -> (shape: Shape, values: [Float])? {
    guard let (_, output, shape) = network.outputs.last(where: { $0.layer == layer }) else {
      return nil
    }
    if probes[layer] == nil {
      probes[layer] = try Probe(
        output,
        dimensions: output.layout.rank == 4
          ? [1, shape.channels, shape.height, shape.width] : [1, shape.count], on: network.engine)
    }
    return probes[layer].map { (shape, Array($0.read())) }
  }
}
