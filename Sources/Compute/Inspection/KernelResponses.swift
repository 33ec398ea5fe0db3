import Blueprint

/// The responses of the first convolution's kernels to the images of the last batch.
public struct KernelResponses {
  /// The strongest response of a kernel in one image.
  public struct StrongestResponse: Equatable, Sendable {
    /// The number of the image in the batch.
    public var image: Int
    /// The activation.
    public var response: Float
    /// The left column of the patch in the image; negative in the padding.
    public var x: Int
    /// The upper row of the patch in the image; negative in the padding.
    public var y: Int
  }

  /// The strongest responses of a kernel.
  private enum Source {
    /// The activations, `[images, maps, height, width]`.
    case activations(UnsafeMutableBufferPointer<Float>)
    /// The index of the strongest cell and the response, `[columns, images, maps in a column, 2]`, because
    /// each column has the activations of its own kernels.
    case columns([Float], mapsInColumn: Int)
  }

  private let source: Source
  let input: UnsafeMutableBufferPointer<Float>
  let images: Int
  let maps: (count: Int, height: Int, width: Int)
  /// The shape of an image.
  let shape: (channels: Int, height: Int, width: Int)
  let stride: Int
  let padding: Int
  /// The side of a kernel in cells.
  public let size: Int

  /// Returns the strongest response of a kernel in each of the first images of the batch, without images
  /// in which all responses are 0.
  public func strongest(of kernel: Int) -> [StrongestResponse] {
    guard kernel < maps.count else { return [] }
    return (0..<images).compactMap { image in
      let best = strongestCell(of: kernel, image: image)
      guard best.response > 0, best.response.isFinite else { return nil }
      return StrongestResponse(
        image: image, response: best.response, x: best.cell % maps.width * stride - padding,
        y: best.cell / maps.width * stride - padding)
    }
  }

  private func strongestCell(of kernel: Int, image: Int) -> (cell: Int, response: Float) {
    switch source {
    case .activations(let values):
      return Self.strongestCell(
        of: kernel, image: image, in: values, maps: maps.count, area: maps.height * maps.width)
    case .columns(let table, let count):
      let index = 2 * ((kernel / count * images + image) * count + kernel % count)
      return (Int(table[index]), table[index + 1])
    }
  }

  private static func strongestCell(
    of kernel: Int, image: Int, in values: UnsafeMutableBufferPointer<Float>, maps: Int, area: Int
  ) -> (cell: Int, response: Float) {
    let start = (image * maps + kernel) * area
    var best = (cell: 0, response: Float(0))
    for cell in 0..<area where values[start + cell] > best.response {
      best = (cell, values[start + cell])
    }
    return best
  }

  /// Returns the patch of the network's input that caused a response, `[channels, size, size]`. Cells
  /// outside the image are 0, which is the mean of the images.
  public func patch(at strongest: StrongestResponse) -> [Float] {
    var patch = Array(repeating: Float(0), count: shape.channels * size * size)
    let area = shape.height * shape.width
    for channel in 0..<shape.channels {
      let plane = (strongest.image * shape.channels + channel) * area
      for row in 0..<size where (0..<shape.height).contains(strongest.y + row) {
        for column in 0..<size where (0..<shape.width).contains(strongest.x + column) {
          patch[(channel * size + row) * size + column] =
            input[plane + (strongest.y + row) * shape.width + strongest.x + column]
        }
      }
    }
    return patch
  }
}

extension KernelResponses {
  /// - Parameters:
  ///   - values: The activations of this process.
  ///   - output: Their shape.
  ///   - convolution: The first layer with parameters.
  ///   - network: The network.
  ///   - images: The number of images.
  fileprivate init(
    _ values: UnsafeMutableBufferPointer<Float>, of output: ReadableOutput,
    _ convolution: Convolution, in network: Network, images: Int
  ) {
    let (local, whole, input) = (output.shape, output.whole, network.spec.input)
    if output.isDivided, let part = network.part {
      let table = (0..<images * local.channels).flatMap { index in
        let best = Self.strongestCell(
          of: index % local.channels, image: index / local.channels, in: values,
          maps: local.channels, area: local.height * local.width)
        // A map has fewer cells than the whole numbers that a float has exactly.
        return [Float(best.cell), best.response]
      }
      source = .columns(
        part.joined(table, count: 2 * images * whole.channels), mapsInColumn: local.channels)
    } else {
      source = .activations(values)
    }
    self.input = network.input.elements
    self.images = images
    maps = (whole.channels, whole.height, whole.width)
    shape = (input.channels, input.height, input.width)
    stride = convolution.stride
    padding = convolution.padding
    size = convolution.kernel
  }
}

extension NetworkInspector {
  /// Returns the responses of the first convolution in the last pass, with the kernels of all columns; `nil` if the
  /// first layer with parameters is not a convolution.
  public func kernelResponses() -> KernelResponses? {
    guard let first = network.layout.first(where: { $0.spec.hasParameters }),
      case .convolution(let convolution) = first.spec.kind, let reader = readers.first
    else { return nil }
    return KernelResponses(
      reader.read(), of: network.parametricOutputs[0], convolution, in: network,
      images: min(network.batch, Self.maximumImages))
  }
}
