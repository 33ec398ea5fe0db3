import Blueprint
import Testing

@testable import Compute

/// The paper's network with the widths, weights and images of a fixture, beside PyTorch's results.
struct PyTorchExperiment {
  let fixture: Fixture
  let network: Network
  private let images: [Float]
  private let labels: [Int32]
  private let picks: [[Int]]

  init(_ fixture: Fixture) throws {
    self.fixture = fixture
    // Exact in single precision, and large enough for α to have an effect.
    images = try fixture.bytes("images").map { (Float($0) - 128) / 8 }
    labels = try fixture.integers("labels")
    let batch = try fixture.shape("picks")[1]
    let all = try fixture.integers("picks").map(Int.init)
    picks = stride(from: 0, to: all.count, by: batch).map { Array(all[$0..<$0 + batch]) }
    let spec = try Self.spec(fixture)
    network = try Network(
      spec, layout: spec.layout(), batch: batch, seed: Self.number("seed", of: fixture),
      on: Engine(threads: 2))
    for (parameter, name) in zip(network.parameters, parameterNames) {
      #expect(try fixture.shape(name) == parameter.shape)
      try parameter.write(fixture.floats(name))
    }
  }

  /// Returns the paper's layers with the widths and the side of the fixture.
  private static func spec(_ fixture: Fixture) throws -> NetworkSpec {
    let list = try #require(fixture.metadata["widths"]).filter { !"[] ".contains($0) }
    var widths = try list.split(separator: ",").map { try #require(Int($0)) }[...]
    let side: Int = try number("side", of: fixture)
    var spec = NetworkSpec.paper
    spec.input = Shape(channels: 3, height: side, width: side)
    for index in spec.layers.indices {
      switch spec.layers[index].kind {
      case .convolution(var convolution):
        convolution.outputs = widths.removeFirst()
        spec.layers[index].kind = .convolution(convolution)
      case .fullyConnected(var full):
        full.outputs = widths.removeFirst()
        spec.layers[index].kind = .fullyConnected(full)
      case .locallyConnected, .activation, .normalization, .pooling, .dropout: break
      }
    }
    return spec
  }

  private static func number<T: LosslessStringConvertible>(
    _ name: String, of fixture: Fixture
  ) throws -> T {
    try #require(fixture.metadata[name].flatMap(T.init), "a number \(name)")
  }

  /// PyTorch's names, in the order of `network.parameters`.
  var parameterNames: [String] {
    network.parameters.map { $0.layer + ($0.isBias ? ".bias" : ".weight") }
  }

  /// Returns the step whose masks are in the fixture.
  func step() throws -> Int { try Self.number("step", of: fixture) }
  func seed() throws -> UInt64 { try Self.number("seed", of: fixture) }
  var batches: Range<Int> { picks.indices }

  func knobs(dropout: Bool) throws -> Knobs {
    Knobs(
      rate: try Self.number("rate", of: fixture),
      momentum: try Self.number("momentum", of: fixture),
      decay: try Self.number("decay", of: fixture),
      dropout: dropout ? try Self.number("dropout", of: fixture) : 0)
  }

  /// Returns one of the fixture's images as the network's input.
  func image(_ index: Int) -> [Float] {
    let count = network.spec.input.count
    return Array(images[index * count..<(index + 1) * count])
  }

  /// Copies one of the fixture's batches to the input.
  func show(batch: Int) {
    let count = network.spec.input.count
    for (position, image) in picks[batch].enumerated() {
      for i in 0..<count {
        network.input.elements[position * count + i] = images[image * count + i]
      }
    }
    network.setLabels(picks[batch].map { labels[$0] })
  }

  /// Returns a network that has computed the same images with the same parameters, without dropout.
  func networkThatShowsActivations() throws -> Network {
    let shown = try Network(evaluatingWith: network, batch: network.batch)
    _ = shown.input.elements.update(fromContentsOf: network.input.elements)
    shown.runForward(lrn: true)
    return shown
  }

  /// Returns the activations of a layer, row by row.
  /// - Parameter other: The network that has them; `nil` for the one that trains.
  func activations(_ layer: String, of other: Network? = nil) throws -> [Float] {
    let found = (other ?? network).outputs.first { $0.layer == layer }
    let output = try #require(found, "a layer \(layer)")
    return try TensorReader(output, images: network.batch, on: network.engine).copy()
  }
}
