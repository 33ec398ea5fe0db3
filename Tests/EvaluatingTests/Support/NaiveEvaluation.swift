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

  init(
    seed: UInt64, lrn: Bool = true, mean: InputMean = TrainedRun.mean
  ) throws {
    let spec = TrainedRun.spec
    network = try EvaluatingNetwork(
      spec, layout: spec.layout(), batch: 1, on: Engine(threads: 1))
    let parameters = try TrainedRun.parameters(seed: seed)
    try network.setParameters { name, _ in
      parameters.first { $0.name == name }?.numbers ?? []
    }
    self.lrn = lrn
    self.mean = mean.values
  }

  /// Returns the probabilities of an image of 256×256 pixels, `[channels, height, width]`.
  /// - Parameter hasTenViews: True for the mean of ten views, false for the centre.
  func probabilities(_ pixels: [UInt8], hasTenViews: Bool) -> [Double] {
    let places = hasTenViews ? [(8, 8), (0, 0), (0, 16), (16, 0), (16, 16)] : [(8, 8)]
    var sum = [0.0, 0, 0]
    var count = 0.0
    for (row, column) in places {
      for isMirrored in hasTenViews ? [false, true] : [false] {
        let view = probabilities(pixels, row, column, isMirrored)
        for label in 0..<3 { sum[label] += view[label] }
        count += 1
      }
    }
    return sum.map { $0 / count }
  }

  /// Returns the activations of the last hidden layer for the centre of an image.
  func features(_ pixels: [UInt8]) -> [Float] {
    _ = probabilities(pixels, 8, 8, false)
    return network.hiddenActivations
  }

  private func probabilities(
    _ pixels: [UInt8], _ row: Int, _ column: Int, _ isMirrored: Bool
  ) -> [Double] {
    for channel in 0..<3 {
      for y in 0..<240 {
        for x in 0..<240 {
          let source = isMirrored ? 239 - x : x
          let pixel = pixels[(channel * 256 + row + y) * 256 + column + source]
          network.input.elements[(channel * 240 + y) * 240 + x] =
            (Float(pixel) - mean[channel]) * 0.01
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
