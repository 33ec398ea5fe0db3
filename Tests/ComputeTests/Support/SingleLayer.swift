import Blueprint

@testable import Compute

/// A network whose logits are the output of one layer: a fully-connected layer with the identity as
/// weights follows it.
struct SingleLayer {
  private let network: Network

  /// - Parameter blocked: True if a convolution with the identity as weights first brings the image
  ///   into oneDNN's blocked layout; false if the layer reads plain rows.
  init(_ kind: LayerSpec.Kind, input: Shape, blocked: Bool = false) throws {
    let layer = LayerSpec("layer", kind)
    var layers = [layer]
    if blocked { layers.insert(LayerSpec("blocks", .conv(input.channels, 1)), at: 0) }
    var spec = NetworkSpec(name: "single", source: "a test", input: input, layers: layers)
    spec.layers.append(LayerSpec("logits", .full(1)))
    let outputs = try spec.layout().last!.input.count
    spec = spec.withClasses(outputs)
    network = try Network(
      spec, layout: spec.layout(), batch: 1, seed: 1, on: Engine(threads: 1))
    if blocked { try set("blocks", Self.identity(input.channels)) }
    try set("logits", Self.identity(outputs))
  }

  /// Sets a layer's weights, and its biases to 0.
  func set(_ layer: String, _ weights: [Float]) throws {
    let parameters = network.parameters.filter { $0.layer == layer }
    try parameters[0].write(weights)
    try parameters[1].write(Array(repeating: 0, count: parameters[1].count))
  }

  /// Returns the output for an image.
  func apply(_ image: [Float]) -> [Float] {
    _ = network.input.elements.update(fromContentsOf: image)
    _ = network.evaluate(Knobs())
    return Array(network.parametricOutputs.last!.tensor.elements)
  }

  private static func identity(_ size: Int) -> [Float] {
    (0..<size * size).map { $0 / size == $0 % size ? 1 : 0 }
  }
}
