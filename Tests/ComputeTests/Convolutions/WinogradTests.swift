import Blueprint
import COneDNN
import Testing

@testable import Compute

extension ComputeSuites {
  /// Compares Winograd's algorithm with the sums of the definition in double precision.
  @Suite struct Winograd {
    /// A convolution with stride 1, whose sides are those of its output.
    struct Case: CustomTestStringConvertible, Sendable {
      let testDescription: String
      let shape: ConvolutionShape

      init(
        _ name: String, images: Int = 2, _ channels: (Int, Int), _ sides: (Int, Int), kernel: Int,
        padding: Int = 0, groups: Int = 1
      ) {
        testDescription = name
        func extended(_ side: Int) -> Int { side + kernel - 1 - 2 * padding }
        shape = ConvolutionShape(
          input: [images, channels.0, extended(sides.0), extended(sides.1)],
          output: [images, channels.1, sides.0, sides.1], groups: groups, kernel: kernel,
          padding: padding)
      }
    }

    static let cases = [
      Case("whole tiles without padding", (16, 32), (8, 4), kernel: 3),
      Case("parts of tiles, padded", images: 3, (32, 48), (13, 7), kernel: 3, padding: 1),
      Case("padding as wide as it can be", (16, 16), (7, 9), kernel: 3, padding: 2),
      Case("one cell", images: 5, (16, 16), (1, 1), kernel: 3),
      Case("one tile for all threads", images: 1, (32, 16), (3, 4), kernel: 3, padding: 1),
      Case("a row of cells", images: 1, (16, 16), (1, 21), kernel: 3, padding: 1),
      Case("three groups", (96, 48), (5, 6), kernel: 3, padding: 1, groups: 3),
      Case("more tiles than are computed at a time", images: 40, (16, 16), (6, 6), kernel: 3),
      Case("more kernels than are computed at a time", (16, 112), (4, 5), kernel: 3, padding: 1),
      Case("kernels of 2×2", (16, 32), (5, 6), kernel: 2, padding: 1),
      Case("kernels of 4×4, of four phases", (16, 16), (5, 8), kernel: 4),
      Case("kernels of 5×5 in two groups", (64, 32), (7, 11), kernel: 5, padding: 2, groups: 2),
      Case("kernels of 6×6", (16, 48), (10, 5), kernel: 6, padding: 1),
      Case("kernels of 9×9, of nine phases", images: 1, (32, 16), (9, 6), kernel: 9, padding: 4),
    ]

    /// The numbers of one convolution and the tensors for them.
    private struct Passes {
      let shape: ConvolutionShape
      let engine: Engine
      let memory = TemporaryMemory(blockBytes: 0)
      let naive: NaiveConvolution
      var source, gradient: Volume
      var weights, biases: [Double]

      init(_ shape: ConvolutionShape, threads: Int) throws {
        self.shape = shape
        engine = try Engine(threads: threads)
        let spec = Convolution(
          outputs: shape.output[1], kernel: shape.kernel, padding: shape.padding,
          groups: shape.groups, initial: Initialization(.he))
        let (input, output) = (Shape(shape.input), Shape(shape.output))
        naive = NaiveConvolution(spec: spec, input: input, output: output)
        var random = Noise(seed: 3)
        // Whole floats, so that the reference has the same numbers.
        func numbers(_ count: Int) -> [Double] {
          count.of { Double(Float(random.next(in: -1...1))) }
        }
        source = Volume(
          images: shape.input[0], shape: input, values: numbers(shape.input.reduce(1, *)))
        gradient = Volume(
          images: shape.input[0], shape: output, values: numbers(shape.output.reduce(1, *)))
        weights = numbers(
          shape.output[1] * shape.oneGroup.input[1] * shape.kernel * shape.kernel)
        biases = numbers(shape.output[1])
      }

      private var kernels: [Int] {
        let group = shape.oneGroup
        return (shape.groups == 1 ? [] : [shape.groups])
          + [group.output[1], group.input[1], shape.kernel, shape.kernel]
      }

      /// Creates a pass. Its scratch memory is NaN, so a number that is read before it is written is visible.
      private func operation(_ pass: od_pass, isRectified: Bool) throws -> WinogradOperation {
        let operation = try WinogradOperation(
          shape, weights: kernels, pass: pass, isRectified: isRectified, on: engine,
          scratch: memory)
        let scratch = try #require(memory.scratch)
        scratch.address.assumingMemoryBound(to: Float.self)
          .update(repeating: .nan, count: scratch.bytes / MemoryLayout<Float>.stride)
        return operation
      }

      private func tensor(_ numbers: [Double], _ dimensions: [Int], as layout: TensorLayout)
        throws -> Tensor
      {
        let plain = try Tensor(.plain(dimensions), on: engine)
        _ = plain.elements.update(fromContentsOf: numbers.map(Float.init))
        let made = try Tensor(layout, on: engine)
        try Operation.reorder(plain, to: made, on: engine).run()
        return made
      }

      private func read(_ tensor: Tensor) throws -> [Float] {
        let plain = try Tensor(.plain(tensor.layout.dimensions), on: engine)
        try Operation.reorder(tensor, to: plain, on: engine).run()
        return withExtendedLifetime(plain) { Array(plain.elements) }
      }

