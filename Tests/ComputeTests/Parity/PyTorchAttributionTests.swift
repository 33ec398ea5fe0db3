import Blueprint
import Testing

@testable import Compute

extension ComputeSuites {
  /// Compares Grad-CAM and occlusion maps of the narrow network with PyTorch's.
  @Suite struct PyTorchAttribution {
    /// A map of one class of an image, in the order of the fixture.
    private struct Case {
      let number: Int
      let image: Int
      let label: Int
    }

    private let experiment: PyTorchExperiment
    private let fixture: Fixture
    private let evaluator: SingleImageEvaluator
    private let cases: [Case]

    init() throws {
      experiment = try PyTorchExperiment(Fixture(Fixture.url("pytorch")))
      fixture = try Fixture(Fixture.url("pytorch-attribution"))
      evaluator = try SingleImageEvaluator(experiment.network)
      let pairs = try fixture.integers("classes").map(Int.init)
      cases = stride(from: 0, to: pairs.count, by: 2).map {
        Case(number: $0 / 2, image: pairs[$0], label: pairs[$0 + 1])
      }
      #expect(cases.count == 4)
    }

    /// Expects a correlation of at least 0.999, and values that agree as those of one pass do.
    private func expect(_ ours: [Float], are name: String) throws {
      let theirs = try fixture.floats(name)
      #expect(ours.count == theirs.count, "\(name)")
      if theirs.contains(where: { $0 != theirs[0] }) {
        #expect(correlation(ours, theirs) >= 0.999, "\(name)")
      }
      #expect(distance(ours, theirs.map(Double.init)) < 2e-5, "\(name)")
    }

    @Test func classActivationMapsAgree() throws {
      let method = try #require(try GradCAM(evaluator))
      #expect(method.layer == "conv5")
      let area = method.shape.height * method.shape.width
      for entry in cases {
        let image = experiment.image(entry.image)
        let gradient = method.gradient(of: image, label: entry.label, Knobs())
        let weights = stride(from: 0, to: gradient.count, by: area).map {
          gradient[$0..<$0 + area].reduce(0, +) / Float(area)
        }
        try expect(weights, are: "gradient.\(entry.number)")
        try expect(
          method.map(of: image, label: entry.label, Knobs()), are: "gradcam.\(entry.number)")
      }
    }

    @Test func occlusionMapsAgree() throws {
      let square = try #require(fixture.metadata["square"].flatMap(Int.init))
      let stride = try #require(fixture.metadata["stride"].flatMap(Int.init))
      let grid = OcclusionGrid(experiment.network.spec.input, side: square, stride: stride)
      // 144 positions in passes of seven leave a remainder.
      let images = try OccludedImages(evaluator, batch: 7)
      for entry in cases {
        let all = images.all(of: experiment.image(entry.image), grid)
        let map = (0..<grid.count).map { Float(all[$0 * images.classes + entry.label]) }
        try expect(map, are: "occlusion.\(entry.number)")
      }
    }
  }
}

extension OccludedImages {
  /// Returns the probabilities at all positions, `[positions, classes]`.
  func all(of image: [Float], _ grid: OcclusionGrid, _ knobs: Knobs = Knobs()) -> [Double] {
    stride(from: 0, to: grid.count, by: batch).flatMap {
      probabilities(
        of: image, coveredAt: $0..<min(grid.count, $0 + batch), of: grid, knobs)
    }
  }
}

/// Returns Pearson's correlation.
func correlation(_ a: [Float], _ b: [Float]) -> Double {
  func centred(_ values: [Float]) -> [Double] {
    let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
    return values.map { Double($0) - mean }
  }
  let (x, y) = (centred(a), centred(b))
  return zip(x, y).map(*).reduce(0, +) / (norm(x) * norm(y))
}
