import Blueprint
import Testing

@testable import Compute

extension ComputeSuites {
  @Suite struct ParameterCopies {
    @Test(arguments: Determinism.networks)
    func aCopyEqualsTheParameters(small: SmallNetwork) throws {
      var experiment = try Experiment(small, threads: 2)
      let network = experiment.network
      let memory = UnsafeMutableBufferPointer<Float>.allocate(
        capacity: ParameterCopy.count(of: network))
      defer { memory.deallocate() }
      let parameterCopy = try ParameterCopy(of: network, in: memory)
      for step in 1...2 {
        experiment.draw()
        _ = network.train(Knobs(), step: step)
        parameterCopy.update()
        let read = try ParameterCopy.segments(of: network).flatMap {
          try $0.parameter.read($0.quantity)
        }
        #expect(Array(memory).map(\.bitPattern) == read.map(\.bitPattern))
      }
    }

    /// The first layer is folded, as in the paper, and the second has groups.
    @Test func foldedAndGroupedLayersKeepTheirShapes() throws {
      let spec = NetworkSpec(
        name: "folded", source: "tests", input: Shape(channels: 3, height: 99, width: 99),
        layers: [
          LayerSpec(
            "conv1",
            .convolution(Convolution(outputs: 32, kernel: 11, stride: 4, initial: .init(.he)))),
          LayerSpec("relu1", .activation(.relu)),
          LayerSpec(
            "conv2",
            .convolution(
              Convolution(outputs: 64, kernel: 3, padding: 1, groups: 2, initial: .init(.he)))),
          LayerSpec("relu2", .activation(.relu)),
          LayerSpec("fc3", .fullyConnected(FullyConnected(outputs: 4, initial: .init(.he)))),
        ])
      let network = try Network(
        spec, layout: spec.layout(), batch: 4, seed: 3, on: Engine(threads: 2))
      let memory = UnsafeMutableBufferPointer<Float>.allocate(
        capacity: ParameterCopy.count(of: network))
      defer { memory.deallocate() }
      try ParameterCopy(of: network, in: memory).update()
      let read = try ParameterCopy.segments(of: network).flatMap {
        try $0.parameter.read($0.quantity)
      }
      #expect(Array(memory) == read)
      #expect(network.parameters[0].shape == [32, 3, 11, 11])
      #expect(network.parameters[2].shape == [64, 16, 3, 3])
    }
  }
}