      func forward(isRectified: Bool = false) throws -> [Float] {
        let pass = try operation(OD_FORWARD, isRectified: isRectified)
        let output = try Tensor(pass.required(OD_DESTINATION), on: engine)
        pass.bind(
          try tensor(source.values, shape.input, as: pass.required(OD_SOURCE)), as: OD_SOURCE
        )
        .bind(try tensor(weights, kernels, as: pass.required(OD_WEIGHTS)), as: OD_WEIGHTS)
        .bind(try tensor(biases, [biases.count], as: pass.required(OD_BIAS)), as: OD_BIAS)
        .bind(output, as: OD_DESTINATION)
        pass.run()
        return try read(output)
      }

      func backwardData(isRectified: Bool = false) throws -> [Float] {
        let pass = try operation(OD_BACKWARD_DATA, isRectified: false)
        let result = try Tensor(pass.required(OD_SOURCE_GRADIENT), on: engine)
        let gradient = try tensor(
          gradient.values, shape.output, as: pass.required(OD_DESTINATION_GRADIENT))
        pass.bind(gradient, as: OD_DESTINATION_GRADIENT)
          .bind(try tensor(weights, kernels, as: pass.required(OD_WEIGHTS)), as: OD_WEIGHTS)
          .bind(result, as: OD_SOURCE_GRADIENT)
        if isRectified {
          pass.bind(try tensor(source.values, shape.input, as: result.layout), as: OD_SOURCE)
        }
        pass.run()
        return try read(result)
      }

      func backwardWeights() throws -> (weights: [Float], biases: [Float]) {
        let pass = try operation(OD_BACKWARD_WEIGHTS, isRectified: false)
        let results = (
          try Tensor(pass.required(OD_WEIGHTS_GRADIENT), on: engine),
          try Tensor(pass.required(OD_BIAS_GRADIENT), on: engine)
        )
        let gradient = try tensor(
          gradient.values, shape.output, as: pass.required(OD_DESTINATION_GRADIENT))
        pass.bind(
          try tensor(source.values, shape.input, as: pass.required(OD_SOURCE)), as: OD_SOURCE
        )
        .bind(gradient, as: OD_DESTINATION_GRADIENT).bind(results.0, as: OD_WEIGHTS_GRADIENT)
        .bind(results.1, as: OD_BIAS_GRADIENT)
        pass.run()
        return (try read(results.0), try read(results.1))
      }
    }

    /// The largest error was 2e-6 for sums of 1,600 products.
    private let tolerance = 3e-6

    /// ONEDNN_MAX_CPU_ISA limits the project's own code as it limits oneDNN.
    @Test func theInstructionsAreAtMostThoseOfTheEngine() {
      let used = String(cString: od_winograd_instructions())
      if Engine.instructions.hasPrefix("AVX-512") {
        #expect(used == "AVX-512")
      } else if Engine.hasAVX2 {
        #expect(used == "AVX2")
      } else {
        #expect(!used.hasPrefix("AVX"))
      }
    }

    @Test(arguments: [1, 2, 3], cases)
    func passesEqualTheDefinition(threads: Int, test: Case) throws {
      let passes = try Passes(test.shape, threads: threads)
      let output = passes.naive.forward(
        passes.source, weights: passes.weights, biases: passes.biases)
      let expected = passes.naive.backward(
        passes.source, weights: passes.weights, gradient: passes.gradient)
      #expect(distance(try passes.forward(), output.values) < tolerance)
      #expect(distance(try passes.backwardData(), expected.input.values) < tolerance)
      let found = try passes.backwardWeights()
      #expect(distance(found.weights, expected.weights) < tolerance)
      #expect(distance(found.biases, expected.biases) < tolerance)
    }

    @Test func reluIsAppliedToOutputsAndToGradients() throws {
      let passes = try Passes(Self.cases[1].shape, threads: 2)
      let plain = (try passes.forward(), try passes.backwardData())
      #expect(try passes.forward(isRectified: true) == plain.0.map { max($0, 0) })
      #expect(
        try passes.backwardData(isRectified: true)
          == zip(plain.1, passes.source.values).map { $1 > 0 ? $0 : 0 })
    }

    /// The transforms turn infinity into NaN. A divergence is visible in the loss only if ReLU keeps it.
    @Test(arguments: [Double.infinity, .nan])
    func numbersThatAreNotFiniteDoNotDisappear(number: Double) throws {
      var passes = try Passes(Self.cases[1].shape, threads: 2)
      passes.source.values[passes.source.values.count / 2] = number
      let expected = passes.naive.forward(
        passes.source, weights: passes.weights, biases: passes.biases)
      let positions = expected.values.indices.filter { !(expected.values[$0] < .infinity) }
      let found = try passes.forward(isRectified: true)
      #expect(!positions.isEmpty)
      #expect(positions.allSatisfy { !found[$0].isFinite })
    }

    /// Each number of the maps is a sum in the order of the channels. Threads divide the tiles.
    @Test(arguments: cases)
    func theNumberOfThreadsChangesNoMap(test: Case) throws {
      let (one, three) = (try Passes(test.shape, threads: 1), try Passes(test.shape, threads: 3))
      #expect(try one.forward() == three.forward())
      #expect(try one.backwardData() == three.backwardData())
    }

    @Test(arguments: cases)
    func passesAreTheSameEachTime(test: Case) throws {
      let passes = try Passes(test.shape, threads: 3)
      let (first, second) = (try passes.backwardWeights(), try passes.backwardWeights())
      #expect(first.weights == second.weights)
      #expect(first.biases == second.biases)
    }
  }
}

extension Shape {
  /// The shape of one image of `[batch, channels, height, width]`.
  fileprivate init(_ dimensions: [Int]) {
    self.init(channels: dimensions[1], height: dimensions[2], width: dimensions[3])
  }
}
