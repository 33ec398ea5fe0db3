/// What the kernels of the first convolution made of the last batch, image by image, and the pixels that
/// they saw.
public struct KernelResponses {
  /// The strongest response of a kernel in an image, and what it looked at.
  public struct Peak: Equatable, Sendable {
    public var image: Int
    public var response: Float
    /// Of the upper left corner of what it saw; below 0 where that is padding.
    public var x: Int
    public var y: Int
  }

  let values: UnsafeMutableBufferPointer<Float>
  let input: UnsafeMutableBufferPointer<Float>
  let images: Int
  let maps: (count: Int, height: Int, width: Int)
  /// `[channels, height, width]` of an image.
  let shape: (channels: Int, height: Int, width: Int)
  let stride: Int
  let padding: Int
  public let size: Int

  /// One for each of the first images of the batch in which the kernel has answered at all.
  public func peaks(of kernel: Int) -> [Peak] {
    guard kernel < maps.count else { return [] }
    let area = maps.height * maps.width
    return (0..<images).compactMap { image in
      let start = (image * maps.count + kernel) * area
      var best = (place: 0, response: Float(0))
      for place in 0..<area where values[start + place] > best.response {
        best = (place, values[start + place])
      }
      guard best.response > 0, best.response.isFinite else { return nil }
      return Peak(
        image: image, response: best.response, x: best.place % maps.width * stride - padding,
        y: best.place / maps.width * stride - padding)
    }
  }

  /// The network's input under a peak, `[channels, size, size]`; 0, the mean, outside the image.
  public func patch(at peak: Peak) -> [Float] {
    var patch = Array(repeating: Float(0), count: shape.channels * size * size)
    let area = shape.height * shape.width
    for channel in 0..<shape.channels {
      let plane = (peak.image * shape.channels + channel) * area
      for row in 0..<size where (0..<shape.height).contains(peak.y + row) {
        for column in 0..<size where (0..<shape.width).contains(peak.x + column) {
          patch[(channel * size + row) * size + column] =
            input[plane + (peak.y + row) * shape.width + peak.x + column]
        }
      }
    }
    return patch
  }
}

extension Inspector {
  /// Nil when the network does not begin with a convolution of images.
  public func kernelResponses() -> KernelResponses? {
    guard let first = network.layout.first(where: { $0.spec.hasParameters }),
      case .convolution(let convolution) = first.spec.kind, let probe = probes.first
    else { return nil }
    let input = network.spec.input
    let output = network.activations[0].shape
    return KernelResponses(
      values: probe.read(), input: network.input.elements,
      images: min(network.batch, Self.mostImages),
      maps: (output.channels, output.height, output.width),
      shape: (input.channels, input.height, input.width), stride: convolution.stride,
      padding: convolution.padding, size: convolution.kernel)
  }
}
