import Blueprint
import Testing

@testable import Compute

extension ComputeSuites {
  /// A second source for α: PyTorch and oneDNN divide it by n, TensorFlow and the paper do not.
  @Suite struct TensorFlow {
    @Test func normalisationAndItsGradientAgree() throws {
      let fixture = try Fixture(Fixture.url("tensorflow-lrn"))
      let shape = try fixture.shape("input")
      let builder = try NetworkBuilder(
        engine: try Engine(threads: 2), batch: shape[0], precision: .fp32,
        temporaryMemory: TemporaryMemory(blockBytes: 4 * shape.reduce(1, *)))
      func tensor(_ name: String) throws -> Tensor {
        let tensor = try builder.tensor(.plain(shape))
        _ = tensor.elements.update(fromContentsOf: try fixture.floats(name))
        return tensor
      }
      // The paper's constants are the defaults.
      let spec = NetworkSpec(
        name: "norm", source: "a test",
        input: Shape(channels: shape[1], height: shape[2], width: shape[3]),
        layers: [
          LayerSpec("norm", .normalization(ResponseNormalization())), LayerSpec("fc", .full(1)),
        ])
      let layer = try NormalizationLayer(
        spec.layout()[0], ResponseNormalization(), input: LayerOutput(tensor: tensor("input")),
        into: builder)
      let built = try layer.buildBackward(
        from: LayerGradient(tensor: tensor("output_gradient")), into: builder)
      let inputGradient = try #require(built).tensor
      for task in builder.forward + builder.backward { task.run() }

      let expected = (
        output: try fixture.floats("output").map(Double.init),
        inputGradient: try fixture.floats("input_gradient").map(Double.init)
      )
      #expect(distance(Array(layer.output.tensor.elements), expected.output) < 1e-6)
      #expect(distance(Array(inputGradient.elements), expected.inputGradient) < 1e-6)
    }
  }
}
