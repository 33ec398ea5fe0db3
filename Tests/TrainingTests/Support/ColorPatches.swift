import Blueprint
import Images

/// Noisy images of four colours, which are their classes. A tiny network learns them in a few dozen steps.
struct ColorPatches: DataSource {
  static let side = 12
  let name = "patches"
  let classes = ["red", "green", "blue", "grey"]
  let imageShape = Shape(channels: 3, height: side, width: side)
  let colors = ColorStatistics(
    mean: [100, 100, 100], covariance: [[100, 0, 0], [0, 100, 0], [0, 0, 100]])
  let remembersImages = false
  var trainCount = 256
  /// True if all images are equal, so that a network cannot learn them.
  var isBlank = false

  func count(_ split: Split) -> Int { split == .train ? trainCount : 50 }

  func makeReader() throws(ImagesError) -> any ImageReader { Reader(isBlank: isBlank) }

  private struct Reader: ImageReader {
    let isBlank: Bool

    func read(
      _ index: Int, of split: Split, into pixels: UnsafeMutableBufferPointer<UInt8>
    ) throws(ImagesError) -> Int {
      let label = index % 4
      var word = UInt32(truncatingIfNeeded: index * 2 + (split == .train ? 0 : 1)) &* 2_654_435_761
      let area = ColorPatches.side * ColorPatches.side
      for index in pixels.indices {
        word = word &* 1_664_525 &+ 1_013_904_223
        let isLit = label == 3 || index / area == label
        pixels[index] = isBlank ? 100 : UInt8((isLit ? 140 : 80) + Int(word >> 28))
      }
      return label
    }
  }
}

extension NetworkSpec {
  /// A small network with every kind of layer.
  static let tiny = NetworkSpec(
    name: "tiny", source: "tests", input: Shape(channels: 3, height: 10, width: 10),
    inputScale: 1.0 / 58,
    layers: [
      LayerSpec(
        "conv1", .convolution(Convolution(outputs: 8, kernel: 3, initial: .init(.he)))),
      LayerSpec("relu1", .activation(.relu)),
      LayerSpec("norm1", .normalization(ResponseNormalization())),
      LayerSpec("pool1", .pooling(Pooling(size: 3, stride: 2))),
      LayerSpec("fc2", .fullyConnected(FullyConnected(outputs: 16, initial: .init(.he)))),
      LayerSpec("relu2", .activation(.relu)),
      LayerSpec("drop2", .dropout),
      LayerSpec(
        "fc3",
        .fullyConnected(
          FullyConnected(outputs: 4, initial: .init(.gaussian(deviation: 0.01))))),
    ])
}

extension RunPlan {
  static func tiny(
    steps: Int, knobs: Knobs = Knobs(rate: 0.05, dropout: 0.25), schedule: Schedule = .constant,
    validateEvery: Int = 0, seed: UInt64 = 1, threads: Int = 1
  ) -> RunPlan {
    RunPlan(
      network: .tiny, data: .scenes, seed: seed, batch: 16, length: .steps(steps), knobs: knobs,
      schedule: schedule, threads: threads, validateEvery: validateEvery)
  }
}
