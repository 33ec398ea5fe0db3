import Blueprint
import Testing

@testable import Compute

/// The state of a network, or of a part of it, after some steps.
struct DividedOutcome: Sendable, Equatable {
  var scores: [Score]
  var parts: [Range<Int>]
  var values: [[Float]]
  var gradients: [[Float]]
  var momentumBuffers: [[Float]]

  init(_ experiment: ColumnExperiment, scores: [Score]) throws {
    self.scores = scores
    parts = experiment.network.parameters.map(\.part)
    values = try experiment.parts(.values)
    gradients = try experiment.parts(.gradient)
    momentumBuffers = try experiment.parts(.momentumBuffer)
    if let failure = experiment.network.rankFailure { throw failure }
  }

  init(_ experiment: ColumnExperiment, steps: Int) throws {
    try self.init(experiment, scores: experiment.train(steps))
  }
}

extension [DividedOutcome] {
  /// Expects that each rank has its part of the network that one process has.
  func expect(toEqual whole: DividedOutcome, within tolerance: Double, _ spec: NetworkSpec) {
    let names = spec.layers.filter(\.hasParameters).flatMap { [$0.name, $0.name + " bias"] }
    for rank in self {
      #expect(rank.scores.map(\.images) == whole.scores.map(\.images))
      for (score, expected) in zip(rank.scores, whole.scores) {
        #expect(abs(score.meanLoss - expected.meanLoss) < tolerance * expected.meanLoss)
      }
      let quantities: [(String, KeyPath<DividedOutcome, [[Float]]>)] = [
        ("values", \.values), ("gradient", \.gradients), ("momentum", \.momentumBuffers),
      ]
      for (quantity, path) in quantities {
        for (index, part) in rank.parts.enumerated() {
          let error = ComputeTests.distance(
            rank[keyPath: path][index], whole[keyPath: path][index][part].map(Double.init))
          #expect(error < tolerance, "\(quantity) of \(names[index]), \(part)")
        }
      }
    }
  }
}
