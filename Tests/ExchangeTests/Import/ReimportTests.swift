import Blueprint
import Foundation
import Testing

@testable import Exchange
@testable import Runs

/// Exports and checkpoints of this program that are imported again.
@Suite struct ReimportTests {
  private let folder: TemporaryFolder
  private let store: RunStore

  init() throws {
    folder = try TemporaryFolder()
    store = RunStore(directory: folder.path("runs"))
  }

  private func reimport(_ network: ExportedNetwork) throws -> Run {
    let path = folder.path("export.safetensors")
    try SafetensorsExport(network).write(to: path)
    return try ImportedRun(NetworkImport(path: path), threads: 1).write(as: "again", in: store)
  }

  @Test func anExportBecomesTheSameNetwork() throws {
    let run = try reimport(SmallNetwork.exported())
    let plan = try run.plan()
    #expect(plan.network == SmallNetwork.spec)
    #expect(plan.imported?.hasClassNames == true)
    #expect(plan.imported?.image == Shape(channels: 3, height: 16, width: 16))
    #expect(try run.startEvent()?.classes == ["a \"b\"", "Mond 🌙"])
    let checkpoint = try run.checkpoints.checkpoint(ofStep: 0)
    #expect(try checkpoint.inputMean() == .color([100, 110.5, 120]))
    let shapes = [
      "conv1.weight": [8, 3, 3, 3], "conv1.bias": [8], "conv2.weight": [4, 4, 1, 1],
      "conv2.bias": [4], "fc3.weight": [6, 48], "fc3.bias": [6], "fc4.weight": [2, 6],
      "fc4.bias": [2],
    ]
    for (name, shape) in shapes {
      let count = try #require(SmallNetwork.sizes[name])
      #expect(
        try checkpoint.numbers(name, shape: shape) == SmallNetwork.numbers(name, count: count))
    }
  }

  /// The export has the centre of the mean image. The rest of the image becomes the mean of the channel.
  @Test func theCentreOfAMeanImageIsKept() throws {
    let whole = Shape(channels: 3, height: 16, width: 16)
    let values = (0..<whole.count).map { Float($0 % 200) }
    let run = try reimport(SmallNetwork.exported(mean: .image(values, whole)))
    guard
      case .image(let found, whole) = try run.checkpoints.checkpoint(ofStep: 0).inputMean()
    else {
      Issue.record("the mean is an image")
      return
    }
    let input = SmallNetwork.spec.input
    for channel in 0..<3 {
      for row in 2..<2 + input.height {
        for column in 3..<3 + input.width {
          let place = (channel * 16 + row) * 16 + column
          #expect(found[place] == values[place])
        }
      }
    }
    let corner = found[0]
    #expect((0...200).contains(corner) && found[1] == corner && found[255] == corner)
  }

  @Test func aNetworkWithItsOwnNormalisationKeepsIt() throws {
    var spec = SmallNetwork.spec
    spec.inputScale = 1
    spec.normalization = InputNormalization(
      mean: [1, 2, 3], factors: [4, 5, 6], channelOrder: .bgr)
    let run = try reimport(SmallNetwork.exported(spec))
    #expect(try run.plan().network == spec)
    #expect(try run.checkpoints.checkpoint(ofStep: 0).inputMean() == nil)
  }

  @Test func aCheckpointBecomesARunWithoutItsMomentum() throws {
    let spec = NetworkSpec(
      name: "one", source: "a test", input: Shape(channels: 1, height: 1, width: 2),
      layers: [
        LayerSpec("only", .fullyConnected(FullyConnected(outputs: 2, initial: Initialization(.he))))
      ])
    var knobs = Knobs()
    knobs.lrn = false
    let plan = RunPlan(
      network: spec, data: .scenes, seed: 1, batch: 1, length: .endless, knobs: knobs,
      schedule: .constant, threads: 1, validateEvery: 0)
    let trained = try store.create(plan, name: "trained", data: "scenes")
    let tensors = ["only.weight", "only.bias", "only.weight.momentum", "only.bias.momentum"].map {
      Safetensors.Tensor($0, shape: $0.hasPrefix("only.w") ? [2, 2] : [2])
    }
    let numbers: [Float] = [1, 2, 3, 4, 5, 6, 7, 7, 7, 7, 8, 8]
    let path = try numbers.withUnsafeBytes {
      try trained.checkpoints.write(
        TrainingState(
          plan: plan, knobs: knobs, step: 9, seconds: 1, waited: 0, imagesPerEpoch: 4,
          validationImages: 2), tensors, data: $0)
    }
    let run = try ImportedRun(NetworkImport(path: path), threads: 1).write(as: "again", in: store)
    let checkpoint = try run.checkpoints.checkpoint(ofStep: 0)
    #expect(try checkpoint.numbers("only.weight", shape: [2, 2]) == [1, 2, 3, 4])
    #expect(try checkpoint.numbers("only.weight.momentum", shape: [2, 2]) == [0, 0, 0, 0])
    #expect(try run.plan().network == spec)
    #expect(try run.plan().knobs.lrn == false)
  }

  @Test func aDamagedExportIsRefused() throws {
    let path = folder.path("export.safetensors")
    try SafetensorsExport(SmallNetwork.exported()).write(to: path)
    var bytes = try folder.bytes("export.safetensors")
    bytes[bytes.count - 3] ^= 1
    try Data(bytes).write(to: URL(filePath: path))
    #expect(throws: ImportError.unreadable(path: path, reason: "its checksum is wrong")) {
      try NetworkImport(path: path)
    }
  }
}
