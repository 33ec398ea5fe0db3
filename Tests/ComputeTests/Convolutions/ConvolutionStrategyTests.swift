import Blueprint
import Testing

@testable import Compute

/// The expected strategies are worked out by hand from the rule in `gainsByWinograd(over:)`. oneDNN is not called.
@Suite struct ConvolutionStrategyTests {
  /// A convolution of sixteen square images, and the strategy that suits it.
  struct Row: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let shape: ConvolutionShape
    let expected: ConvolutionStrategy

    init(
      _ name: String, _ input: (channels: Int, side: Int), _ output: (channels: Int, side: Int),
      kernel: Int, stride: Int = 1, padding: Int = 0, groups: Int = 1,
      _ expected: ConvolutionStrategy
    ) {
      testDescription = name
      shape = ConvolutionShape(
        input: [16, input.channels, input.side, input.side],
        output: [16, output.channels, output.side, output.side], groups: groups, kernel: kernel,
        stride: stride, padding: padding)
      self.expected = expected
    }
  }

  /// conv1 of the paper: 48 → 96 channels over 57×57 squares. The output 55×55 is covered by 56×56 cells and the
  /// input by 60×60: (2·3136 + 3600) / (3·3025) = 1.088. The work 1.088 · (3·48·96 + 40·144) +
  /// 1,200·48·96 / (3,025·16) = 21,418 is less than 0.9 · 9·48·96 = 37,325.
  static let firstLayers = [
    Row("the paper's conv1", (3, 227), (96, 55), kernel: 11, stride: 4, .foldedSquares),
    // 64 → 64 over 10×10: (2·64 + 144) / 192 = 1.417; 1.417·17,408 + 1,200·4,096 / 1,024 = 29,461 < 33,178.
    Row(
      "four channels and kernels of 9×9", (4, 37), (64, 8), kernel: 9, stride: 4, .foldedSquares),
    Row("padding", (3, 224), (96, 55), kernel: 11, stride: 4, padding: 2, .direct),
    Row("squares that end elsewhere", (3, 225), (96, 54), kernel: 11, stride: 4, .direct),
    Row("kernels of 8×8, two squares", (3, 36), (96, 8), kernel: 8, stride: 4, .direct),
    Row("stride 2", (3, 64), (48, 27), kernel: 11, stride: 2, .direct),
    Row("two groups", (6, 227), (96, 55), kernel: 11, stride: 4, groups: 2, .direct),
    Row("24 kernels, not whole blocks", (3, 227), (24, 55), kernel: 11, stride: 4, .direct),
    // 48 → 16: 1.088 · (2,304 + 2,560) + 19 = 5,310 < 0.9 · 6,912 = 6,221.
    Row("16 kernels", (3, 227), (16, 55), kernel: 11, stride: 4, .foldedSquares),
  ]

  /// 13×13 cells are covered by 16×16: the factor is 256 / 169 = 1.515.
  static let laterLayers = [
    // Four phases of 48 channels → 128: (2·784 + 784) / (3·729) = 1.075; 1.075·86,528 + 2,528 = 95,585
    // < 0.9 · 25·48·128 = 138,240.
    Row("the paper's conv2", (96, 27), (256, 27), kernel: 5, padding: 2, groups: 2, .winograd),
    // 1.515·(3·256·384 + 40·640) + 1,200·256·384 / 2,704 = 529,135 < 0.9 · 9·256·384 = 796,262.
    Row("the paper's conv3", (256, 13), (384, 13), kernel: 3, padding: 1, .winograd),
    // 192 → 192: 207,151 < 298,598.
    Row("the paper's conv4", (384, 13), (384, 13), kernel: 3, padding: 1, groups: 2, .winograd),
    // 192 → 128: 141,979 < 199,066.
    Row("the paper's conv5", (384, 13), (256, 13), kernel: 3, padding: 1, groups: 2, .winograd),
    // (2·144 + 256) / 300 = 1.813; 1.813·113,664 + 24,576 = 230,687 < 0.9 · 36·64·128 = 265,421.
    Row("kernels of 6×6", (64, 13), (128, 10), kernel: 6, padding: 1, .winograd),
    // (2·784 + 784) / (3·729) = 1.075; 1.075·249,344 + 7,585 = 275,741 < 0.9 · 49·64·128 = 361,267.
    Row("kernels of 7×7", (64, 27), (128, 27), kernel: 7, padding: 3, .winograd),
    // (2·64 + 256) / 147 = 2.612: 764,197 > 361,267.
    Row("kernels of 7×7 with an output of half the side", (64, 13), (128, 7), kernel: 7, .direct),
    Row("kernels of 1×1", (64, 13), (128, 13), kernel: 1, .direct),
    Row("stride 2", (64, 13), (128, 6), kernel: 3, stride: 2, .direct),
    Row("20 channels, not whole blocks", (20, 13), (128, 11), kernel: 3, .direct),
    Row("20 kernels, not whole blocks", (64, 13), (20, 11), kernel: 3, .direct),
    Row("groups of 24 channels", (48, 13), (64, 13), kernel: 3, padding: 1, groups: 2, .direct),
    // 6×6 cells are covered by 8×8: 1.778 · (768 + 1,280) + 533 = 4,174 > 0.9 · 2,304 = 2,074.
    Row("too few channels to gain", (16, 6), (16, 6), kernel: 3, padding: 1, .direct),
  ]

  private func strategy(
    _ row: Row, _ precision: Precision = .fp32, factors: ElementType = .fp32, isFirst: Bool = false
  ) -> ConvolutionStrategy {
    ConvolutionStrategy(for: row.shape, precision, factors: factors, isFirst: isFirst)
  }

  @Test(arguments: firstLayers)
  func foldedSquaresSuitTheFirstLayerAlone(row: Row) {
    #expect(strategy(row, isFirst: true) == row.expected)
    #expect(strategy(row) == .direct)
  }

  @Test(arguments: laterLayers)
  func laterLayersHaveTheStrategyOfTheTable(row: Row) {
    #expect(strategy(row) == row.expected)
  }

  @Test(arguments: firstLayers + laterLayers)
  func directPrecisionLeavesNoChoice(row: Row) {
    #expect(strategy(row, .fp32Direct, isFirst: true) == .direct)
  }

  /// A bfloat16 product has no Winograd algorithm, except in the first layer, which stays in single precision.
  @Test(arguments: laterLayers)
  func multipliedBFloat16IsDirectBehindTheFirstLayer(row: Row) {
    #expect(strategy(row, .bf16, factors: .bf16) == .direct)
    #expect(strategy(row, .bf16, factors: .fp32) == row.expected)
  }

  @Test(arguments: firstLayers)
  func firstLayersAreTheSameForMultipliedBFloat16(row: Row) {
    #expect(strategy(row, .bf16, factors: .bf16, isFirst: true) == row.expected)
  }

  /// conv3 of the paper needs 485,509 + 1,200·256·384 / 169 = 1,183,526 for one image, and 834,518 for each of
  /// two, which is more than 796,262; for each of three it needs 718,181.
  @Test(arguments: [(1, false), (2, false), (3, true)])
  func winogradsAlgorithmNeedsSomeImages(images: Int, gains: Bool) {
    var shape = Self.laterLayers[1].shape
    (shape.input[0], shape.output[0]) = (images, images)
    #expect(shape.gainsByWinograd(over: shape) == gains)
  }

  @Test func foldedSquaresAreComputedInAnotherShape() {
    func computation(_ row: Row, _ strategy: ConvolutionStrategy) -> ConvolutionComputation {
      ConvolutionComputation(strategy, of: row.shape, factors: .bf16)
    }
    let folded = computation(Self.firstLayers[0], .foldedSquares)
    #expect(
      folded.shape
        == ConvolutionShape(input: [16, 48, 57, 57], output: [16, 96, 55, 55], kernel: 3))
    #expect(folded.isWinograd && folded.factors == .fp32)
    #expect(folded.fold == KernelFold(outputs: 96, channels: 3, kernel: 11))
    for (strategy, isWinograd) in [(ConvolutionStrategy.winograd, true), (.direct, false)] {
      let same = computation(Self.laterLayers[2], strategy)
      #expect(same.shape == Self.laterLayers[2].shape && same.fold == nil)
      #expect(same.isWinograd == isWinograd && same.factors == .bf16)
    }
  }
}
