import Glibc
import Testing

@testable import TerminalUI

@Suite struct PictureTests {
  private let direct = Appearance(.init(depth: .direct, unicode: true))
  private let mono = Appearance(.init(depth: .mono, unicode: false))

  @Test func twoPixelsShareACell() {
    var pixels = Pixels(width: 2, height: 3)
    pixels[0, 0] = .rgb(0xff0000)
    pixels[0, 1] = .rgb(0x00ff00)
    pixels[1, 0] = .rgb(0x0000ff)
    pixels[1, 1] = .rgb(0x0000ff)
    pixels[0, 2] = .rgb(0xffffff)
    var frame = Frame(width: 2, height: 2)
    pixels.draw(x: 0, y: 0, on: &frame, appearance: direct)
    #expect(frame[0, 0] == Cell("▄", foreground: .rgb(0x00ff00), background: .rgb(0xff0000)))
    #expect(frame[1, 0] == Cell(" ", background: .rgb(0x0000ff)))
    #expect(frame[0, 1] == Cell("▀", foreground: .rgb(0xffffff)))
    #expect(frame[1, 1] == Cell())
  }

  @Test func withoutUnicodeAPixelIsAColouredBlank() {
    var pixels = Pixels(width: 1, height: 2)
    pixels[0, 0] = .rgb(0xff0000)
    pixels[0, 1] = .rgb(0xff0000)
    var frame = Frame(width: 1, height: 1)
    pixels.draw(
      x: 0, y: 0, on: &frame, appearance: Appearance(.init(depth: .indexed, unicode: false)))
    #expect(frame[0, 0] == Cell(" ", background: .palette(196)))
    pixels.draw(x: 0, y: 0, on: &frame, appearance: mono)
    #expect(frame[0, 0].glyph == Unicode.Scalar(":").value)
  }

  @Test(arguments: [
    (64, 11, 101, 57), (64, 11, 63, 36), (96, 11, 118, 38), (64, 11, 39, 21), (64, 5, 60, 20),
    (96, 11, 60, 16), (1, 11, 30, 10), (7, 3, 80, 40),
  ])
  func allKernelsAreShownAsLargeAsTheyFit(count: Int, size: Int, width: Int, height: Int) {
    for halfBlocks in [true, false] {
      let layout = KernelGrid.Layout(
        count: count, size: size, width: width, height: height, halfBlocks: halfBlocks)
      #expect(layout.shown == count)
      #expect(layout.width <= width && layout.height <= height)
      #expect(layout.columns * layout.rows >= count)
      let whole = layout.tileWidth / size * size
      #expect(layout.tileWidth == whole || layout.tileWidth * 4 >= whole * 5)
    }
  }

  @Test func enlargementIsByAWholeMultipleIfThereIsSpace() {
    func tile(_ width: Int, _ height: Int) -> Int {
      KernelGrid.Layout(count: 64, size: 11, width: width, height: height, halfBlocks: true)
        .tileWidth
    }
    #expect(tile(95, 48) == 11)
    #expect(tile(103, 52) == 11)
    #expect(tile(150, 80) == 17)
    #expect(tile(63, 32) == 7)
    #expect(tile(200, 100) == 22)
    #expect(tile(39, 20) == 4)
  }

  @Test func withoutEnoughSpaceSomeAreShown() {
    let layout = KernelGrid.Layout(count: 96, size: 11, width: 9, height: 3, halfBlocks: true)
    #expect(layout.shown > 0 && layout.shown < 96)
    #expect(layout.width <= 9 && layout.height <= 3)
  }

  @Test func zeroIsMidGreyAndTheLargestWeightIsFull() {
    let weights: [Float] = [0.2, 0, 0, -0.2, 0.2, 0, 0, 0.2, 0.2, 0, 0, 0]
    var tile = KernelTile(weights[...], channels: 3, .init(size: 2, width: 2, height: 2))
    tile.divide(by: 0.2)
    #expect(tile.color(x: 0, y: 0) == .rgb(255, 255, 255))
    #expect(tile.color(x: 1, y: 0) == .rgb(128, 128, 128))
    #expect(tile.color(x: 1, y: 1) == .rgb(0, 255, 128))
  }

  @Test func aKernelThatIsZeroOrNotFiniteIsGrey() {
    for value: Float in [0, .nan] {
      var tile = KernelTile(
        Array(repeating: value, count: 12)[...], channels: 3, .init(size: 2, width: 2, height: 2))
      tile.divide(by: tile.fullScale)
      #expect(tile.color(x: 1, y: 1) == .rgb(128, 128, 128))
      tile.stretch()
      #expect(tile.color(x: 0, y: 1) == .rgb(128, 128, 128))
    }
  }

