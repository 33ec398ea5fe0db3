import Blueprint
import Glibc
import Machine
import Testing

@testable import Compute

extension ComputeSuites {
  /// Compares networks that only evaluate with the evaluation of networks that train.
  @Suite struct EvaluatingNetworks {
    /// Returns a network that evaluates with the parameters and the images of one that trains.
    private func copy(
      of network: Network, precision: Precision = .fp32
    ) throws -> EvaluatingNetwork {
      let copy = try EvaluatingNetwork(
        network.spec, layout: network.layout, batch: network.batch, precision: precision,
        on: network.engine)
      let values = try Dictionary(
        uniqueKeysWithValues: network.parameters.map { ($0.name, try $0.read(.values)) })
      try copy.setParameters { name, shape in
        let numbers = try #require(values[name])
        #expect(shape.reduce(1, *) == numbers.count)
        return numbers
      }
      _ = copy.input.elements.update(fromContentsOf: network.input.elements)
      return copy
    }

    /// Expects the same logits and the same activations before the last layer, to the bit.
    private func expectSameResults(
      _ copy: EvaluatingNetwork, _ network: Network, lrn: Bool
    ) throws {
      _ = network.evaluate(Knobs(lrn: lrn))
      copy.evaluate(images: network.batch, lrn: lrn)
      #expect(copy.probabilities == network.probabilities(images: network.batch))
      let hidden = try TensorReader(
        network.classifierInput, dimensions: [network.batch, copy.hiddenUnits], on: network.engine)
      #expect(copy.hiddenActivations == hidden.copy())
    }

    /// LRN is switched off and on again, which redirects outputs to inputs.
    @Test(arguments: SmallNetwork.all, [Precision.fp32, .fp32Direct])
    func theResultsAreThoseOfTheTrainedNetwork(small: SmallNetwork, precision: Precision) throws {
      var experiment = try Experiment(small, precision: precision)
      _ = experiment.network.train(Knobs(rate: 0.001), step: 1)
      let copy = try copy(of: experiment.network, precision: precision)
      for lrn in [true, false, true] {
        try expectSameResults(copy, experiment.network, lrn: lrn)
      }
      experiment.draw()
      _ = copy.input.elements.update(fromContentsOf: experiment.network.input.elements)
      try expectSameResults(copy, experiment.network, lrn: true)
    }

    @Test(
      .enabled(if: Engine.hasBFloat16, "the processor has no bfloat16 arithmetic"),
      arguments: SmallNetwork.all, [false, true])
    func theResultsInBFloat16AreThoseOfTheTrainedNetwork(
      small: SmallNetwork, widened: Bool
    ) throws {
      let experiment = try Experiment(small, precision: .bf16, widensBFloat16: widened)
      let copy = try copy(of: experiment.network, precision: .bf16)
      for lrn in [true, false] { try expectSameResults(copy, experiment.network, lrn: lrn) }
    }

    @Test(arguments: NetworkSpec.presetNames)
    func everyPresetCanBeEvaluated(name: String) throws {
      let spec = try NetworkSpec.named(name)
      let network = try Network(
        spec, layout: spec.layout(), batch: 2, seed: 1, on: Engine(threads: 2))
      var random = Noise(seed: 4)
      for index in network.input.elements.indices {
        network.input.elements[index] = Float(random.next(in: -1...1))
      }
      let copy = try copy(of: network)
      for lrn in [true, false] { try expectSameResults(copy, network, lrn: lrn) }
    }

    /// The reference computes in double precision.
    @Test func theProbabilitiesAreTheSoftmaxOfTheReference() throws {
      let experiment = try Experiment(SmallNetwork.wholes[0])
      let network = experiment.network
      let copy = try copy(of: network)
      copy.evaluate(images: network.batch)
      var reference = try ReferenceNetwork(copying: network)
      _ = reference.evaluate(experiment.images, labels: experiment.labels)
      let logits = reference.logits.values
      let classes = copy.classes
      for image in 0..<network.batch {
        let row = logits[image * classes..<(image + 1) * classes]
        let exponentials = row.map { exp($0) }
        let sum = exponentials.reduce(0, +)
        let got = copy.probabilities[image * classes..<(image + 1) * classes]
        #expect(distance(Array(got), exponentials.map { $0 / sum }) < Parity.tolerance)
      }
    }

