import Blueprint
import Foundation
import Testing

@testable import Compute

/// A network that PyTorch computed too, and the tolerances of the comparison.
struct PyTorchCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let url: URL
  /// The largest ‖ours − PyTorch's‖ / ‖PyTorch's‖ of a whole tensor in one pass.
  let passes: Double
  /// The largest relative difference of the changes of weights in ten steps, where rounding adds
  /// up.
  let steps: Double
  /// The tolerance of gradients below a tie: an activation so close to 0 that rounding decides ReLU
  /// differently. One tie of n activations changes gradients by about 1/√n. `nil` for a network
  /// with too few activations for ties.
  let belowTies: Double?

  /// The narrow network, whose sums have at most 800 terms, and the full-size one if `PARITY_FULL`
  /// is the path of a file made by `make-fixtures.py`. That has five million activations, of which
  /// some are ties in ten steps.
  static let all: [PyTorchCase] = {
    let narrow = PyTorchCase(
      testDescription: "narrow", url: Fixture.url("pytorch"), passes: 1e-5, steps: 1e-4,
      belowTies: nil)
    guard let path = fullPath else { return [narrow] }
    let full = PyTorchCase(
      testDescription: "full size", url: URL(fileURLWithPath: path), passes: 1e-4, steps: 2e-2,
      belowTies: 2e-2)
    return [narrow, full]
  }()

  static let fullPath = ProcessInfo.processInfo.environment["PARITY_FULL"]

  /// Expects that two tensors agree. Prints the difference if the full size is compared too.
  func expect(
    _ name: String, _ ours: [Float], are theirs: [Float], within allowed: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let apart = distance(ours, theirs.map(Double.init))
    #expect(apart < allowed, "\(name)", sourceLocation: sourceLocation)
    guard Self.fullPath != nil else { return }
    let figures = [apart, allowed].map { String(format: "%.1e", $0) }
    print("parity, \(testDescription): \(name) \(figures[0]) of \(figures[1])")
  }
}

extension ComputeSuites {
  /// Compares single precision here with PyTorch's, which computes without oneDNN.
  @Suite struct PyTorch {
    @Test(arguments: PyTorchCase.all)
    func activationsLossAndGradientsAgree(compared: PyTorchCase) throws {
      let experiment = try PyTorchExperiment(Fixture(compared.url))
      experiment.show(batch: 0)
      let score = experiment.network.computeGradients(try experiment.knobs(dropout: false), step: 1)
      try expectPass(score, of: experiment, prefix: "", compared)
      // The activations of a normalisation before a pooling are not in the memory of a network that trains.
      let shown = try experiment.networkThatShowsActivations()
      let layers = experiment.fixture.names(after: "activation.")
      #expect(layers == Set(shown.outputs.map(\.layer)))
      for layer in layers.subtracting(experiment.network.outputs.map(\.layer)) {
        compared.expect(
          "activation.\(layer)", try experiment.activations(layer, of: shown),
          are: try experiment.fixture.floats("activation.\(layer)"), within: compared.passes)
      }
    }

    /// A third implementation of the generator drew the fixture's masks.
    @Test(arguments: PyTorchCase.all)
    func underTheSameMasksDropoutAgrees(compared: PyTorchCase) throws {
      let experiment = try PyTorchExperiment(Fixture(compared.url))
      experiment.show(batch: 0)
      let knobs = try experiment.knobs(dropout: true)
      let step = try experiment.step()
      let score = experiment.network.computeGradients(knobs, step: step)
      for (index, entry) in experiment.network.layout.enumerated()
      where entry.spec.kind == .dropout {
        let kept = try experiment.fixture.bytes("dropout.kept.\(entry.spec.name)")
        let mask = NaivePhilox.mask(
          count: kept.count, probability: knobs.dropout, seed: try experiment.seed(), step: step,
          layer: index)
        #expect(mask.map { $0 > 0 } == kept.map { $0 > 0 })
      }
      try expectPass(score, of: experiment, prefix: "dropout.", compared)
    }

    /// Expects that the loss, the gradients and the activations in the fixture agree.
    private func expectPass(
      _ score: Score, of experiment: PyTorchExperiment, prefix: String, _ compared: PyTorchCase
    ) throws {
      let (fixture, network) = (experiment.fixture, experiment.network)
      func expect(_ name: String, _ ours: [Float], within allowed: Double) throws {
        let name = prefix + name
        compared.expect(name, ours, are: try fixture.floats(name), within: allowed)
      }
      try expect("loss", [Float(score.meanLoss)], within: compared.passes)
      let layers = fixture.names(after: prefix + "activation.")
      for layer in network.outputs.map(\.layer) where layers.contains(layer) {
        try expect(
          "activation.\(layer)", try experiment.activations(layer), within: compared.passes)
      }
      var allowed = compared.passes
      for (parameter, name) in zip(network.parameters, experiment.parameterNames).reversed() {
        let layer = parameter.layer
        // Up to fc6, activations with dropout are those without.
        let theirs = try fixture.floats(
          (layers.contains(layer) ? prefix : "") + "activation.\(layer)")
        if let belowTies = compared.belowTies, allowed < belowTies,
          zip(try experiment.activations(layer), theirs).contains(where: { ($0 == 0) != ($1 == 0) })
        {
          print("parity, \(compared.testDescription): a tie in \(prefix)\(layer)")
          allowed = belowTies
        }
        try expect("gradient.\(name)", try parameter.read(.gradient), within: allowed)
      }
    }

    @Test(arguments: PyTorchCase.all)
    func tenStepsOnChangingBatchesAgree(compared: PyTorchCase) throws {
      let experiment = try PyTorchExperiment(Fixture(compared.url))
      let (fixture, network) = (experiment.fixture, experiment.network)
      let knobs = try experiment.knobs(dropout: false)
      #expect(experiment.batches == 0..<10)
      let losses = experiment.batches.map { batch in
        experiment.show(batch: batch)
        return Float(network.train(knobs, step: batch + 1).meanLoss)
      }
      for (step, (ours, theirs)) in zip(losses, try fixture.floats("losses")).enumerated() {
        compared.expect(
          "loss of step \(step + 1)", [ours], are: [theirs], within: compared.passes)
      }
      for (parameter, name) in zip(network.parameters, experiment.parameterNames) {
        let first = try fixture.floats(name)
        let last = try fixture.floats("learned.\(name)")
        let ours = try parameter.read(.values)
        compared.expect("weights.\(name)", ours, are: last, within: compared.passes)
        // The changes of the weights are far smaller than the weights.
        compared.expect(
          "learned.\(name)", zip(ours, first).map(-), are: zip(last, first).map(-),
          within: compared.steps)
      }
    }
  }
}