  @Test func smallerTilesAreAverages() {
    let weights = (0..<16).map { Float($0) }
    let tile = KernelTile(
      weights[...], channels: 1, .init(size: 4, width: 2, height: 2))
    #expect(Array(tile.values.prefix(4)) == [2.5, 4.5, 10.5, 12.5])
    let larger = KernelTile(
      [1, 2, 3, 4], channels: 1, .init(size: 2, width: 4, height: 2))
    #expect(Array(larger.values.prefix(8)) == [1, 1, 2, 2, 3, 3, 4, 4])
  }

  @Test func signedGlyphsDistinguishLightFromDark() {
    // Dark on the left, bright on the right, 0 between.
    let row: [Float] = [-1, -0.5, 0, 0.5, 1, 0]
    let plane = Array(repeating: row, count: 6).flatMap(\.self)
    var frame = Frame(width: 6, height: 3)
    KernelGrid(count: 1, channels: 3, size: 6, weights: plane + plane + plane)
      .draw(in: frame.bounds, on: &frame, appearance: mono)
    #expect(frame.plainText == "=- +@\n=- +@\n=- +@")
    let isBold = (0..<6).map { frame[$0, 1].attributes.contains(.bold) }
    #expect(isBold == [false, false, false, false, true, false])
  }

  /// The weights of an edge, bright above a line at an angle counted anticlockwise in degrees.
  private func edge(_ degrees: Double) -> [Float] {
    let angle = degrees * .pi / 180
    return (0..<121).map { index in
      let (x, y) = (Double(index % 11) - 5, Double(index / 11) - 5)
      let across = x * sin(angle) + y * cos(angle)
      return Float(across / 3 * exp(-(x * x + y * y) / 18))
    }
  }

  @Test(arguments: [(0.0, "-"), (45, "/"), (90, "|"), (135, "\\")])
  func anEdgeHasStrokesInItsDirection(degrees: Double, stroke: Character) {
    let plane = edge(degrees)
    var frame = Frame(width: 22, height: 11)
    KernelPicture((plane + plane + plane)[...], channels: 3, size: 11, contrast: .each)
      .draw(x: 0, y: 0, width: 22, on: &frame, appearance: mono)
    let strokes = frame.plainText.filter { "/\\|".contains($0) }
    if degrees == 0 {
      #expect(strokes.isEmpty)
      let middle = frame.plainText.split(separator: "\n", omittingEmptySubsequences: false)[5]
      #expect(middle.count { $0 == "-" } >= 8, "\(frame.plainText)")
    } else {
      #expect(strokes.count >= 6 && strokes.allSatisfy { $0 == stroke }, "\(frame.plainText)")
    }
  }

  @Test func theSelectedTileHasAnOutlineInsideTheGrid() {
    let weights = [Float](repeating: 0.5, count: 4 * 9)
    var grid = KernelGrid(count: 4, channels: 1, size: 3, weights: weights)
    grid.margin = 1
    grid.shown = [2, 0, 3]
    let rect = Rect(x: 2, y: 1, width: 30, height: 9)
    let plain = drawn(grid, rect)
    for selected in [0, 2, 3] {
      grid.selected = selected
      let frame = drawn(grid, rect)
      #expect(frame != plain)
      let changed = frame.bounds.cells.filter { frame[$0.x, $0.y] != plain[$0.x, $0.y] }
      #expect(changed.allSatisfy { rect.contains(x: $0.x, y: $0.y) })
    }
    grid.selected = 1
    #expect(drawn(grid, rect) == plain)
  }

  /// The sizes of pages by hand: (width + 1) / 13 maps of 12 samples across, and as many down.
  @Test(arguments: [
    (27, 48, 20, 9), (27, 68, 34, 25), (55, 30, 12, 2), (13, 48, 20, 6), (3, 30, 6, 2),
  ])
  func mapsThatDoNotFitAreFewAndLarge(side: Int, width: Int, height: Int, shown: Int) {
    let grid = MapGrid(
      count: 96, height: side, width: side,
      values: Array(repeating: 1, count: 96 * side * side))
    let rect = Rect(x: 0, y: 0, width: width, height: height)
    #expect(grid.shown(in: rect, appearance: direct) == shown)
  }

  /// Stripes of one column, of which a sample covers one and a half: none is all dark or all bright.
  @Test func fineStripesOfAMapBecomeGrey() {
    let side = 18
    let stripes = (0..<side * side).map { Float($0 % side % 2) }
    let grid = MapGrid(count: 1, height: side, width: side, values: stripes)
    var frame = Frame(width: 12, height: 6)
    grid.draw(in: frame.bounds, on: &frame, appearance: mono)
    let lines = frame.plainText.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { $0.count == 12 && !$0.contains(" ") && !$0.contains("@") })
  }

  private func drawn(_ grid: KernelGrid, _ rect: Rect) -> Frame {
    var frame = Frame(width: 40, height: 12)
    grid.draw(in: rect, on: &frame, appearance: Appearance(.init(depth: .direct, unicode: true)))
    return frame
  }
}

extension Rect {
  fileprivate var cells: [(x: Int, y: Int)] {
    (y..<bottom).flatMap { row in (x..<right).map { ($0, row) } }
  }
}
