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

  let values: UnsafeMutableBufferPointer<Float>
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
    let area = maps.height * maps.width
    return (0..<images).compactMap { image in
      let start = (image * maps.count + kernel) * area
      var best = (cell: 0, response: Float(0))
      for cell in 0..<area where values[start + cell] > best.response {
        best = (cell, values[start + cell])
      }
      guard best.response > 0, best.response.isFinite else { return nil }
      return StrongestResponse(
        image: image, response: best.response, x: best.cell % maps.width * stride - padding,
        y: best.cell / maps.width * stride - padding)
    }
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

extension NetworkInspector {
  /// Returns the responses of the first convolution in the last pass; `nil` if the first layer with
  /// parameters is not a convolution.
  public func kernelResponses() -> KernelResponses? {
    guard let first = network.layout.first(where: { $0.spec.hasParameters }),
      case .convolution(let convolution) = first.spec.kind, let reader = readers.first
    else { return nil }
    let input = network.spec.input
    let output = network.parametricOutputs[0].shape
    return KernelResponses(
      values: reader.read(), input: network.input.elements,
      images: min(network.batch, Self.maximumImages),
      maps: (output.channels, output.height, output.width),
      shape: (input.channels, input.height, input.width), stride: convolution.stride,
      padding: convolution.padding, size: convolution.kernel)
  }
}
