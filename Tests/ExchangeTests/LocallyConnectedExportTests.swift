import Blueprint
import Foundation
import Runs
import Testing

@testable import Exchange

/// A network with a locally connected layer as ONNX, and as safetensors that are imported again. `make interop`
/// computes with whole networks in onnxruntime and PyTorch.
@Suite struct LocallyConnectedExportTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Windows of 2×2 at stride 2 over 4×6 cells with a border of one: 3 rows of 4 windows.
  static let spec = NetworkSpec(
    name: "local", source: "a test", input: Shape(channels: 3, height: 4, width: 6),
    layers: [
      LayerSpec(
        "local1",
        .locallyConnected(
          LocallyConnected(
            outputs: 5, kernel: 2, stride: 2, padding: 1, initial: Initialization(.he)))),
      LayerSpec("relu1", .activation(.relu)),
      LayerSpec("fc2", .fullyConnected(FullyConnected(outputs: 2, initial: Initialization(.he)))),
    ])

  private func model() throws -> Onnx_ModelProto {
    try ONNXExport(SmallNetwork.exported(Self.spec)).write(to: folder.path("network.onnx"))
    return try Onnx_ModelProto(serializedBytes: folder.bytes("network.onnx"))
  }

  @Test func theNodesAreAProductForEachCell() throws {
    let nodes = try model().graph.node
    #expect(
      nodes.map { "\($0.opType) \($0.output[0])" } == [
        "Sub input.centred", "Conv local1.windows", "Reshape local1.columns",
        "Transpose local1.cells", "Reshape local1.kernels", "Transpose local1.matrices",
        "MatMul local1.products", "Transpose local1.outputs", "Reshape local1.maps", "Add local1",
        "Relu relu1", "Flatten fc2.input", "Gemm logits", "Softmax probabilities",
      ])
    func inputs(_ name: String) throws -> [String] {
      try #require(nodes.first { $0.name == name }).input
    }
    #expect(try inputs("local1.windows") == ["input.centred", "local1.selection"])
    #expect(try inputs("local1.kernels") == ["local1.weight", "local1.kernels.shape"])
    #expect(try inputs("local1.products") == ["local1.cells", "local1.matrices"])
    #expect(try inputs("local1") == ["local1.maps", "local1.bias"])
  }

  /// Twelve numbers of a window in twelve cells; the first four are those of the first channel.
  @Test func eachKernelOfTheWindowsSelectsOneNumber() throws {
    let graph = try model().graph
    let selection = try #require(graph.initializer.first { $0.name == "local1.selection" })
    #expect(selection.dims == [12, 1, 2, 2])
    let numbers = selection.rawData.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    let identity: [Float] = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
    #expect(numbers == identity + identity + identity)
    func ints(_ node: String, _ setting: String) throws -> [Int64] {
      let found = try #require(graph.node.first { $0.name == node })
      let attribute = try #require(found.attribute.first { $0.name == setting })
      return attribute.ints.isEmpty ? [attribute.i] : attribute.ints
    }
    #expect(try ints("local1.windows", "group") == [3])
    #expect(try ints("local1.windows", "pads") == [1, 1, 1, 1])
    #expect(try ints("local1.windows", "strides") == [2, 2])
    #expect(try ints("local1.cells", "perm") == [2, 0, 1])
    #expect(try ints("local1.matrices", "perm") == [1, 2, 0])
    #expect(try ints("local1.outputs", "perm") == [1, 2, 0])
    func shape(_ name: String) throws -> [Int64] {
      let tensor = try #require(graph.initializer.first { $0.name == name })
      return tensor.rawData.withUnsafeBytes { Array($0.bindMemory(to: Int64.self)) }
    }
    #expect(try shape("local1.columns.shape") == [-1, 12, 12])
    #expect(try shape("local1.kernels.shape") == [5, 12, 12])
    #expect(try shape("local1.maps.shape") == [-1, 5, 3, 4])
  }

  @Test func anExportBecomesTheSameNetwork() throws {
    let path = folder.path("export.safetensors")
    try SafetensorsExport(SmallNetwork.exported(Self.spec)).write(to: path)
    let imported = try NetworkImport(path: path)
    #expect(imported.spec == Self.spec)
    #expect(imported.pairs.map(\.shape) == [[5, 3, 4, 3, 2, 2], [5, 3, 4], [2, 60], [2]])
    #expect(
      imported.pairs.map(\.tensor)
        == ["features.0.weight", "features.0.bias", "classifier.0.weight", "classifier.0.bias"])
    let run = try ImportedRun(imported, threads: 1)
      .write(as: "again", in: RunStore(directory: folder.path("runs")))
    let checkpoint = try run.checkpoints.checkpoint(ofStep: 0)
    #expect(
      try checkpoint.numbers("local1.weight", shape: [5, 3, 4, 3, 2, 2])
        == SmallNetwork.numbers("local1.weight", count: 720))
  }

  /// A file without a description has the names of the layers.
  @Test func aPresetIsRecognisedByItsShapes() throws {
    let path = folder.path("local.safetensors")
    let tensors = try NetworkSpec.cifar13.layout().flatMap { entry in
      entry.parameterShapes.map {
        [(entry.spec.name + ".weight", $0.weights), (entry.spec.name + ".bias", $0.biases)]
      } ?? []
    }
    try TensorFile(tensors: tensors).write(to: path)
    #expect(throws: ImportError.severalNetworks(path: path, networks: ["cifar-11", "cifar-13"])) {
      try NetworkImport(path: path)
    }
    #expect(try NetworkImport(path: path, network: .cifar11).spec == .cifar11)
  }
}
