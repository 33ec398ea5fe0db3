import Blueprint
import RankFixtures

@testable import Compute

/// The training of a small network by several ranks, or by one process, on the same images.
struct SharedTraining {
  /// The results of one rank.
  struct Outcome: Sendable, Equatable {
    var scores: [Score] = []
    var evaluations: [Score] = []
    var gradients: [[Float]] = []
    var values: [[Float]] = []
    var momentumBuffers: [[Float]] = []
    /// The output of each dropout layer in the last step, row by row, for this rank's images.
    var dropped: [[Float]] = []
  }

  let small: SmallNetwork
  var steps = 1
  var knobs = Knobs(rate: 0.01, dropout: 0.5)
  var precision = Precision.fp32

  /// Trains on one process.
  func alone() throws -> Outcome { try train(share: nil) }

  /// Trains on several ranks, and returns the results in their order.
  func shared(by ranks: Int) throws -> [Outcome] {
    try LocalRanks.run(ranks) { group in
      try train(share: NetworkShare(replicas: group, batch: small.batch))
    }
  }

  private func train(share: NetworkShare?) throws -> Outcome {
    let network = try makeNetwork(share: share)
    var outcome = Outcome()
    for step in 1...steps {
      // Three batches in turn, so that the network can learn them.
      setBatch(step % 3, of: network)
      outcome.scores.append(network.train(knobs, step: step))
    }
    outcome.gradients = try network.parameters.map { try $0.read(.gradient) }
    outcome.values = try network.parameters.map { try $0.read(.values) }
    outcome.momentumBuffers = try network.parameters.map { try $0.read(.momentumBuffer) }
    let images = share?.images.count ?? small.batch
    let dropouts = Set(network.layout.filter { $0.spec.kind.isDropout }.map(\.spec.name))
    for output in network.outputs where dropouts.contains(output.layer) {
      let values = try TensorReader(output, images: network.batch, on: network.engine).copy()
      outcome.dropped.append(Array(values.prefix(values.count / network.batch * images)))
    }
    outcome.evaluations.append(network.evaluate(knobs))
    return outcome
  }

  /// Creates the network of one rank with the same initial values on all ranks.
  func makeNetwork(share: NetworkShare?) throws -> Network {
    let network = try Network(
      small.spec, layout: small.spec.layout(), batch: share?.capacity ?? small.batch, seed: 1,
      precision: precision, on: Engine(threads: 1), share: share)
    var random = Noise(seed: 9)
    for biases in network.parameters where biases.isBias {
      try biases.write(biases.count.of { Float(random.next(in: -0.2...0.2)) })
    }
    return network
  }

  /// Sets this rank's part of a batch. The images that fill up the tensor are 0.
  func setBatch(_ number: Int, of network: Network) {
    var random = Noise(seed: 100 + UInt64(number))
    let part = network.share?.images ?? 0..<small.batch
    let count = small.spec.input.count
    let classes = Int32(small.spec.classes)
    var labels: [Int32] = []
    network.input.elements.update(repeating: 0)
    for image in 0..<small.batch {
      let label = Int32(random.next(in: 0...Double(classes)).rounded(.down)) % classes
      let values = count.of { Float(random.next(in: -1...1)) }
      guard part.contains(image) else { continue }
      labels.append(label)
      for (index, value) in values.enumerated() {
        network.input.elements[(image - part.lowerBound) * count + index] = value
      }
    }
    network.setLabels(labels)
  }
}

extension SmallNetwork {
  /// A network with each kind of layer whose result depends on the batch or on the images' numbers. Its
  /// batches are divided by neither 2, 3 nor 4.
  static func shared(batch: Int) -> SmallNetwork {
    SmallNetwork(
      "all kinds of layers, a batch of \(batch)", input: (3, 15, 15), batch: batch,
      [
        .conv(32, 5, stride: 2), .relu, .lrn(alpha: 0.1), .conv(64, 3, pad: 1, groups: 2), .relu,
        .maximum(3, 2), .local(64, 1), .relu, .full(96), .relu, .dropout, .full(30), .tanh,
        .dropout, .full(10),
      ])
  }

  /// A network with fully-connected layers in groups, without corners.
  static func sharedGroups(batch: Int) -> SmallNetwork {
    SmallNetwork(
      "fully-connected layers in groups, a batch of \(batch)", input: (4, 9, 9), batch: batch,
      [
        .conv(16, 3, stride: 2), .tanh, .full(48, groups: 2), .tanh, .dropout,
        .full(96, groups: 4), .tanh, .full(10, groups: 2),
      ])
  }
}
