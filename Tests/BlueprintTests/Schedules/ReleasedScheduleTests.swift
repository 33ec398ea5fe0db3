import Blueprint
import Testing

/// The rates of the released configurations, typed from the notes and the last values in the files
/// `layers/layer-params-N.cfg` of the AlexNet source release.
@Suite struct ReleasedScheduleTests {
  /// The rates from an epoch on: of the weights and biases of the layers from conv2 to fc8, of those of conv1, and
  /// the colour noise.
  struct Stage: Sendable {
    var epoch: Int
    var weights: Double
    var biases: Double
    var conv1: (weights: Double, biases: Double)
    var noise: Bool
  }

  static let stages: [String: [Stage]] = [
    "code-145": [
      .init(epoch: 1, weights: 1e-2, biases: 0.02, conv1: (1e-2, 0.02), noise: true),
      .init(epoch: 25, weights: 1e-3, biases: 0.02, conv1: (1e-3, 0.02), noise: true),
      .init(epoch: 51, weights: 1e-4, biases: 0.02, conv1: (1e-4, 0.02), noise: true),
      .init(epoch: 67, weights: 1e-4, biases: 0.02, conv1: (1e-5, 0.02), noise: false),
      .init(epoch: 72, weights: 1e-4, biases: 0.02, conv1: (0, 0), noise: false),
      .init(epoch: 79, weights: 1e-5, biases: 0.02, conv1: (0, 0), noise: false),
      .init(epoch: 91, weights: 1e-5, biases: 0.02, conv1: (0, 0), noise: false),
    ],
    "code-147": [
      .init(epoch: 1, weights: 1e-2, biases: 0.02, conv1: (1e-2, 0.02), noise: true),
      .init(epoch: 23, weights: 1e-3, biases: 0.02, conv1: (1e-3, 0.02), noise: true),
      .init(epoch: 51, weights: 1e-4, biases: 0.02, conv1: (1e-4, 0.02), noise: true),
      .init(epoch: 79, weights: 1e-5, biases: 0.002, conv1: (0, 0), noise: true),
      .init(epoch: 90, weights: 1e-5, biases: 0.002, conv1: (0, 0), noise: true),
    ],
    "code-148": [
      .init(epoch: 1, weights: 1e-2, biases: 0.02, conv1: (1e-2, 0.02), noise: true),
      .init(epoch: 22, weights: 1e-3, biases: 0.02, conv1: (1e-3, 0.02), noise: true),
      .init(epoch: 44, weights: 1e-4, biases: 0.02, conv1: (1e-4, 0.02), noise: true),
      .init(epoch: 69, weights: 1e-4, biases: 0.02, conv1: (1e-5, 0.02), noise: false),
      .init(epoch: 73, weights: 1e-4, biases: 0.02, conv1: (0, 0), noise: false),
      .init(epoch: 86, weights: 1e-5, biases: 0.02, conv1: (0, 0), noise: false),
      .init(epoch: 97, weights: 1e-5, biases: 0.02, conv1: (0, 0), noise: false),
    ],
    "code-150": [
      .init(epoch: 1, weights: 1e-2, biases: 0.02, conv1: (1e-2, 0.02), noise: true),
      .init(epoch: 25, weights: 1e-3, biases: 0.02, conv1: (1e-3, 0.02), noise: true),
      .init(epoch: 49, weights: 1e-4, biases: 0.02, conv1: (1e-4, 0.02), noise: true),
      .init(epoch: 66, weights: 1e-4, biases: 0.02, conv1: (1e-5, 0.02), noise: false),
      .init(epoch: 72, weights: 1e-4, biases: 0.02, conv1: (0, 0), noise: false),
      .init(epoch: 79, weights: 1e-5, biases: 0.02, conv1: (0, 0), noise: false),
      .init(epoch: 92, weights: 1e-5, biases: 0.02, conv1: (0, 0), noise: false),
    ],
  ]

  /// The images of ILSVRC-2012.
  private static let images = 1_281_167

  private func plan(_ name: String) throws -> RunPlan {
    .standard(
      try .named(name), data: .folder(path: "ILSVRC-2012"), validationImages: 50_000, threads: 2)
  }

  /// The first step and the last one of each stage.
  @Test(arguments: ["code-145", "code-147", "code-148", "code-150"])
  func eachLayerHasTheRatesOfItsNotes(name: String) throws {
    let plan = try plan(name)
    let table = try #require(RateTable(plan, imagesPerEpoch: Self.images))
    let stages = try #require(Self.stages[name])
    var noise = plan.knobs.augmentation.colorNoise
    for (stage, next) in zip(stages, stages.dropFirst()) {
      let first = plan.firstStep(
        afterEpochs: Double(stage.epoch - 1), imagesPerEpoch: Self.images)
      let last =
        plan.firstStep(afterEpochs: Double(next.epoch - 1), imagesPerEpoch: Self.images) - 1
      noise = table.colorNoise(fromStep: first) ?? noise
      #expect(noise == stage.noise, "\(name), epoch \(stage.epoch)")
      for step in [first, last] {
        for layer in plan.network.layers {
          guard let learning = layer.learning else { continue }
          func rate(biases: Bool) -> Double {
            plan.knobs.rate * table.factor(of: layer.name, biases: biases, atStep: step)
              * (biases ? learning.biasRate : learning.weightRate)
          }
          let expected =
            layer.name == "conv1" ? stage.conv1 : (weights: stage.weights, biases: stage.biases)
          #expect(
            abs(rate(biases: false) - expected.weights) <= 1e-12
              && abs(rate(biases: true) - expected.biases) <= 1e-12,
            "\(name), \(layer.name), epoch \(stage.epoch), step \(step)")
        }
      }
    }
  }

  /// "epoch 91: killed", and 90, 97 and 92: the runs ended within these epochs.
  @Test(arguments: [("code-145", 90), ("code-147", 89), ("code-148", 96), ("code-150", 91)])
  func aRunEndsWithItsLastWholeEpoch(name: String, epochs: Int) throws {
    let plan = try plan(name)
    #expect(plan.length == .epochs(epochs))
    #expect(plan.batch == 128)
    #expect(
      plan.knobs
        == Knobs(
          rate: 0.01, momentum: 0.9, decay: 0.0005,
          augmentation: Augmentation(crop: true, mirror: true, colorNoise: true)))
  }

  @Test func thePapersTextHasItsRule() throws {
    #expect(try plan("paper").schedule == .plateau(.init(divisor: 10, drops: 3)))
    #expect(try plan("alexnet").schedule == .plateau(.init(divisor: 10, drops: 3)))
  }
}
