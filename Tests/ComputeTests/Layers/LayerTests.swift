import Blueprint
import Glibc
import Testing

@testable import Compute

extension ComputeSuites {
  /// Compares layers with numbers computed by hand, independently of the reference.
  @Suite struct Layers {
    private func expect(_ actual: [Float], _ expected: [Double]) {
      #expect(actual.count == expected.count)
      for (a, b) in zip(actual, expected) { #expect(abs(Double(a) - b) <= 2e-6 * abs(b)) }
    }

    /// oneDNN divides α by n, the paper does not. A map with a = 100 and α = 1e-4 adds 1 to k = 2.
    /// The first and the last have a window of three maps, their neighbours of four, and others of
    /// five.
    @Test(arguments: [false, true])
    func normalisationDoesNotDivideAlpha(blocked: Bool) throws {
      let channels = 16
      let layer = try SingleLayer(.lrn(), input: Shape(channels: channels), blocked: blocked)
      let sums = [5.0, 6] + Array(repeating: 7, count: channels - 4) + [6, 5]
      expect(
        layer.apply(Array(repeating: 100, count: channels)), sums.map { 100 / pow($0, 0.75) })
    }

    /// The results for α = β = k = 1 and n = 3 are 1/(1+1+4), 2/(1+1+4+9), 3/(1+4+9+16),
    /// 4/(1+9+16).
    @Test(arguments: [false, true])
    func normalisationSumsOverNeighbouringMaps(blocked: Bool) throws {
      let layer = try SingleLayer(
        .lrn(3, alpha: 1, beta: 1, k: 1), input: Shape(channels: 4), blocked: blocked)
      expect(layer.apply([1, 2, 3, 4]), [1 / 6, 2 / 15, 3 / 30, 4 / 26])
    }

    @Test(arguments: [false, true])
    func eachCellIsNormalisedByItself(blocked: Bool) throws {
      let layer = try SingleLayer(
        .lrn(5, alpha: 1, beta: 0.5, k: 1), input: Shape(channels: 2, height: 1, width: 2),
        blocked: blocked)
      // (2, 2) in one cell, (4, 8) in the other: sums 1 + 8 = 9 and 1 + 80 = 81.
      expect(layer.apply([2, 4, 2, 8]), [2 / 3, 4 / 9, 2 / 3, 8 / 9])
    }

    /// The squares of 1 2 3 / 4 5 6 / 7 8 9 are 1 4 9 / 16 25 36 / 49 64 81. The window of a corner
    /// has four cells, that of an edge six, and that of the middle nine; α = β = k = 1.
    @Test(arguments: [false, true])
    func windowsWithinAMapAreClippedAtTheBorder(blocked: Bool) throws {
      let layer = try SingleLayer(
        .sameMap(3, alpha: 1, beta: 1, k: 1), input: Shape(channels: 1, height: 3, width: 3),
        blocked: blocked)
      let sums = [46.0, 91, 74, 159, 285, 219, 154, 271, 206]
      expect(layer.apply((1...9).map(Float.init)), (1...9).map { Double($0) / (1 + sums[$0 - 1]) })
    }

    /// Other maps do not count. cuda-convnet's constants, with 3·3 cells of 100² and the scale
    /// divided by 9, result in 1 + 5e-5·100² = 1.5 in the middle and 1 + 5e-5·100²·4/9 in a corner.
    @Test(arguments: [false, true])
    func aMapIsNormalisedByItselfWithAScaleThatIsDivided(blocked: Bool) throws {
      let layer = try SingleLayer(
        .normalization(.sameMap()), input: Shape(channels: 2, height: 3, width: 3),
        blocked: blocked)
      let result = layer.apply(
        Array(repeating: 100, count: 9) + Array(repeating: -1000, count: 9))
      expect([result[4], result[0]], [100 / pow(1.5, 0.75), 100 / pow(1 + 2.0 / 9, 0.75)])
      expect([result[13]], [-1000 / pow(51, 0.75)])
    }

    /// The map is 1 2 3 / 4 5 6 / 7 8 9.
    @Test(arguments: [
      (LayerSpec.Kind.average(2, 2, .ceil), [3, 4.5, 7.5, 9]), (.average(2, 2), [3]),
      (.average(3, 2, pad: 1), [3, 4, 6, 7]), (.average(3, 2), [5]),
      (.maximum(2, 2, .ceil), [5, 6, 8, 9]), (.maximum(2, 1), [5, 6, 8, 9]),
      (.maximum(3, 2, pad: 1), [5, 6, 8, 9]), (.maximum(1, 2), [1, 3, 7, 9]),
    ])
    func aWindowPoolsTheCellsInsideTheMap(kind: LayerSpec.Kind, expected: [Double]) throws {
      let layer = try SingleLayer(kind, input: Shape(channels: 1, height: 3, width: 3))
      expect(layer.apply((1...9).map(Float.init)), expected)
    }

    /// Padding is not a zero that is larger than negative numbers.
    @Test func theMaximumOfNegativeNumbersIsNegative() throws {
      let layer = try SingleLayer(
        .maximum(3, 2, pad: 1), input: Shape(channels: 1, height: 3, width: 3))
      expect(layer.apply((1...9).map { Float($0) - 10 }), [-5, -4, -2, -1])
    }

    @Test func aGroupReadsOnlyItsInputs() throws {
      let layer = try SingleLayer(.conv(4, 1, groups: 2), input: Shape(channels: 4))
      try layer.set("layer", [1, 1, 1, -1, 1, 1, 2, 0])
      expect(layer.apply([1, 2, 10, 20]), [3, -1, 30, 20])
    }

    /// A convolution is a correlation: the kernel is not mirrored.
    @Test func kernelsAreRowByRow() throws {
      let layer = try SingleLayer(
        .conv(1, 2, stride: 1), input: Shape(channels: 1, height: 2, width: 3))
      try layer.set("layer", [1, 10, 100, 1000])
      expect(layer.apply([1, 2, 3, 4, 5, 6]), [5421, 6532])
    }

    @Test func fullyConnectedLayersFlattenChannelByChannel() throws {
      let layer = try SingleLayer(
        .full(2), input: Shape(channels: 2, height: 1, width: 3), blocked: true)
      try layer.set("layer", [1, 10, 100, 1000, 1e4, 1e5, 0, 0, 0, 1, 0, 0])
      expect(layer.apply([1, 2, 3, 4, 5, 6]), [654_321, 4])
    }

    @Test func aGroupOfAFullyConnectedLayerReadsOnlyItsInputs() throws {
      let layer = try SingleLayer(
        .full(4, groups: 2), input: Shape(channels: 2, height: 1, width: 3), blocked: true)
      try layer.set("layer", [1, 10, 100, 1, 0, 0, 1, 10, 100, 0, 1, -1])
      expect(layer.apply([1, 2, 3, 4, 5, 6]), [321, 1, 654, -1])
    }

    @Test func activationsAreReLUAndTanh() throws {
      let numbers: [Float] = [-2, -0.5, 0, 0.5, 2]
      let relu = try SingleLayer(.relu, input: Shape(channels: 5))
      #expect(relu.apply(numbers) == [0, 0, 0, 0.5, 2])
      let tangent = try SingleLayer(.tanh, input: Shape(channels: 5))
      expect(
        tangent.apply(numbers),
        [-0.9640275800758169, -0.46211715726000975, 0, 0.46211715726000975, 0.9640275800758169])
    }
  }
}
