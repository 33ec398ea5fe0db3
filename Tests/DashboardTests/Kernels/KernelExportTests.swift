import Observing
import TerminalUI
import Testing

@testable import Dashboard

@Suite struct PicturesOfKernels {
  /// Kernels of one grey level each: kernel k has only the weight k + 1.
  private static func kernels(_ count: Int, size: Int = 1) -> Kernels {
    Kernels(
      count: count, channels: 1, size: size,
      weights: (0..<count).flatMap { Array(repeating: Float($0 + 1), count: size * size) })
  }

  private static func export(_ count: Int, size: Int, separatesColumns: Bool) -> KernelExport {
    KernelExport(
      step: 5, kernels: kernels(count, size: size), contrast: .shared,
      separatesColumns: separatesColumns)
  }

  @Test func theTwoColumnsOfThePapersNetworkAreDrawnAsInFigureThree() {
    // 96 kernels of 11×11 weights, each weight 4 pixels wide, in two parts of three rows of sixteen. Gaps of 4
    // pixels, and 24 more between the parts.
    let picture = Self.export(96, size: 11, separatesColumns: true).picture
    #expect(picture.width == 16 * (44 + 4) + 4)
    #expect(picture.height == 6 * (44 + 4) + 4 + 24)
    let black = Color.rgb(0)
    let rowsWithKernels = (0..<picture.height).filter { picture[10, $0] != black }
    let byHand = [0, 1, 2].flatMap { row in (4 + row * 48)..<(48 + row * 48) }
    #expect(rowsWithKernels == byHand + byHand.map { $0 + 3 * 48 + 24 })
    // Kernel 48 is the first of column 2.
    let first = picture[4, 4 + 3 * 48 + 24]
    #expect(first.red > picture[4, 4].red && first.red < picture[760, 304].red)
  }

  @Test func oneColumnIsAThirdWiderThanHigh() {
    let picture = Self.export(96, size: 11, separatesColumns: false).picture
    // √(96 · 4/3) = 11.3
    #expect(picture.width == 12 * 48 + 4 && picture.height == 8 * 48 + 4)
  }

  @Test(arguments: [
    (16, 4, 4), (32, 8, 4), (64, 11, 6), (2, 1, 2), (3, 2, 2),
  ])
  func theRowsOfEachColumnHaveAboutTheSameNumberOfKernels(count: Int, columns: Int, rows: Int) {
    let picture = Self.export(count, size: 11, separatesColumns: true).picture
    #expect(picture.width == columns * 48 + 4)
    #expect(picture.height == rows * 48 + 4 + 24)
  }

  @Test func eachWeightOfABlockPictureIsASquareOfEqualPixels() {
    let weights: [Float] = [-1, -0.5, 0.5, 1]
    let kernels = Kernels(count: 1, channels: 1, size: 2, weights: weights)
    let export = KernelExport(step: 1, kernels: kernels, contrast: .range)
    let picture = export.blockPicture(of: kernels, width: 7)
    // Three pixels a weight fit into seven.
    #expect(picture.width == 6 + 8 && picture.height == 6 + 8)
    // Grey levels 127.5 + 127.5 · weight, rounded.
    let levels: [UInt8] = [0, 64, 191, 255]
    for y in 0..<6 {
      for x in 0..<6 { #expect(picture[4 + x, 4 + y].red == levels[y / 3 * 2 + x / 3]) }
    }
  }
}
