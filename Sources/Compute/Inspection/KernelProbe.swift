/// Looks at the first convolution's kernels between steps. It takes its memory once.
public final class KernelProbe {
  private let weights: Parameter
  /// Of values, gradient and velocity: one for each piece.
  private let probes: [Parameter.Part: [Probe]]

  /// Nil when the network does not begin with a convolution.
  public init?(_ network: Network) throws(ComputeError) {
    guard let weights = network.parameters.first, weights.shape.count == 4 else { return nil }
    self.weights = weights
    var probes: [Parameter.Part: [Probe]] = [:]
    for part in [Parameter.Part.values, .gradient, .velocity] {
      for piece in weights.pieces {
        probes[part, default: []].append(
          try Probe(piece[part], dimensions: piece.dimensions, on: network.engine))
      }
    }
    self.probes = probes
  }

  public var shape: (count: Int, channels: Int, size: Int) {
    (weights.shape[0], weights.shape[1], weights.shape[2])
  }

  /// `[count, channels, size, size]`, row by row.
  public func read(
    _ part: Parameter.Part
  ) -> (count: Int, channels: Int, size: Int, weights: [Float]) {
    let numbers = zip(weights.pieces, probes[part] ?? []).flatMap { piece, probe in
      piece.fold?.unfolded(probe.read()) ?? Array(probe.read())
    }
    return (weights.shape[0], weights.shape[1], weights.shape[2], numbers)
  }
}
