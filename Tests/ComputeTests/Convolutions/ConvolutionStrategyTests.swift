import Blueprint
import Testing

@testable import Compute

/// The expected strategies are worked out by hand from the rules in `gainsByWinograd(over:)` and
/// `gainsByFusedWinograd(over:)`. oneDNN is not called.
@Suite struct ConvolutionStrategyTests {
  /// A convolution of sixteen square images, and the strategies that suit it.
  struct Row: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let shape: ConvolutionShape
    let expected: [ConvolutionStrategy]

    init(
      _ name: String, _ input: (channels: Int, side: Int), _ output: (channels: Int, side: Int),
      kernel: Int, stride: Int = 1, padding: Int = 0, groups: Int = 1,
      _ expected: ConvolutionStrategy...
    ) {
      testDescription = name
      shape = ConvolutionShape(
        input: [16, input.channels, input.side, input.side],
        output: [16, output.channels, output.side, output.side], groups: groups, kernel: kernel,
        stride: stride, padding: padding)
      self.expected = expected
    }
  }

  /// conv1 of the paper: 48 → 96 channels over 57×57 squares. The output 55×55 is covered by 56×56
  /// cells and the input by 60×60: (2·3136 + 3600) / (3·3025) = 1.088. The work 1.088 · (3.2·48·96
  /// + 64·144) = 26,066 is less than 0.9 · 9·48·96 = 37,325. So is the work of the project's own algorithm,
  /// 1.088 · (3·48·96 + 40·144) + 1,200·48·96 / (3,025·16) = 21,418.
  static let firstLayers = [
    Row(
      "the paper's conv1", (3, 227), (96, 55), kernel: 11, stride: 4, .foldedSquares,
      .fusedFoldedSquares, .direct),
    // 64 → 64 over 10×10: (2·64 + 144) / 192 = 1.417; 1.417·17,408 + 1,200·4,096 / 1,024 = 29,461 < 33,178.
    Row(
      "four channels and kernels of 9×9", (4, 37), (64, 8), kernel: 9, stride: 4,
      .foldedSquares, .fusedFoldedSquares, .direct),
    Row("padding", (3, 224), (96, 55), kernel: 11, stride: 4, padding: 2, .direct),
    Row("squares that end elsewhere", (3, 225), (96, 54), kernel: 11, stride: 4, .direct),
    Row("kernels of 8×8, two squares", (3, 36), (96, 8), kernel: 8, stride: 4, .direct),
    Row("stride 2", (3, 64), (48, 27), kernel: 11, stride: 2, .direct),
    Row("two groups", (6, 227), (96, 55), kernel: 11, stride: 4, groups: 2, .direct),
    Row("24 kernels, not whole blocks", (3, 227), (24, 55), kernel: 11, stride: 4, .direct),
    // 48 → 16: 1.088 · (2,457.6 + 4,096) = 7,129 is more than 0.9 · 6,912 = 6,221, but 1.088 · (2,304 + 2,560)
    // + 19 = 5,310 is less.
    Row(
      "too few kernels to gain by oneDNN's algorithm", (3, 227), (16, 55), kernel: 11, stride: 4,
      .fusedFoldedSquares, .direct),
  ]

  /// 13×13 cells are covered by 16×16: the factor is 256 / 169 = 1.515. The work of the project's own algorithm
  /// is in brackets.
  static let laterLayers = [
    // 192 → 128 over 29×29: (2·784 + 1,024) / 2,187 = 1.185; 117,479 < 0.9 · 25·48·128 = 138,240
    // [1.075·86,528 + 2,528 = 95,585].
    Row(
      "the paper's conv2", (96, 27), (256, 27), kernel: 5, padding: 2, groups: 2, .shifted,
      .fusedWinograd, .direct),
    // 1.515 · (3.2·256·384 + 64·640) = 538,558 < 0.9 · 9·256·384 = 796,262
    // [1.515·(3·256·384 + 40·640) + 1,200·256·384 / 2,704 = 529,135].
    Row(
      "the paper's conv3", (256, 13), (384, 13), kernel: 3, padding: 1, .winograd, .fusedWinograd,
      .direct),
    // 192 → 192: 215,920 < 298,598 [207,151].
    Row(
      "the paper's conv4", (384, 13), (384, 13), kernel: 3, padding: 1, groups: 2,
      .grouped(inputIsInColumns: false), .fusedWinograd, .direct),
    // 192 → 128: 150,152 < 199,066 [141,979].
    Row(
      "the paper's conv5", (384, 13), (256, 13), kernel: 3, padding: 1, groups: 2,
      .grouped(inputIsInColumns: false), .fusedWinograd, .direct),
    // [(2·144 + 256) / 300 = 1.813; 1.813·113,664 + 24,576 = 230,687 < 0.9 · 36·64·128 = 265,421]
    Row(
      "kernels of 6×6", (64, 13), (128, 10), kernel: 6, padding: 1, .shifted, .fusedWinograd,
      .direct),
    // [(2·784 + 784) / (3·729) = 1.075; 1.075·249,344 + 7,585 = 275,741 < 0.9 · 49·64·128 = 361,267]
    Row(
      "kernels of 7×7", (64, 27), (128, 27), kernel: 7, padding: 3, .fusedWinograd, .direct),
    // [(2·64 + 256) / 147 = 2.612: 764,197 > 361,267]
    Row("kernels of 7×7 with an output of half the side", (64, 13), (128, 7), kernel: 7, .direct),
    Row("kernels of 1×1", (64, 13), (128, 13), kernel: 1, .direct),
    Row("stride 2", (64, 13), (128, 6), kernel: 3, stride: 2, .direct),
    Row("20 channels, not whole blocks", (20, 13), (128, 11), kernel: 3, .direct),
    Row("20 kernels, not whole blocks", (64, 13), (20, 11), kernel: 3, .direct),
    Row("groups of 24 channels", (48, 13), (64, 13), kernel: 3, padding: 1, groups: 2, .direct),
    // 6×6 cells are covered by 8×8: 1.778 · (819 + 2,048) = 5,097 > 0.9 · 2,304 = 2,074 [4,174].
    Row("too few channels to gain", (16, 6), (16, 6), kernel: 3, padding: 1, .direct),
  ]

  private func candidates(
    _ row: Row, _ precision: Precision = .fp32, factors: ElementType = .fp32,
    isFirst: Bool = false, inputIsBlocked: Bool = true, inputColumns: [[Int]] = []
  ) -> [ConvolutionStrategy] {
    ConvolutionStrategy.candidates(
      for: row.shape,
      .init(
        precision: precision, factors: factors, isFirst: isFirst, inputIsBlocked: inputIsBlocked,
        inputColumns: inputColumns))
  }

  @Test(arguments: firstLayers)
  func foldedSquaresSuitTheFirstLayerAlone(row: Row) {
    #expect(candidates(row, isFirst: true, inputIsBlocked: false) == row.expected)
    #expect(candidates(row, inputIsBlocked: false) == [.direct])
  }

  @Test(arguments: laterLayers)
  func laterLayersHaveTheStrategyOfTheTable(row: Row) {
    #expect(candidates(row) == row.expected)
  }

  @Test(arguments: firstLayers + laterLayers)
  func directPrecisionLeavesNoChoice(row: Row) {
    #expect(candidates(row, .fp32Direct, isFirst: true) == [.direct])
  }

  /// A bfloat16 product has no Winograd algorithm, except in the first layer, which stays in single
  /// precision.
  @Test(arguments: laterLayers)
  func multipliedBFloat16IsDirectBehindTheFirstLayer(row: Row) {
    #expect(candidates(row, .bf16, factors: .bf16) == [.direct])
    #expect(candidates(row, .bf16, factors: .fp32) == row.expected)
  }

  @Test(arguments: firstLayers)
  func firstLayersAreTheSameForMultipliedBFloat16(row: Row) {
    let found = candidates(row, .bf16, factors: .bf16, isFirst: true, inputIsBlocked: false)
    #expect(found == row.expected)
  }

  /// Columns are copied from blocks. Other strategies read an input in any layout.
  @Test(arguments: laterLayers)
  func partsOfAnInputNeedBlocks(row: Row) {
    let columns: [ConvolutionStrategy] = [.shifted, .grouped(inputIsInColumns: false)]
    let expected = row.expected.filter { !columns.contains($0) }
    #expect(candidates(row, inputIsBlocked: false) == expected)
  }

  /// conv3 of the paper needs 485,509 + 1,200·256·384 / 169 = 1,183,526 for one image, and 834,518 for each of
  /// two, which is more than 796,262; for each of three it needs 718,181.
  @Test(arguments: [(1, false), (2, false), (3, true)])
  func theProjectsOwnAlgorithmNeedsSomeImages(images: Int, gains: Bool) {
    var shape = Self.laterLayers[1].shape
    (shape.input[0], shape.output[0]) = (images, images)
    #expect(shape.gainsByFusedWinograd(over: shape) == gains)
  }

  @Test func columnsOfTheSameShapeAreReadAsTheyAre() {
    let conv5 = Self.laterLayers[3]
    let columns = [[16, 192, 13, 13], [16, 192, 13, 13]]
    #expect(
      candidates(conv5, inputColumns: columns) == [
        .grouped(inputIsInColumns: true), .fusedWinograd, .direct,
      ])
    let others = Array(repeating: [16, 96, 13, 13], count: 4)
    #expect(
      candidates(conv5, inputColumns: others) == [
        .grouped(inputIsInColumns: false), .fusedWinograd, .direct,
      ])
  }

  @Test func strategiesComputeOtherShapes() {
    func computation(_ row: Row, _ strategy: ConvolutionStrategy) -> ConvolutionComputation {
      ConvolutionComputation(strategy, of: row.shape, factors: .bf16)
    }
    let folded = computation(Self.firstLayers[0], .foldedSquares)
    #expect(
      folded.shape
        == ConvolutionShape(input: [16, 48, 57, 57], output: [16, 96, 55, 55], kernel: 3))
    #expect(folded.algorithm == .winograd && folded.factors == .fp32)
    #expect(folded.fold == KernelFold(form: .squares, outputs: 96, channels: 3, kernel: 11))

    let shifted = computation(Self.laterLayers[0], .shifted)
    #expect(
      shifted.shape
        == ConvolutionShape(input: [16, 192, 29, 29], output: [16, 128, 27, 27], kernel: 3))
    #expect(shifted.algorithm == .winograd && shifted.factors == .bf16)
    #expect(shifted.fold == KernelFold(form: .shifts, outputs: 128, channels: 48, kernel: 5))

    let group = computation(Self.laterLayers[2], .grouped(inputIsInColumns: false))
    #expect(
      group.shape
        == ConvolutionShape(
          input: [16, 192, 13, 13], output: [16, 192, 13, 13], kernel: 3, padding: 1))
    #expect(group.fold == nil)

    let fused = computation(Self.laterLayers[2], .fusedWinograd)
    #expect(fused.shape == Self.laterLayers[2].shape && fused.algorithm == .fusedWinograd)
    let fusedSquares = computation(Self.firstLayers[0], .fusedFoldedSquares)
    #expect(fusedSquares.shape == folded.shape && fusedSquares.fold == folded.fold)
    #expect(fusedSquares.algorithm == .fusedWinograd && fusedSquares.factors == .fp32)

    let direct = computation(Self.laterLayers[2], .direct)
    #expect(direct.shape == Self.laterLayers[2].shape && direct.algorithm == .direct)
  }
}
