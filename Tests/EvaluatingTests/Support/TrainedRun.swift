import Blueprint
import Compute
import Evaluating
import Foundation
import Images
import Runs

/// A run with checkpoints of random weights, on a folder of pictures in three classes.
struct TrainedRun {
  static let classes = ["cat", "dog", "wolf"]

  let folder: TemporaryFolder
  let run: Run
  let plan: RunPlan

  /// Creates the run without a checkpoint.
  /// - Parameters:
  ///   - name: The name of the run.
  ///   - folder: The folder with the pictures and the runs; `nil` makes one with pictures.
  ///   - hasRecord: True to write `data.json`.
  ///   - precision: The precision of the training.
  ///   - network: The network.
  ///   - data: The folder of the data inside of the folder.
  init(
    _ name: String = "first", in folder: TemporaryFolder? = nil, hasRecord: Bool = true,
    precision: Precision = .fp32, network: NetworkSpec = Self.spec, data: String = "pictures"
  ) throws {
    if let folder {
      self.folder = folder
    } else {
      self.folder = try TemporaryFolder()
      try self.folder.pictures("pictures/train", Self.classes, count: 3)
      try self.folder.pictures("pictures/val", Self.classes, count: 2, first: 40)
    }
    plan = RunPlan(
      network: network, data: .folder(path: "\(self.folder.path)/\(data)"), seed: 1, batch: 4,
      length: .steps(10), knobs: Knobs(), schedule: .constant, precision: precision, threads: 1,
      validateEvery: 0)
    run = try RunStore(directory: "\(self.folder.path)/runs")
      .create(plan, name: name, data: data)
    if hasRecord {
      try run.writeDataRecord(DataSources.open(plan).fingerprint().json)
    }
  }

  /// A small network with normalisation and a hidden layer, for crops of 240×240.
  static let spec = NetworkSpec(
    name: "tiny", source: "a test", input: Shape(channels: 3, height: 240, width: 240),
    inputScale: 0.01,
    layers: [
      LayerSpec(
        "conv1",
        .convolution(
          Convolution(outputs: 4, kernel: 12, stride: 12, initial: Initialization(.he)))),
      LayerSpec("relu1", .activation(.relu)),
      LayerSpec(
        "norm1", .normalization(ResponseNormalization(size: 3, alpha: 1, beta: 0.75, k: 1))),
      LayerSpec("pool1", .pooling(Pooling(size: 4, stride: 4))),
      LayerSpec("fc2", .fullyConnected(FullyConnected(outputs: 10, initial: Initialization(.he)))),
      LayerSpec("relu2", .activation(.relu)),
      LayerSpec("drop2", .dropout),
      LayerSpec("fc3", .fullyConnected(FullyConnected(outputs: 3, initial: Initialization(.he)))),
    ])

  static let mean = InputMean.color([110, 120, 130])

  /// Writes a checkpoint.
  /// - Parameters:
  ///   - step: The step.
  ///   - error: The validation error; `nil` without a validation.
  ///   - lrn: True if response normalisation is on.
  ///   - seed: Determines the weights.
  ///   - mean: The mean; `nil` for a checkpoint of an older program.
  func checkpoint(
    _ step: Int, error: Double? = nil, lrn: Bool = true, seed: UInt64 = 1,
    mean: InputMean? = Self.mean
  ) throws {
    let parameters = try Self.parameters(of: plan.network, seed: seed)
    var tensors = parameters.map { Safetensors.Tensor($0.name, shape: $0.shape) }
    var numbers = parameters.flatMap(\.numbers)
    if let mean {
      tensors.append(Checkpoint.tensor(of: mean))
      numbers += mean.values
    }
    let state = TrainingState(
      plan: plan, knobs: Knobs(lrn: lrn), step: step, seconds: 1, waited: 0, imagesPerEpoch: 9,
      validationImages: 6, validationError: error)
    _ = try numbers.withUnsafeBytes { try run.checkpoints.write(state, tensors, data: $0) }
  }

  /// Returns the names, shapes and random numbers of all parameters.
  static func parameters(
    of spec: NetworkSpec, seed: UInt64
  ) throws -> [(name: String, shape: [Int], numbers: [Float])] {
    var random = FixedRandomGenerator(state: seed)
    let network = try EvaluatingNetwork(
      spec, layout: spec.layout(), batch: 1, on: Engine(threads: 1))
    return network.parameters.map { parameter in
      let scale: Float = parameter.isBias ? 0.05 : 0.2
      let numbers = (0..<parameter.count).map { _ in
        scale * Float.random(in: -1...1, using: &random)
      }
      return (parameter.name, parameter.shape, numbers)
    }
  }
}

/// Random numbers that are the same in every run of the tests (Knuth's MMIX generator).
struct FixedRandomGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 29
  }
}
