import Blueprint
import Foundation
import Testing

@testable import Exchange

/// The graph of a small network. The nodes and settings are written by hand from the definitions of ONNX's
/// operators, in version 13; `make interop` computes with whole networks in onnxruntime.
@Suite struct ONNXGraphTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func model(_ network: ExportedNetwork) throws -> Onnx_ModelProto {
    try ONNXExport(network).write(to: folder.path("network.onnx"))
    return try Onnx_ModelProto(serializedBytes: folder.bytes("network.onnx"))
  }

  private func node(_ name: String, in model: Onnx_ModelProto) throws -> Onnx_NodeProto {
    try #require(model.graph.node.first { $0.name == name })
  }

  private func floats(_ name: String, in model: Onnx_ModelProto) throws -> [Float] {
    let tensor = try #require(model.graph.initializer.first { $0.name == name })
    #expect(tensor.dataType == Int32(Onnx_TensorProto.DataType.float.rawValue))
    #expect(Int(tensor.dims.reduce(1, *)) * 4 == tensor.rawData.count)
    return tensor.rawData.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
  }

  private func integers(_ name: String, in model: Onnx_ModelProto) throws -> [Int64] {
    let tensor = try #require(model.graph.initializer.first { $0.name == name })
    #expect(tensor.dataType == Int32(Onnx_TensorProto.DataType.int64.rawValue))
    return tensor.rawData.withUnsafeBytes { Array($0.bindMemory(to: Int64.self)) }
  }

  @Test func theNodesAreThoseOfTheLayers() throws {
    let nodes = try model(SmallNetwork.exported()).graph.node
    #expect(
      nodes.map { "\($0.opType) \($0.output[0])" } == [
        "Sub input.centred", "Mul input.scaled",
        "Conv conv1", "Relu relu1", "LRN norm1", "MaxPool pool1",
        "Conv conv2", "Tanh tanh2",
        "Reshape norm2.groups", "LRN norm2.normalized", "Reshape norm2",
        "Mul same2.squares", "AveragePool same2.means", "Mul same2.sums", "Add same2.bases",
        "Pow same2.factors", "Mul same2",
        "AveragePool pool2", "Flatten fc3.input", "Gemm fc3", "Relu relu3", "Gemm logits",
        "Softmax probabilities",
      ])
  }

  /// ONNX requires that a node comes after the nodes whose outputs it reads, and that each name is unique.
  @Test func eachInputIsDefinedBeforeItIsRead() throws {
    for lrn in [true, false] {
      let graph = try model(SmallNetwork.exported(lrn: lrn)).graph
      var defined = Set(graph.input.map(\.name))
      for tensor in graph.initializer { #expect(defined.insert(tensor.name).inserted) }
      for node in graph.node {
        #expect(node.input.allSatisfy { defined.contains($0) }, "\(node.name)")
        for output in node.output { #expect(defined.insert(output).inserted) }
      }
      #expect(graph.output.allSatisfy { defined.contains($0.name) })
    }
  }

  @Test func theSettingsAreThoseOfTheLayers() throws {
    let model = try model(SmallNetwork.exported())
    func ints(_ name: String, _ setting: String) throws -> [Int64] {
      try #require(node(name, in: model).attribute.first { $0.name == setting }).ints
    }
    func int(_ name: String, _ setting: String) throws -> Int64 {
      try #require(node(name, in: model).attribute.first { $0.name == setting }).i
    }
    func float(_ name: String, _ setting: String) throws -> Float {
      try #require(node(name, in: model).attribute.first { $0.name == setting }).f
    }
    #expect(try ints("conv1", "kernel_shape") == [3, 3])
    #expect(try ints("conv1", "strides") == [2, 2])
    #expect(try ints("conv1", "pads") == [1, 1, 1, 1])
    #expect(try int("conv1", "group") == 1)
    #expect(try int("conv2", "group") == 2)
    // α is divided by the size in ONNX.
    #expect(try float("norm1", "alpha") == 0.75)
    #expect(try float("norm1", "beta") == 0.5)
    #expect(try float("norm1", "bias") == 1)
    #expect(try int("norm1", "size") == 3)
    // 6 rows and 5 columns need one more row for a third window of 3 rows with a stride of 2.
    #expect(try ints("pool1", "pads") == [0, 0, 1, 0])
    #expect(try ints("pool2", "pads") == [1, 1, 1, 1])
    #expect(try int("same2.means", "count_include_pad") == 1)
    #expect(try ints("same2.means", "pads") == [1, 1, 1, 1])
    #expect(try floats("same2.alpha", in: model) == [4.5])
    #expect(try floats("same2.k", in: model) == [2])
    #expect(try floats("same2.beta", in: model) == [-0.75])
    #expect(try integers("norm2.groups.shape", in: model) == [-1, 2, 3, 2])
    #expect(try integers("norm2.shape", in: model) == [-1, 4, 3, 2])
    #expect(try int("fc3", "transB") == 1)
  }

  @Test func theWeightsAreThereToTheBit() throws {
    let model = try model(SmallNetwork.exported())
    for (name, count) in SmallNetwork.sizes {
      #expect(try floats(name, in: model) == SmallNetwork.numbers(name, count: count))
    }
    let shapes = Dictionary(
      uniqueKeysWithValues: model.graph.initializer.map { ($0.name, $0.dims) })
    #expect(shapes["conv1.weight"] == [8, 3, 3, 3])
    #expect(shapes["conv2.weight"] == [4, 4, 1, 1])
    #expect(shapes["fc3.weight"] == [6, 48])
    #expect(try node("conv2", in: model).input == ["pool1", "conv2.weight", "conv2.bias"])
  }

  /// ONNX's Gemm has no groups. A convolution with one cell is the same product with groups.
  @Test func groupsOfAFullyConnectedLayerAreAConvolutionOfOneCell() throws {
    var spec = SmallNetwork.spec
    let place = try #require(spec.layers.firstIndex { $0.name == "fc3" })
    spec.layers[place].kind = .fullyConnected(
      FullyConnected(outputs: 6, groups: 2, initial: Initialization(.he)))
    let model = try model(SmallNetwork.exported(spec))
    let nodes = model.graph.node.drop { $0.output != ["fc3.input"] }
    #expect(
      nodes.map { "\($0.opType) \($0.output[0])" } == [
        "Flatten fc3.input", "Reshape fc3.cell", "Conv fc3.groups", "Reshape fc3", "Relu relu3",
        "Gemm logits", "Softmax probabilities",
      ])
    #expect(try integers("fc3.cell.shape", in: model) == [-1, 48, 1, 1])
    #expect(try integers("fc3.shape", in: model) == [-1, 6])
    let weights = try #require(model.graph.initializer.first { $0.name == "fc3.weight" })
    #expect(weights.dims == [6, 24, 1, 1])
    #expect(
      try floats("fc3.weight", in: model) == SmallNetwork.numbers("fc3.weight", count: 6 * 24))
    let node = try node("fc3.groups", in: model)
    #expect(node.attribute.first { $0.name == "group" }?.i == 2)
    #expect(node.attribute.first { $0.name == "kernel_shape" }?.ints == [1, 1])
  }

  @Test func theInputIsGreyLevelsAndAnyBatch() throws {
    let model = try model(SmallNetwork.exported())
    #expect(model.irVersion == 7)
    #expect(model.opsetImport.map(\.version) == [13])
    let input = try #require(model.graph.input.first)
    #expect(input.name == "images")
    #expect(input.type.tensorType.shape.dim.map(\.dimParam) == ["batch", "", "", ""])
    #expect(input.type.tensorType.shape.dim.dropFirst().map(\.dimValue) == [3, 12, 10])
    #expect(model.graph.output.map(\.name) == ["probabilities", "logits"])
    #expect(try floats("input.mean", in: model) == [100, 110.5, 120])
    #expect(try floats("input.factors", in: model) == [0.5, 0.5, 0.5])
  }

  @Test func whileLRNIsOffNoNodeNormalizes() throws {
    let model = try model(SmallNetwork.exported(lrn: false))
    let operators = Set(model.graph.node.map(\.opType))
    #expect(operators.isDisjoint(with: ["LRN", "Pow", "Reshape"]))
    #expect(try node("pool1", in: model).input == ["relu1"])
    #expect(try node("pool2", in: model).input == ["tanh2"])
  }

  @Test func factorsOfOneNeedNoNode() throws {
    var spec = SmallNetwork.spec
    spec.inputScale = 1
    let nodes = try model(SmallNetwork.exported(spec)).graph.node
    #expect(nodes.prefix(2).map(\.opType) == ["Sub", "Conv"])
  }

  @Test func aNormalizationOfTheNetworkComesBeforeTheOrderOfTheColours() throws {
    var spec = SmallNetwork.spec
    spec.inputScale = 1
    spec.normalization = InputNormalization(
      mean: [1, 2, 3], factors: [4, 5, 6], channelOrder: .bgr)
    let model = try model(SmallNetwork.exported(spec))
    #expect(model.graph.node.prefix(3).map(\.opType) == ["Sub", "Mul", "Gather"])
    #expect(try floats("input.mean", in: model) == [1, 2, 3])
    #expect(try floats("input.factors", in: model) == [4, 5, 6])
    #expect(try integers("input.order", in: model) == [2, 1, 0])
    #expect(try node("input.ordered", in: model).attribute.map(\.i) == [1])
  }

  @Test func theClassesAreInTheMetadata() throws {
    let model = try model(SmallNetwork.exported())
    let metadata = Dictionary(
      uniqueKeysWithValues: model.metadataProps.map { ($0.key, $0.value) })
    #expect(metadata["classes"] == #"["a \"b\"","Mond 🌙"]"#)
    #expect(metadata["run"] == "first")
    #expect(metadata["step"] == "300")
    #expect(metadata["image"] == "[3,16,16]")
  }

  /// A layer can have the name of an input or output of the graph, or of a value that the export makes.
  @Test func namesOfLayersCannotCollide() throws {
    var spec = SmallNetwork.spec
    spec.layers[0].name = "images"
    spec.layers[1].name = "logits"
    spec.layers[2].name = "fc3.input"
    let graph = try model(SmallNetwork.exported(spec)).graph
    let names = graph.node.flatMap(\.output) + graph.initializer.map(\.name) + ["images"]
    #expect(Set(names).count == names.count)
    #expect(graph.node.last?.input == ["logits"])
    #expect(graph.node.last?.output == ["probabilities"])
  }

  /// A convolution after a fully-connected layer reads each of its outputs as a map of one cell.
  @Test func mapsAreMadeAgainAfterAFullyConnectedLayer() throws {
    var spec = SmallNetwork.spec
    let convolution = Convolution(outputs: 2, kernel: 1, initial: Initialization(.he))
    spec.layers.insert(LayerSpec("conv5", .convolution(convolution)), at: 12)
    let model = try model(SmallNetwork.exported(spec))
    #expect(
      model.graph.node.suffix(6).map(\.opType)
        == ["Relu", "Reshape", "Conv", "Flatten", "Gemm", "Softmax"])
    #expect(try integers("conv5.input.shape", in: model) == [-1, 6, 1, 1])
  }
}
