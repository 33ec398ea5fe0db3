import Blueprint
import Evaluating
import Foundation
import Images
import Runs
import Testing

/// Crops of 24×24 from the 32×32 images of CIFAR-10, as in cuda-convnet's recipes with locally connected layers.
@Suite struct SmallCropTests {
  /// Writes a folder of CIFAR-10 with two images in each file, whose pixels are all different.
  private func cifarFolder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    var random = FixedRandomGenerator(state: 3)
    for file in (1...5).map({ "data_batch_\($0).bin" }) + ["test_batch.bin"] {
      let records = (0..<2).flatMap { record in
        [UInt8(3 * record + 1)] + (0..<3072).map { _ in UInt8.random(in: 0...255, using: &random) }
      }
      try folder.write("cifar/\(file)", records)
    }
    return folder
  }

  /// The recipe with 11% error at a quarter of its width.
  private var network: NetworkSpec {
    var network = NetworkSpec.cifar11
    for index in network.layers.indices {
      switch network.layers[index].kind {
      case .convolution(var convolution):
        convolution.outputs /= 4
        network.layers[index].kind = .convolution(convolution)
      case .locallyConnected(var local):
        local.outputs /= 4
        network.layers[index].kind = .locallyConnected(local)
      case .fullyConnected, .activation, .normalization, .pooling, .dropout: continue
      }
    }
    network.inputScale = 0.01
    return network
  }

  @Test(arguments: [EvaluationViews.one, .ten])
  func viewsAreAveragedAsInANaiveEvaluation(views: EvaluationViews) throws {
    let trained = try TrainedRun(in: cifarFolder(), network: network, data: "cifar")
    try trained.checkpoint(1, seed: 5)
    let trainedNetwork = try TrainedNetwork(trained.run)
    #expect(trainedNetwork.imageShape == Shape(channels: 3, height: 32, width: 32))
    let result = try SetEvaluator(
      [trainedNetwork], on: EvaluationData(nil, splits: nil, for: trainedNetwork),
      settings: .init(views: views, inputsPerPass: 15, threads: 1)
    ).evaluate()
    let source = try DataSources.open(trained.plan)
    let images = try NaiveEvaluation.images(.validation, of: source)
    let naive = try NaiveEvaluation(network, side: 32, seed: 5)
    let probabilities = images.map {
      naive.probabilities($0.pixels, hasTenViews: views == .ten)
    }
    let losses = zip(images, probabilities).map { -log($1[$0.label]) }
    #expect(result.count == 2 && result.views == views.count)
    #expect(abs(result.loss - losses.reduce(0, +) / 2) < 1e-5)
    #expect(
      result.guesses
        == probabilities.map { row in Int32(row.indices.max { row[$0] < row[$1] } ?? 0) })
    // Different views have different probabilities.
    let centre = naive.probabilities(images[0].pixels, hasTenViews: false)
    let ten = naive.probabilities(images[0].pixels, hasTenViews: true)
    #expect(zip(centre, ten).contains { abs($0 - $1) > 1e-4 })
  }
}
