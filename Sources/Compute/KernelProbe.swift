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
          try Probe(piece[part], dimensions: piece.dimensions, prefix: false, on: network.engine))
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

/// A tensor, or the first images of a batch, brought into rows: without a layout's padding, which would
/// count as zeros.
struct Probe {
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
