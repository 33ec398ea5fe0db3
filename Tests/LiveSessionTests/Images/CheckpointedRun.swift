import Blueprint
import Compute
import Foundation
import Images
import Runs

/// A run that is over, with checkpoints of random weights, on a folder of pictures in three classes.
struct CheckpointedRun {
  static let classes = ["cat", "dog", "wolf"]
  static let mean = InputMean.color([110, 120, 130])

  let folder: TemporaryFolder
  let run: Run
  let plan: RunPlan

  /// Creates the run without a checkpoint.
  /// - Parameter count: The number of validation images of each class.
  init(validationImages count: Int = 25) throws {
    folder = try TemporaryFolder()
    for (label, name) in Self.classes.enumerated() {
      for number in 0..<2 { try folder.picture("data/train/\(name)/\(number).png", number) }
      for number in 0..<count {
        try folder.picture("data/val/\(name)/\(number).png", 40 + 31 * label + number)
      }
    }
    plan = RunPlan(
      network: Self.network, data: .folder(path: "\(folder.path)/data"), seed: 1, batch: 4,
      length: .steps(10), knobs: Knobs(), schedule: .constant, threads: 1, validateEvery: 0)
    run = try RunStore(directory: "\(folder.path)/runs")
      .create(plan, name: "first", data: "pictures")
    try run.writeDataRecord(DataSources.open(plan).fingerprint().json)
  }

  /// A network for crops of 240×240.
  private static let network = NetworkSpec(
    name: "tiny", source: "a test", input: Shape(channels: 3, height: 240, width: 240),
    inputScale: 0.01,
    layers: [
      LayerSpec(
        "conv1",
        .convolution(
          Convolution(outputs: 4, kernel: 12, stride: 12, initial: Initialization(.he)))),
      LayerSpec("relu1", .activation(.relu)),
      LayerSpec("pool1", .pooling(Pooling(size: 4, stride: 4))),
      LayerSpec("fc2", .fullyConnected(FullyConnected(outputs: 3, initial: Initialization(.he)))),
    ])

  /// Writes a checkpoint with random weights.
  /// - Parameters:
  ///   - step: The step, which also determines the weights.
  ///   - error: The validation error; `nil` without a validation.
  func checkpoint(_ step: Int, error: Double? = nil) throws {
    let parameters = try EvaluatingNetwork(
      Self.network, layout: Self.network.layout(), batch: 1, on: Engine(threads: 1)
    ).parameters
    // Knuth's MMIX generator.
    var state = UInt64(step)
    func random() -> Float {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(Int64(bitPattern: state) >> 40) / Float(1 << 23)
    }
    var tensors = parameters.map { Safetensors.Tensor($0.name, shape: $0.shape) }
    var numbers = parameters.flatMap { parameter in
      (0..<parameter.count).map { _ in 0.2 * random() }
    }
    tensors.append(Checkpoint.tensor(of: Self.mean))
    numbers += Self.mean.values
    let training = TrainingState(
      plan: plan, knobs: Knobs(), step: step, seconds: 1, waited: 0, imagesPerEpoch: 6,
      validationImages: 75, validationError: error)
    _ = try numbers.withUnsafeBytes { try run.checkpoints.write(training, tensors, data: $0) }
  }
}

extension TemporaryFolder {
  /// Writes bytes, and creates the folders above the file.
  /// - Returns: The path.
  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let url = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return "\(path)/\(name)"
  }

  /// Writes a picture of 24×20 pixels that depends on a number.
  /// - Returns: The path.
  @discardableResult
  func picture(_ name: String, _ number: Int) throws -> String {
    var pixels: [UInt8] = []
    for row in 0..<20 {
      for column in 0..<24 {
        pixels += [37 * number + 9 * row, 11 * column + 5 * number, 3 * row * column + 50 * number]
          .map { UInt8($0 & 255) }
      }
    }
    return try write(name, PNGEncoder.picture(pixels, width: 24, height: 20))
  }
}
