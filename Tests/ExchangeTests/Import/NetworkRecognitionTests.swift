import Blueprint
import Testing

@testable import Exchange
@testable import Runs

/// The assignment of tensors to layers, and the recognition of networks by shapes.
@Suite struct NetworkRecognitionTests {
  private func names(_ tensors: [(name: String, shape: [Int])]) -> TensorNames {
    TensorNames(tensors.described)
  }

  private func network(_ tensors: [(name: String, shape: [Int])]) throws -> NetworkSpec {
    try NetworkRecognition.network(of: names(tensors), path: "f")
  }

  @Test func torchvisionsAlexNetIsRecognised() throws {
    #expect(try network(PublishedTensors.torchvision) == .torchvision)
    #expect(
      PublishedTensors.torchvision.reduce(0) { $0 + $1.shape.reduce(1, *) } == 61_100_840)
  }

  @Test func theNumberOfClassesIsThatOfTheFile() throws {
    var tensors = PublishedTensors.torchvision
    tensors[14].shape = [7, 4096]
    tensors[15].shape = [7]
    #expect(try network(tensors) == NetworkSpec.torchvision.withClasses(7))
  }

  @Test func caffesTwoNetworksHaveTheSameShapes() throws {
    #expect(PublishedTensors.caffe.reduce(0) { $0 + $1.shape.reduce(1, *) } == 60_965_224)
    let error = ImportError.severalNetworks(path: "f", networks: ["bvlc-alexnet", "caffenet"])
    #expect(throws: error) { try network(PublishedTensors.caffe) }
  }

  @Test(arguments: [NetworkSpec.bvlcAlexNet, .caffeNet, .paper, .code145])
  func theLayersOfCaffeFitTheirNamesakes(spec: NetworkSpec) throws {
    let match = try TensorMatch(names(PublishedTensors.caffe), to: spec)
    #expect(match.misfits.isEmpty)
    #expect(match.pairs.map(\.parameter) == PublishedTensors.caffe.map(\.name))
    #expect(match.pairs.map(\.tensor) == PublishedTensors.caffe.map(\.name))
  }

  @Test func torchvisionsTensorsAreAssignedByTheirOrder() throws {
    // The order in the file does not matter; `sorted` puts features.10 before features.3.
    let shuffled = PublishedTensors.torchvision.sorted { $0.name < $1.name }
    let match = try TensorMatch(names(shuffled), to: .torchvision)
    #expect(match.misfits.isEmpty)
    #expect(
      match.pairs.map { "\($0.parameter) \($0.tensor)" } == [
        "conv1.weight features.0.weight", "conv1.bias features.0.bias",
        "conv2.weight features.3.weight", "conv2.bias features.3.bias",
        "conv3.weight features.6.weight", "conv3.bias features.6.bias",
        "conv4.weight features.8.weight", "conv4.bias features.8.bias",
        "conv5.weight features.10.weight", "conv5.bias features.10.bias",
        "fc6.weight classifier.1.weight", "fc6.bias classifier.1.bias",
        "fc7.weight classifier.4.weight", "fc7.bias classifier.4.bias",
        "fc8.weight classifier.6.weight", "fc8.bias classifier.6.bias",
      ])
  }

  /// The names of torchvision's first file, whose network was trained on several GPUs.
  @Test func thePartOfParallelTrainingIsIgnored() throws {
    let parallel = PublishedTensors.torchvision.map { tensor in
      let name = tensor.name.replacing("features.", with: "features.module.")
      return (name: "module.\(name)", shape: tensor.shape)
    }
    #expect(try network(parallel) == .torchvision)
    let match = try TensorMatch(names(parallel), to: .torchvision)
    #expect(match.pairs.first?.tensor == "module.features.module.0.weight")
  }

  /// Models from before 2015 have four dimensions for every blob.
  @Test func caffesOldShapesFit() throws {
    let old = PublishedTensors.caffe.map { tensor in
      (name: tensor.name, shape: Array(repeating: 1, count: 4 - tensor.shape.count) + tensor.shape)
    }
    #expect(try TensorMatch(names(old), to: .caffeNet).misfits.isEmpty)
  }

  @Test func eachMisfitIsNamedWithBothShapes() throws {
    var tensors = PublishedTensors.torchvision
    tensors[0].shape = [96, 3, 11, 11]
    tensors.remove(at: 13)
    tensors.append(("features.12.weight", [4, 4]))
    tensors.append(("step", []))
    #expect(
      try TensorMatch(names(tensors), to: .torchvision).misfits == [
        .shape(tensor: "features.0.weight", found: [96, 3, 11, 11], wanted: [64, 3, 11, 11]),
        .missing(tensor: "classifier.4.bias", wanted: [4096]),
        .unknown(tensor: "features.12.weight", found: [4, 4]),
        .unknown(tensor: "step", found: []),
      ])
  }

  @Test func layersThatAreMissingOrUnknownAreNamed() throws {
    var tensors = PublishedTensors.caffe
    tensors[4].name = "conv3b.weight"
    tensors[5].name = "conv3b.bias"
    #expect(
      try TensorMatch(names(tensors), to: .caffeNet).misfits == [
        .missing(tensor: "conv3.weight", wanted: [384, 256, 3, 3]),
        .missing(tensor: "conv3.bias", wanted: [384]),
        .unknown(tensor: "conv3b.weight", found: [384, 256, 3, 3]),
        .unknown(tensor: "conv3b.bias", found: [384]),
      ])
  }

  @Test func theNearestNetworkIsNamedWhereNoneFits() throws {
    var tensors = PublishedTensors.torchvision
    tensors[2].shape = [192, 64, 3, 3]
    let misfit = TensorMisfit.shape(
      tensor: "features.3.weight", found: [192, 64, 3, 3], wanted: [192, 64, 5, 5])
    #expect(throws: ImportError.noNetwork(path: "f", nearest: "torchvision", [misfit])) {
      try network(tensors)
    }
  }

  @Test func aPresetOfThisProgramIsRecognisedByItsShapes() throws {
    let spec = NetworkSpec.compact(classes: 10, side: 32)
    let tensors = try spec.layout().flatMap { entry -> [(name: String, shape: [Int])] in
      let shape: [Int]
      switch entry.spec.kind {
      case .convolution(let convolution):
        let inputs = entry.input.channels / convolution.groups
        shape = [convolution.outputs, inputs, convolution.kernel, convolution.kernel]
      case .fullyConnected(let full): shape = [full.outputs, entry.input.count]
      case .locallyConnected, .activation, .normalization, .pooling, .dropout: return []
      }
      return [("\(entry.spec.name).weight", shape), ("\(entry.spec.name).bias", [shape[0]])]
    }
    #expect(try network(tensors) == spec)
  }
}
