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

  /// The narrow network's sums have at most 800 terms a layer; 1e-5 is where sums are short. The
  /// full-size one is compared when `PARITY_FULL` names the file that `make-fixtures.py` made.
  static let all: [PyTorchCase] = {
    let narrow = PyTorchCase(
      testDescription: "narrow", url: Fixture.url("pytorch"), passes: 1e-5, steps: 1e-4)
    guard let path = fullPath else { return [narrow] }
    let full = PyTorchCase(
      testDescription: "full size", url: URL(fileURLWithPath: path), passes: 1e-4, steps: 1e-4)
    return [narrow, full]
  }()

  static let fullPath = ProcessInfo.processInfo.environment["PARITY_FULL"]
}

extension ComputeSuites {
  /// Our single precision against PyTorch's, which computes without oneDNN here.
  @Suite struct PyTorch {
    /// Expects that two tensors agree; says by how much where the full size is compared too.
    private func compare(
      _ name: String, _ ours: [Float], _ theirs: [Float],
      within tolerance: Double, _ compared: PyTorchCase,
      sourceLocation: SourceLocation = #_sourceLocation
    ) {
      let apart = distance(ours, theirs.map(Double.init))
      #expect(apart < tolerance, "\(name)", sourceLocation: sourceLocation)
      guard PyTorchCase.fullPath != nil else { return }
      print("parity, \(compared.testDescription): \(name) \(String(format: "%.1e", apart))")
    }

    @Test(arguments: PyTorchCase.all)
    func activationsLossAndGradientsAgree(compared: PyTorchCase) throws {
      let experiment = try PyTorchExperiment(Fixture(compared.url))
      let (fixture, network) = (experiment.fixture, experiment.network)
      experiment.show(batch: 0)
      let score = network.computeGradients(try experiment.knobs(dropout: false), step: 1)

      compare(
        "loss", [Float(score.meanLoss)], try fixture.floats("loss"), within: compared.passes,
        compared)
      #expect(fixture.names(after: "activation.") == Set(network.outputs.map(\.layer)))
      for layer in network.outputs.map(\.layer) {
        compare(
          "activation.\(layer)", try experiment.activations(layer),
          try fixture.floats("activation.\(layer)"), within: compared.passes, compared)
      }
      for (parameter, name) in zip(network.parameters, experiment.parameterNames) {
        compare(
          "gradient.\(name)", try parameter.read(.gradient),
          try fixture.floats("gradient.\(name)"), within: compared.passes, compared)
      }
    }

    /// The fixture's masks were drawn by a third implementation of the generator.
    @Test(arguments: PyTorchCase.all)
    func underTheSameMasksDropoutAgrees(compared: PyTorchCase) throws {
      let experiment = try PyTorchExperiment(Fixture(compared.url))
      let (fixture, network) = (experiment.fixture, experiment.network)
      experiment.show(batch: 0)
      let knobs = try experiment.knobs(dropout: true)
      let score = network.computeGradients(knobs, step: try experiment.step())

      for (index, entry) in network.layout.enumerated() where entry.spec.kind == .dropout {
        let kept = try fixture.bytes("dropout.kept.\(entry.spec.name)")
        let mask = NaivePhilox.mask(
          count: kept.count, probability: knobs.dropout, seed: try experiment.seed(),
          step: try experiment.step(), layer: index)
        #expect(mask.map { $0 > 0 } == kept.map { $0 > 0 })
      }
      compare(
        "dropout.loss", [Float(score.meanLoss)], try fixture.floats("dropout.loss"),
        within: compared.passes, compared)
      for layer in fixture.names(after: "dropout.activation.").sorted() {
        compare(
          "dropout.activation.\(layer)", try experiment.activations(layer),
          try fixture.floats("dropout.activation.\(layer)"), within: compared.passes, compared)
      }
      for (parameter, name) in zip(network.parameters, experiment.parameterNames) {
        compare(
          "dropout.gradient.\(name)", try parameter.read(.gradient),
          try fixture.floats("dropout.gradient.\(name)"), within: compared.passes, compared)
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
        compare("loss of step \(step + 1)", [ours], [theirs], within: compared.passes, compared)
      }
      for (parameter, name) in zip(network.parameters, experiment.parameterNames) {
        let first = try fixture.floats(name)
        let last = try fixture.floats("learned.\(name)")
        let ours = try parameter.read(.values)
        // What was learned, which is far less than the weights.
        compare(
          "learned.\(name)", zip(ours, first).map(-), zip(last, first).map(-),
          within: compared.steps, compared)
        compare("weights.\(name)", ours, last, within: compared.passes, compared)
      }
    }
  }
}
