import Blueprint
import COneDNN

/// What can be said of one layer after a step: the activations of the last batch and the last
/// gradient and update of its parameters.
public struct LayerStatistics: Equatable, Sendable {
  public var layer: String
  public var output: Shape
  public var mean: Double
  public var deviation: Double
  public var minimum: Double
  public var maximum: Double
  /// Share of activations that are exactly 0.
  public var zeros: Double
  /// L2 norm of ∂L/∂(weights and biases).
  public var gradientNorm: Double
  /// L2 norm of the last update over that of the parameters.
  public var updateRatio: Double
  /// Counts in equal bins from `minimum` to `maximum`.
  public var histogram: [Int]
}

/// Looks into a network between steps. It takes its memory once; looking costs a few milliseconds.
public final class Inspector {
  /// Activations are looked at for so many images of a batch at most: enough for a histogram.
  static let mostImages = 16
  static let bins = 32

  private let network: Network
  private let probes: [Probe]
  private let kernelProbes: [Probe]

  /// A tensor, or the first images of a batch, brought into rows: without a layout's padding, which
  /// would count as zeros.
  private struct Probe {
    let plain: Tensor
    private let tensor: Tensor
    private let reorder: Operation

    init(
      _ tensor: Tensor, dimensions: [Int], prefix: Bool, on engine: Engine
    ) throws(ComputeError) {
      let layout = prefix ? try tensor.layout.prefix(dimensions[0]) : tensor.layout
      let plain = try Tensor(.plain(dimensions), on: engine)
      self.plain = plain
      self.tensor = tensor
      let source = try tensor.window(layout, on: engine)
      reorder = try Operation.reorder(source, to: plain, on: engine)
    }

    func read() -> UnsafeMutableBufferPointer<Float> {
      tensor.join?(plain.layout.dimensions[0])
      reorder.run()
      return plain.elements
    }
  }

  public init(_ network: Network) throws(ComputeError) {
    self.network = network
    let images = min(network.batch, Self.mostImages)
    var probes: [Probe] = []
    for (_, output, shape) in network.activations {
      let dimensions =
        output.layout.rank == 4
        ? [images, shape.channels, shape.height, shape.width] : [images, shape.count]
      probes.append(
        try Probe(output, dimensions: dimensions, prefix: true, on: network.engine))
    }
    self.probes = probes
    var kernelProbes: [Probe] = []
    if let weights = network.parameters.first, weights.shape.count == 4 {
      for piece in weights.pieces {
        kernelProbes.append(
          try Probe(piece.values, dimensions: piece.dimensions, prefix: false, on: network.engine))
      }
    }
    self.kernelProbes = kernelProbes
  }

  /// One entry a layer with parameters, in order.
  public func layers() -> [LayerStatistics] {
    network.activations.indices.map { index in
      let (layer, _, shape) = network.activations[index]
      let values = probes[index].read()
      let summary = od_summarize(values.baseAddress, values.count)
      let count = Double(values.count)
      let mean = summary.sum / count
      var counts = Array(repeating: Int64(0), count: Self.bins)
      od_histogram(
        values.baseAddress, values.count, summary.minimum, summary.maximum, &counts,
        Int32(Self.bins))
      let parameters = network.parameters.filter { $0.layer == layer }
      func norm(_ part: Parameter.Part) -> Double {
        parameters.reduce(0) { $0 + $1.sumOfSquares(part) }.squareRoot()
      }
      let size = norm(.values)
      return LayerStatistics(
        layer: layer, output: shape, mean: mean,
        deviation: max(0, summary.squares / count - mean * mean).squareRoot(),
        minimum: Double(summary.minimum), maximum: Double(summary.maximum),
        zeros: Double(summary.zeros) / count, gradientNorm: norm(.gradient),
        updateRatio: size > 0 ? norm(.velocity) / size : 0, histogram: counts.map(Int.init))
    }
  }

  /// The first convolution's weights, `[count, channels, size, size]`, row by row; nil when the
  /// network does not begin with one.
  public func kernels() -> (count: Int, channels: Int, size: Int, weights: [Float])? {
    guard !kernelProbes.isEmpty, let weights = network.parameters.first else { return nil }
    let numbers = zip(weights.pieces, kernelProbes).flatMap { piece, probe in
      piece.fold?.unfolded(probe.read()) ?? Array(probe.read())
    }
    return (weights.shape[0], weights.shape[1], weights.shape[2], numbers)
  }
}
