import Blueprint
import Compute
import Foundation
import Images

/// The naive twin of an evaluation: crops, means and averages are computed pixel by pixel, and the network
/// evaluates one view after another.
struct NaiveEvaluation {
  private let network: EvaluatingNetwork
  private let lrn: Bool
  private let mean: [Float]
  /// The side of an image, and of its crops.
  private let (side, crop): (Int, Int)

  /// - Parameters:
  ///   - spec: The network, for square crops.
  ///   - side: The side of the images.
  ///   - seed: Determines the weights.
  ///   - lrn: True if response normalisation is on.
  ///   - mean: The mean colour.
  init(
    _ spec: NetworkSpec = TrainedRun.spec, side: Int = 256, seed: UInt64, lrn: Bool = true,
    mean: InputMean = TrainedRun.mean
  ) throws {
    network = try EvaluatingNetwork(
      spec, layout: spec.layout(), batch: 1, on: Engine(threads: 1))
    (self.side, crop) = (side, spec.input.width)
    let parameters = try TrainedRun.parameters(of: spec, seed: seed)
    try network.setParameters { name, _ in
      parameters.first { $0.name == name }?.numbers ?? []
    }
    self.lrn = lrn
    self.mean = mean.values
  }

  /// Returns the probabilities of an image, `[channels, height, width]`.
  /// - Parameter hasTenViews: True for the mean of ten views, false for the centre.
  func probabilities(_ pixels: [UInt8], hasTenViews: Bool) -> [Double] {
    let (end, middle) = (side - crop, (side - crop) / 2)
    let corners = [(0, 0), (0, end), (end, 0), (end, end)]
    let places = [(middle, middle)] + (hasTenViews ? corners : [])
    var sum = Array(repeating: 0.0, count: network.classes)
    var count = 0.0
    for (row, column) in places {
      for isMirrored in hasTenViews ? [false, true] : [false] {
        let view = probabilities(pixels, row, column, isMirrored)
        for label in sum.indices { sum[label] += view[label] }
        count += 1
      }
    }
    return sum.map { $0 / count }
  }

  /// Returns the activations of the last hidden layer for the centre of an image.
  func features(_ pixels: [UInt8]) -> [Float] {
    _ = probabilities(pixels, (side - crop) / 2, (side - crop) / 2, false)
    return network.hiddenActivations
  }

  private func probabilities(
    _ pixels: [UInt8], _ row: Int, _ column: Int, _ isMirrored: Bool
  ) -> [Double] {
    for channel in 0..<3 {
      for y in 0..<crop {
        for x in 0..<crop {
          let source = isMirrored ? crop - 1 - x : x
          let pixel = pixels[(channel * side + row + y) * side + column + source]
          network.input.elements[(channel * crop + y) * crop + x] =
            (Float(pixel) - mean[channel]) * Float(network.spec.inputScale)
        }
      }
    }
    network.evaluate(images: 1, lrn: lrn)
    return network.probabilities
  }

  /// Reads the images of a split with their labels, `[channels, height, width]`.
  static func images(
    _ split: Split, of source: any DataSource
  ) throws -> [(label: Int, pixels: [UInt8])] {
    let reader = try source.makeReader()
    return try (0..<source.count(split)).map { number in
      var pixels = [UInt8](repeating: 0, count: source.imageShape.count)
      let label = try pixels.withUnsafeMutableBufferPointer {
        try reader.read(number, of: split, into: $0)
      }
      return (label, pixels)
    }
  }
}
