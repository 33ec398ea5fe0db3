import Blueprint

/// Evaluates an image with a square of it covered, at several positions in a pass (Zeiler and Fergus 2014,
/// section 4.2).
///
/// The square is 0 in the network's input. That is the mean of the training images, which is subtracted from
/// every image, so the network sees a grey square.
///
/// It computes with the parameters of another network and changes nothing of it. It allocates its memory once.
public final class OccludedImages {
  /// The number of positions in a pass.
  public var batch: Int { network.batch }
  /// The number of classes.
  public var classes: Int { network.spec.classes }
  private let network: Network

  /// Creates the evaluation with the network that an evaluator uses.
  ///
  /// - Parameters:
  ///   - evaluator: The evaluator.
  ///   - batch: The number of positions in a pass; `nil` for a number that suits the size of the network.
  /// - Throws: ``ComputeError`` if memory is missing.
  /// - Precondition: The network is not divided among processes.
  public init(_ evaluator: SingleImageEvaluator, batch: Int? = nil) throws(ComputeError) {
    let source = evaluator.source
    precondition(source.part == nil, "a part of a network has no probabilities of the whole")
    network = try Network(
      evaluatingWith: source, batch: batch ?? Self.batch(of: source.layout))
  }

  /// Returns the number of positions in a pass. More are faster for each position, because the weights are read
  /// once; but training waits for the end of a pass.
  private static func batch(of layout: [LayerLayout]) -> Int {
    let products = max(1, layout.multiplyAdds)
    return max(4, min(16, (1 << 26) / products))
  }

  /// Evaluates an image with the square at some positions.
  ///
  /// - Parameters:
  ///   - image: The input of the network, `[channels, height, width]`.
  ///   - positions: The positions, at most `batch`.
  ///   - grid: All positions.
  ///   - knobs: The values at this step; dropout is off.
  /// - Returns: The probability of each class, `[positions, classes]`.
  public func probabilities(
    of image: [Float], coveredAt positions: Range<Int>, of grid: OcclusionGrid, _ knobs: Knobs
  ) -> [Double] {
    let shape = network.spec.input
    precondition(image.count == shape.count, "the image must fit the network")
    precondition(positions.count <= batch, "a pass has at most \(batch) positions")
    for (index, position) in positions.enumerated() {
      let start = index * shape.count
      let row = UnsafeMutableBufferPointer(
        rebasing: network.input.elements[start..<start + shape.count])
      _ = row.update(fromContentsOf: image)
      let (top, left) = grid[position]
      for channel in 0..<shape.channels {
        for y in top..<top + grid.side {
          let first = (channel * shape.height + y) * shape.width + left
          row[first..<first + grid.side].update(repeating: 0)
        }
      }
    }
    network.runForward(lrn: knobs.lrn)
    return network.probabilities(images: positions.count)
  }
}
