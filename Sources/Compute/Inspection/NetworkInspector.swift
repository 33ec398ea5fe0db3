import Blueprint
import COneDNN

/// Reads statistics and kernels of a network between steps.
///
/// It allocates its memory once. An inspection takes a few milliseconds and does not change the
/// network.
///
/// If the network is divided, the ranks of all parts make the same calls at the same moment. The first part then
/// gets the results of the whole network. After a failure of a rank, which ``Network/rankFailure`` shows, the
/// results have no meaning.
public final class NetworkInspector {
  /// The largest number of images of a batch whose activations are read. This many are enough for a
  /// histogram.
  static let maximumImages = 16
  /// The number of bins of a histogram of activations.
  static let bins = 32

  let network: Network
  /// One reader for each layer with parameters.
  let readers: [TensorReader]
  private let kernelReader: KernelReader?
  private var deadUnits: [DeadUnitCounter]
  private var latest: (step: Int, layers: [LayerStatistics])?

  /// Creates an inspector and allocates its memory.
  ///
  /// - Throws: ``ComputeError`` if memory is missing.
  public init(_ network: Network) throws(ComputeError) {
    self.network = network
    let images = min(network.batch, Self.maximumImages)
    deadUnits = network.parametricOutputs.map {
      DeadUnitCounter(units: $0.shape.channels, cells: $0.shape.height * $0.shape.width)
    }
    // The layers are read one after another, so their numbers can share memory.
    let sizes = network.parametricOutputs.map {
      TensorLayout.plain($0.dimensions(images: images)).bytes
    }
    let storage = try Tensor.Storage(bytes: sizes.max() ?? 0)
    var readers: [TensorReader] = []
    for output in network.parametricOutputs {
      readers.append(
        try TensorReader(output, images: images, in: storage, on: network.engine))
    }
    self.readers = readers
    kernelReader = try KernelReader(network)
  }

  /// The step of the latest statistics; `nil` before the first.
  public var step: Int? { latest?.step }

  /// Returns the statistics of each layer with parameters, in order.
  ///
  /// - Parameter step: The step that computed the activations. A second call for the same step returns
  ///   the same statistics, also if the network has evaluated other images since.
  public func layers(step: Int) -> [LayerStatistics] {
    if let latest, latest.step == step { return latest.layers }
    let layers = network.parametricOutputs.indices.map { index in
      let values = UnsafeBufferPointer(readers[index].read())
      deadUnits[index].add(values)
      return statistics(of: network.parametricOutputs[index], values, deadUnits[index].dead)
    }
    latest = (step, layers)
    return layers
  }

  private func statistics(
    of output: ReadableOutput, _ values: UnsafeBufferPointer<Float>, _ deadUnits: [Int]?
  ) -> LayerStatistics {
    let part = output.isDivided ? network.part : nil
    var moments = Moments()
    moments.add(values)
    if let part { moments = moments.merged(among: part) }
    let counts = Self.counts(
      [values], from: moments.minimum, to: moments.maximum, bins: Self.bins)
    let parameters = network.parameters.filter { $0.layer == output.layer }
    let quantities: [Parameter.Quantity] = [.values, .gradient, .momentumBuffer]
    let squares = quantities.map { quantity in
      parameters.reduce(0) { $0 + $1.sumOfSquares(quantity) }
    }
    let norms = (part?.sums(of: squares) ?? squares).map { $0.squareRoot() }
    return LayerStatistics(
      layer: output.layer, output: output.whole, mean: moments.mean,
      deviation: moments.deviation, minimum: Double(moments.minimum),
      maximum: Double(moments.maximum), zeros: moments.zeros / moments.count,
      gradientNorm: norms[1], updateRatio: norms[0] > 0 ? norms[2] / norms[0] : 0,
      histogram: part?.sums(of: counts) ?? counts, units: output.whole.channels,
      deadUnits: deadUnits.map {
        part?.joined($0, units: output.whole.channels) ?? $0
      },
      parameters: parameters.reduce(0) { $0 + $1.count })
  }

  /// Returns the number of values in each of several bins of equal width; all 0 if the minimum or
  /// the maximum is not finite.
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

  /// Returns the statistics of a layer's weights; `nil` if no layer with parameters has this name.
  public func weights(of layer: String) -> WeightStatistics? {
    statistics(of: .values, layer)
  }

  /// Returns the statistics of the last gradient of the loss with respect to a layer's weights; `nil` if no
  /// layer with parameters has this name.
  public func gradient(of layer: String) -> WeightStatistics? {
    statistics(of: .gradient, layer)
  }

  private func statistics(
    of quantity: Parameter.Quantity, _ layer: String
  ) -> WeightStatistics? {
    network.parameters.first { $0.layer == layer }
      .map { WeightStatistics($0, quantity, part: network.part) }
  }

  /// Returns one quantity of the first convolution's kernels, `[count, channels, size, size]`;
  /// `nil` if the first layer with parameters is not a convolution.
  public func kernels(
    _ quantity: Parameter.Quantity = .values
  ) -> (count: Int, channels: Int, size: Int, weights: [Float])? {
    kernelReader?.read(quantity)
  }
}
