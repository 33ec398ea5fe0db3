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
  /// Counts in equal bins from `minimum` to `maximum`; none where those are not finite.
  public var histogram: [Int]
  /// How many maps, or neurons of a flat layer, the layer has.
  public var units: Int
  /// Those that have been 0 everywhere, for every image looked at, in the last `SilentUnits.looks` looks
  /// at different steps; nil before there were so many.
  public var deadUnits: Int?
  /// Weights and biases.
  public var parameters: Int
}

/// Looks into a network between steps. It takes its memory once; looking costs a few milliseconds.
public final class Inspector {
  /// Activations are looked at for so many images of a batch at most: enough for a histogram.
  static let mostImages = 16
  static let bins = 32

  let network: Network
  let probes: [Probe]
  private let kernelProbe: KernelProbe?
  private var silence: [SilentUnits] = []
  private var lastStep: Int?

  public init(_ network: Network) throws(ComputeError) {
    self.network = network
    let images = min(network.batch, Self.mostImages)
    var probes: [Probe] = []
    silence = network.activations.map { _, _, shape in
      SilentUnits(units: shape.channels, cells: shape.height * shape.width)
    }
    for (_, output, shape) in network.activations {
      let dimensions =
        output.layout.rank == 4
        ? [images, shape.channels, shape.height, shape.width] : [images, shape.count]
      probes.append(
        try Probe(output, dimensions: dimensions, on: network.engine))
    }
    self.probes = probes
    kernelProbe = try KernelProbe(network)
  }

  /// One entry a layer with parameters, in order.
  /// - Parameter step: whose activations these are. Looking again at the same finds no unit dead.
  public func layers(step: Int) -> [LayerStatistics] {
    let isNew = step != lastStep
    lastStep = step
    return network.activations.indices.map { index in
      let (layer, _, shape) = network.activations[index]
      let values = probes[index].read()
      let summary = od_summarize(values.baseAddress, values.count)
      let count = Double(values.count)
      let mean = summary.sum / count
      if isNew { silence[index].look(at: UnsafeBufferPointer(values)) }
      let counts = Self.counts(
        [UnsafeBufferPointer(values)], from: summary.minimum, to: summary.maximum, bins: Self.bins)
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
        updateRatio: size > 0 ? norm(.velocity) / size : 0, histogram: counts,
        units: shape.channels, deadUnits: silence[index].dead,
        parameters: parameters.reduce(0) { $0 + $1.count })
    }
  }

  /// Counts of values in equal bins; of none when the ends are not finite.
  static func counts(
    _ blocks: some Sequence<UnsafeBufferPointer<Float>>, from minimum: Float, to maximum: Float,
    bins: Int
  ) -> [Int] {
    var counts = Array(repeating: Int64(0), count: bins)
    guard (maximum - minimum).isFinite else { return counts.map(Int.init) }
    for block in blocks {
      od_histogram(block.baseAddress, block.count, minimum, maximum, &counts, Int32(bins))
    }
    return counts.map(Int.init)
  }

  /// How a layer's weights are spread; nil when the network has no such layer.
  public func weights(of layer: String) -> WeightStatistics? {
    network.parameters.first { $0.layer == layer }.map(WeightStatistics.init)
  }

  /// The first convolution's weights, or their last gradient or update; see `KernelProbe`.
  public func kernels(
    _ part: Parameter.Part = .values
  ) -> (count: Int, channels: Int, size: Int, weights: [Float])? {
    kernelProbe?.read(part)
  }
}
