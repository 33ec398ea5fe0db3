import Blueprint
import Testing

@testable import Compute

extension ComputeSuites {
  /// Compares locally connected layers with PyTorch's products for each cell, and with the gradients that its
  /// automatic differentiation computes.
  @Suite struct PyTorchLocal {
    @Test(arguments: ["same", "strided", "wide"])
    func outputsAndGradientsAgree(name: String) throws {
      let fixture = try Fixture(Fixture.url("pytorch-local"))
      func setting(_ key: String) throws -> Int {
        try #require(fixture.metadata["\(name).\(key)"].flatMap(Int.init))
      }
      let shape = try fixture.shape("\(name).input")
      let layer = try BuiltLocalLayer(
        LocallyConnected(
          outputs: fixture.shape("\(name).output")[1], kernel: setting("kernel"),
          stride: setting("stride"), padding: setting("padding"), initial: .init(.he)),
        input: Shape(channels: shape[1], height: shape[2], width: shape[3]), images: shape[0],
        threads: 2)
      for (parameter, kind) in zip(layer.parameters, ["weight", "bias"]) {
        #expect(try fixture.shape("\(name).\(kind)") == parameter.shape)
        try parameter.write(fixture.floats("\(name).\(kind)"))
      }
      let results = try layer.run(
        fixture.floats("\(name).input"), outputGradient: fixture.floats("\(name).output_gradient"))
      let names = ["output", "input_gradient", "weight_gradient", "bias_gradient"]
      for (result, quantity) in zip(results, names) {
        let expected = try fixture.floats("\(name).\(quantity)").map(Double.init)
        #expect(distance(result, expected) < 1e-6, "\(quantity)")
      }
    }
  }
}
