import Blueprint
import Foundation
import Runs
import Testing

@testable import Exchange

/// The files that exports write.
@Suite struct ExportFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func safetensors(_ network: ExportedNetwork) throws -> SafetensorsFile {
    try SafetensorsExport(network).write(to: folder.path("network.safetensors"))
    return try SafetensorsFile(path: folder.path("network.safetensors"))
  }

  @Test func theWeightsOfSafetensorsAreThereToTheBit() throws {
    let file = try safetensors(SmallNetwork.exported())
    try file.verify()
    let names = [
      "features.0": "conv1", "features.4": "conv2", "classifier.1": "fc3", "classifier.3": "fc4",
    ]
    #expect(file.tensors.count == 8)
    for (torchName, name) in names {
      for part in ["weight", "bias"] {
        let count = try #require(SmallNetwork.sizes["\(name).\(part)"])
        #expect(
          try file.floats("\(torchName).\(part)")
            == SmallNetwork.numbers("\(name).\(part)", count: count))
      }
    }
  }

  @Test func theMetadataHaveEverythingElse() throws {
    let metadata = try safetensors(SmallNetwork.exported()).metadata
    #expect(metadata["format"] == "pt")
    #expect(metadata["features"] == "9")
    #expect(metadata["mean"] == "[[[100]],[[110.5]],[[120]]]")
    #expect(metadata["factors"] == "[[[0.5]],[[0.5]],[[0.5]]]")
    #expect(metadata["channelOrder"] == "rgb")
    #expect(metadata["classes"] == #"["a \"b\"","Mond 🌙"]"#)
    #expect(metadata["image"] == "[3,16,16]")
    #expect(metadata["run"] == "first" && metadata["step"] == "300")
    let network = try JSONDecoder().decode(
      NetworkSpec.self, from: Data(try #require(metadata["network"]).utf8))
    #expect(network == SmallNetwork.spec)
  }

  @Test func aMeanImageIsThreeListsOfRows() throws {
    let spec = NetworkSpec(
      name: "flat", source: "a test", input: Shape(channels: 1, height: 2, width: 2),
      layers: [
        LayerSpec("fc1", .fullyConnected(FullyConnected(outputs: 2, initial: Initialization(.he))))
      ])
    let mean = InputMean.image([1, 2, 3, 4.5], spec.input)
    let metadata = try safetensors(SmallNetwork.exported(spec, mean: mean)).metadata
    #expect(metadata["mean"] == "[[[1,2],[3,4.5]]]")
    #expect(metadata["features"] == "0")
  }

  @Test func unknownClassesAndImagesAreLeftOut() throws {
    let metadata = try safetensors(SmallNetwork.exported(classes: [], image: nil)).metadata
    #expect(metadata["classes"] == nil && metadata["image"] == nil)
  }

  @Test func theProgressEndsAtTheSizeOfTheFile() throws {
    let network = try SmallNetwork.exported(
      .compact(classes: 40, side: 64), classes: [], image: nil)
    for name in ["network.onnx", "network.safetensors"] {
      var progress: [ExportProgress] = []
      let reader: ExportProgress.Reader = { progress.append($0) }
      if name.hasSuffix("onnx") {
        try ONNXExport(network).write(to: folder.path(name), progress: reader)
      } else {
        try SafetensorsExport(network).write(to: folder.path(name), progress: reader)
      }
      let bytes = try folder.bytes(name).count
      #expect(progress.last == ExportProgress(written: bytes, total: bytes))
      #expect(progress.map(\.written) == progress.map(\.written).sorted())
    }
  }

  @Test func aFailureLeavesTheEarlierFile() throws {
    struct Failure: Error {}
    let path = folder.path("network.onnx")
    try Data("earlier".utf8).write(to: URL(filePath: path))
    let network = try SmallNetwork.exported()
    #expect(throws: ExchangeError.stopped) {
      try ONNXExport(network).write(to: path) { _ in throw ExchangeError.stopped }
    }
    let broken = try ExportedNetwork(
      SmallNetwork.spec, lrn: true, run: "first", step: 1, classes: [], image: nil,
      mean: .color([1, 2, 3])
    ) { _, _ in throw Failure() }
    #expect(throws: Failure.self) { try SafetensorsExport(broken).write(to: path) }
    #expect(try folder.text("network.onnx") == "earlier")
    #expect(folder.names == ["network.onnx"])
  }

  /// protobuf allows messages below 2 GiB. 2²⁹ weights need exactly that.
  @Test func aNetworkThatIsTooLargeForONNXIsRefused() throws {
    let spec = NetworkSpec(
      name: "large", source: "a test", input: Shape(channels: 1, height: 1024, width: 1024),
      layers: [
        LayerSpec(
          "fc1", .fullyConnected(FullyConnected(outputs: 512, initial: Initialization(.he))))
      ])
    let network = try SmallNetwork.exported(spec)
    let error = #expect(throws: ExchangeError.self) {
      try ONNXExport(network).write(to: folder.path("network.onnx"))
    }
    guard case .tooLargeForONNX("large", let bytes, let limit)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(bytes > 1 << 31 && limit == (1 << 31) - 1)
    #expect(folder.names.isEmpty)
  }
}
