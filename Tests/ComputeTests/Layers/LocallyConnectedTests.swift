import Blueprint
import Testing

@testable import Compute

extension ComputeSuites {
  @Suite struct LocallyConnectedLayers {
    /// The products are 1·1, 10·2, 100·3, … for the cells of a row-major map.
    @Test(arguments: [false, true])
    func eachCellHasWeightsOfItsOwn(blocked: Bool) throws {
      let layer = try SingleLayer(
        .local(2, 1), input: Shape(channels: 1, height: 2, width: 3), blocked: blocked)
      try layer.set("layer", [1, 10, 100, 1000, 1e4, 1e5, 1, 2, 3, 4, 5, 6])
      #expect(
        layer.apply([1, 2, 3, 4, 5, 6])
          == [1, 20, 300, 4000, 50_000, 600_000, 1, 4, 9, 16, 25, 36])
    }

    /// The window of the only cell is 1 2 / 4 5 of the first map and 7 8 / 10 11 of the second.
    @Test func weightsAreMapByMapAndRowByRow() throws {
      let layer = try SingleLayer(
        .local(1, 2, stride: 2), input: Shape(channels: 2, height: 2, width: 3))
      try layer.set("layer", [1, 10, 100, 1000, 1, 1, 1, 0.5])
      #expect(layer.apply((1...12).map(Float.init)) == [5421 + 7 + 8 + 10 + 5.5])
    }

    @Test func eachOutputValueHasABiasOfItsOwn() throws {
      let small = SmallNetwork("biases", input: (3, 4, 3), batch: 2, [.local(3, 2), .full(2)])
      let network = try Experiment(small).network
      let biases = (0..<18).map(Float.init)
      try network.parameters[0].write(Array(repeating: 0, count: 3 * 6 * 12))
      try network.parameters[1].write(biases)
      _ = network.evaluate(Knobs())
      #expect(try network.readActivations()[0].values == biases + biases)
    }

    /// The gradient of a shared weight is the sum over the cells, and that of a shared bias too.
    @Test(arguments: [(1, 0), (2, 1), (3, 2)])
    func withTheSameKernelsInAllCellsItIsAConvolution(stride: Int, padding: Int) throws {
      func experiment(_ kind: LayerSpec.Kind) throws -> Experiment {
        try Experiment(
          SmallNetwork(
            "shared", input: (5, 9, 8), batch: 7, [.conv(18, 1), .relu, kind, .tanh, .full(6)]))
      }
      let local = try experiment(.local(20, 3, stride: stride, pad: padding)).network
      let shared = try experiment(.conv(20, 3, stride: stride, pad: padding)).network
      let window = 18 * 9
      let kernels = try shared.parameters[2].read(.values)
      let biases = try shared.parameters[3].read(.values)
      let cells = local.parameters[3].count / 20
      try local.parameters[2].write(
        (0..<20).flatMap { output in
          Array(repeating: kernels[output * window..<(output + 1) * window], count: cells)
            .flatMap(\.self)
        })
      try local.parameters[3].write(biases.flatMap { Array(repeating: $0, count: cells) })
      for index in [0, 1, 4, 5] {
        try local.parameters[index].write(shared.parameters[index].read(.values))
      }
      // The images were drawn after different numbers of biases.
      _ = local.input.elements.update(fromContentsOf: shared.input.elements)
      local.setLabels(shared.labels)
      let scores = [local, shared].map { $0.computeGradients(Knobs(), step: 1) }
      #expect(abs(scores[0].loss / scores[1].loss - 1) < 1e-6)
      func expectEqual(_ ours: [Float], _ theirs: [Float]) {
        #expect(distance(ours, theirs.map(Double.init)) < 5e-6)
      }
      for index in [0, 1, 4, 5] {
        expectEqual(
          try local.parameters[index].read(.gradient), try shared.parameters[index].read(.gradient))
      }
      /// Adds up the gradients of all cells: `[20, cells, length]` becomes `[20, length]`.
      func summed(_ index: Int, length: Int) throws -> [Float] {
        let gradient = try local.parameters[index].read(.gradient)
        return (0..<20 * length).map { place in
          let (output, number) = (place / length, place % length)
          return (0..<cells).reduce(0) {
            $0 + gradient[(output * cells + $1) * length + number]
          }
        }
      }
      expectEqual(try summed(2, length: window), try shared.parameters[2].read(.gradient))
      expectEqual(try summed(3, length: 1), try shared.parameters[3].read(.gradient))
    }

    @Test func theResultsDoNotDependOnTheNumberOfThreads() throws {
      let shape = Shape(channels: 20, height: 7, width: 6)
      let images = 41
      var random = Noise(seed: 8)
      let input = (images * shape.count).of { Float(random.next(in: -1...1)) }
      let gradient = (images * 50 * 4 * 3).of { Float(random.next(in: -1...1)) }
      let results = try [1, 2, 3, 5].map { threads in
        let layer = try BuiltLocalLayer(
          LocallyConnected(outputs: 50, kernel: 3, stride: 2, padding: 1, initial: .init(.he)),
          input: shape, images: images, threads: threads)
        return try layer.run(input, outputGradient: gradient).map { $0.map(\.bitPattern) }
      }
      for result in results.dropFirst() { #expect(result == results[0]) }
    }
  }
}

/// A locally connected layer by itself, after a layer whose gradient it computes.
struct BuiltLocalLayer {
  private let builder: NetworkBuilder
  private let layer: LocallyConnectedLayer
  private let inputTensor: Tensor
  private let gradientTensor: Tensor
  private let inputGradient: Tensor

  init(_ local: LocallyConnected, input: Shape, images: Int, threads: Int) throws {
    let spec = NetworkSpec(
      name: "local", source: "a test", input: input,
      layers: [LayerSpec("local", .locallyConnected(local)), LayerSpec("fc", .full(1))])
    let layout = try spec.layout()[0]
    let builder = try NetworkBuilder(
      engine: Engine(threads: threads), batch: images, precision: .fp32,
      temporaryMemory: TemporaryMemory(blockBytes: 0))
    inputTensor = try builder.tensor(.plain(builder.dimensions(input)))
    gradientTensor = try builder.tensor(.plain(builder.dimensions(layout.output)))
    layer = try LocallyConnectedLayer(
      layout, local, activation: nil, input: inputTensor,
      position: .init(number: 1, needsInputGradient: true, givesLogits: false), seed: 3,
      into: builder)
    let built = try layer.buildBackward(from: LayerGradient(tensor: gradientTensor), into: builder)
    guard let built else { preconditionFailure("the layer computes the gradient of its input") }
    inputGradient = built.tensor
    self.builder = builder
  }

  /// The weights and the biases.
  var parameters: [Parameter] { builder.parameters }

  /// Returns the output and the gradients of the input, the weights and the biases, all row by row.
  func run(_ input: [Float], outputGradient: [Float]) throws -> [[Float]] {
    _ = inputTensor.elements.update(fromContentsOf: input)
    _ = gradientTensor.elements.update(fromContentsOf: outputGradient)
    for task in builder.forward + builder.backward { task.run() }
    func rows(_ tensor: Tensor) throws -> [Float] {
      let plain = try Tensor(.plain(tensor.layout.dimensions), on: builder.engine)
      try Operation.reorder(tensor, to: plain, on: builder.engine).run()
      return withExtendedLifetime(plain) { Array(plain.elements) }
    }
    return try [rows(layer.output.tensor), rows(inputGradient)]
      + parameters.map { try $0.read(.gradient) }
  }
}
