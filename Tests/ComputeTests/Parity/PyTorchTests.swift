import Blueprint
import Foundation
import Testing

@testable import Compute

/// A network that PyTorch computed too, and how far the two may be apart.
struct PyTorchCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let url: URL
  /// ‖ours − PyTorch's‖ / ‖PyTorch's‖, of whole tensors: of what one pass computes, and of what
  /// weights learned in ten steps, in which rounding adds up.
  let passes: Double
  let steps: Double
  /// For gradients below a ReLU that is so close to 0 that rounding decided it, there and here
  /// otherwise: one of n moves them by about 1/√n. Nil where there are too few for that to happen.
  let belowTies: Double?

  /// 1e-5 where sums are short: the narrow network's have at most 800 terms. The full-size one is
  /// compared when `PARITY_FULL` names the file that `make-fixtures.py` made; it has five million
  /// ReLUs, of which some are ties in ten steps.
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

  /// Expects that two tensors agree; says by how much when the full size is compared too.
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
  /// Our single precision against PyTorch's, which computes without oneDNN here.
  @Suite struct PyTorch {
    @Test(arguments: PyTorchCase.all)
    func activationsLossAndGradientsAgree(compared: PyTorchCase) throws {
      let experiment = try PyTorchExperiment(Fixture(compared.url))
      experiment.show(batch: 0)
      let score = experiment.network.computeGradients(try experiment.knobs(dropout: false), step: 1)
      let layers = experiment.fixture.names(after: "activation.")
      #expect(layers == Set(experiment.network.outputs.map(\.layer)))
      try expectPass(score, of: experiment, prefix: "", compared)
    }

    /// The fixture's masks were drawn by a third implementation of the generator.
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

    /// Loss, gradients and those activations that the fixture has.
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
        // Up to fc6 a pass with dropout is one without.
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
        // What was learned, which is far less than the weights.
        compared.expect(
          "learned.\(name)", zip(ours, first).map(-), are: zip(last, first).map(-),
          within: compared.steps)
      }
    }
  }
}
