/// Reads the kernels of the first convolution between steps. It allocates its memory once.
///
/// If the kernels are divided into columns, the ranks of all columns read at the same moment, and each gets the
/// kernels of all columns in their order.
public final class KernelReader {
  private let weights: Parameter
  /// The part of this process, if the other parts have the other kernels.
  private let part: NetworkPart?
  /// One reader for each piece.
  private let readers: [Parameter.Quantity: [TensorReader]]

  /// Returns `nil` if the first layer with parameters is not a convolution.
  ///
  /// - Throws: ``ComputeError`` if memory is missing.
  public init?(_ network: Network) throws(ComputeError) {
    guard let weights = network.parameters.first, weights.shape.count == 4 else { return nil }
    self.weights = weights
    part = weights.isDivided ? network.part : nil
    var readers: [Parameter.Quantity: [TensorReader]] = [:]
    for quantity in [Parameter.Quantity.values, .gradient, .momentumBuffer] {
      for piece in weights.pieces {
        readers[quantity, default: []].append(
          try TensorReader(piece[quantity], dimensions: piece.dimensions, on: network.engine))
      }
    }
    self.readers = readers
  }

  /// The number of kernels, their channels, and their side in cells.
  public var shape: (count: Int, channels: Int, size: Int) {
    (weights.shape[0], weights.shape[1], weights.shape[2])
  }

  /// Returns one quantity of all kernels, `[count, channels, size, size]`, row by row.
  public func read(
    _ quantity: Parameter.Quantity
  ) -> (count: Int, channels: Int, size: Int, weights: [Float]) {
    let numbers = zip(weights.pieces, readers[quantity] ?? []).flatMap { piece, reader in
      piece.fold?.unfolded(reader.copy()) ?? reader.copy()
    }
    return (
      weights.shape[0], weights.shape[1], weights.shape[2],
      part?.joined(numbers, count: weights.count) ?? numbers
    )
  }
}