    /// The ratio of e⁰ and e⁻¹⁰⁰⁰ is 1 : 0 in double precision, although e¹⁰⁰⁰ overflows.
    @Test func largeLogitsDoNotOverflow() throws {
      let spec = NetworkSpec(
        name: "two", source: "a test", input: Shape(channels: 1, height: 1, width: 1),
        layers: [LayerSpec("out", .full(2))])
      let network = try EvaluatingNetwork(
        spec, layout: spec.layout(), batch: 3, on: Engine(threads: 1))
      try network.setParameters { name, _ in name == "out.weight" ? [1000, 0] : [0, 0] }
      for (index, value) in [1, -1, 0].enumerated() { network.input.elements[index] = Float(value) }
      network.evaluate(images: 3)
      #expect(network.probabilities == [1, 0, 0, 1, 0.5, 0.5])
      #expect(network.hiddenActivations == [1, -1, 0])
      network.evaluate(images: 1)
      #expect(network.probabilities == [1, 0])
      #expect(network.hiddenActivations == [1])
    }

    /// The bound is the part of the estimate for activations. Blocks are whole pages of at most 2 MiB.
    @Test(arguments: NetworkSpec.presetNames)
    func layersShareTheMemoryOfTheirActivations(name: String) throws {
      let spec = try NetworkSpec.named(name)
      let layout = try spec.layout()
      let network = try EvaluatingNetwork(
        spec, layout: layout, batch: 8, on: Engine(threads: 1))
      let bytes = network.network.temporaryMemory.bytes
      let estimate =
        layout.evaluationBytes(batch: 8) - 4 * (layout.parameters + 8 * spec.input.count)
      #expect(bytes <= estimate + (8 << 20))
      let all = 4 * 8 * layout.reduce(0) { $0 + $1.output.count }
      #expect(bytes < all || all < 8 << 20)
    }

    @Test func activationsThatAreNotFiniteGiveNoNumbers() throws {
      let spec = NetworkSpec(
        name: "two", source: "a test", input: Shape(channels: 1, height: 1, width: 1),
        layers: [LayerSpec("out", .full(2))])
      let network = try EvaluatingNetwork(
        spec, layout: spec.layout(), batch: 1, on: Engine(threads: 1))
      try network.setParameters { _, _ in [.nan, 0] }
      network.evaluate(images: 1)
      #expect(network.probabilities.filter { $0.isNaN }.count == 2)
    }
  }
}

@Suite struct EvaluationMemory {
  private func check(_ network: String, batch: Int, mebibytes: Int) throws {
    try EvaluatingNetwork.check(
      NetworkSpec.named(network).layout(), batch: batch, precision: .fp32,
      in: MemoryAllowance(bytes: mebibytes << 20, limit: .machine))
  }

  /// `resident` is the growth of the resident memory in MiB from before the network was made until it has
  /// evaluated some batches, as Linux reports it.
  @Test(arguments: [
    ("paper", 32, 352), ("code-145", 32, 400), ("torchvision", 32, 318), ("compact", 128, 76),
    ("cifar-18", 32, 17),
  ])
  func neededMemoryIsAtLeastTheResidentMemory(network: String, batch: Int, resident: Int) throws {
    #expect(throws: ComputeError.self) { try check(network, batch: batch, mebibytes: resident) }
    // The program itself, with its libraries, is added.
    try check(network, batch: batch, mebibytes: resident * 2 + 128)
  }

  @Test(arguments: NetworkSpec.presetNames)
  func evaluationNeedsAtMostFourFifthsOfTheMemoryOfTraining(name: String) throws {
    let layout = try NetworkSpec.named(name).layout()
    for batch in [1, 32, 128] {
      let training = layout.parameterBytes + layout.activationBytes(batch: batch)
      #expect(5 * layout.evaluationBytes(batch: batch) <= 4 * training)
    }
  }

  @Test func theErrorHasBothNumbers() throws {
    #expect {
      try check("paper", batch: 128, mebibytes: 500)
    } throws: { error in
      guard case ComputeError.cannotEvaluate(let needed, let allowance) = error else {
        return false
      }
      return needed > 500 << 20 && allowance.bytes == 500 << 20
    }
  }
}
