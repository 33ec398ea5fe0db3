import PixelTerminal
import TerminalUI
import Testing

@testable import NCursesTerminal

@Suite struct SixelTests {
  private static let cell = KittyPicturesTests.cell
  private var terminal = PixelTerminal(width: 40, height: 12, cell: cell)
  private var pictures = SixelPictures()
  private var before: Frame?
  private var support: PictureSupport

  init() throws {
    support = try #require(PictureSupport(.sixel, nil, reported: Self.cell))
  }

  /// A picture of a few colours whose channels are whole percentages, as sixel graphics have them.
  private static func picture(_ width: Int, _ height: Int, _ number: Int = 0) -> PixelPicture {
    let bytes = (0..<width * height).flatMap { pixel -> [UInt8] in
      let level = (pixel * 7 + pixel / width + number) % 5
      return [UInt8(51 * level), UInt8(255 - 51 * level), 102]
    }
    return PixelPicture(size: PixelSize(width: width, height: height), bytes: bytes)
  }

  /// Sends a frame as text and pictures.
  private mutating func send(_ frame: Frame) {
    terminal.log = []
    let text = frame.changes(from: before, width: 40, height: 12, depth: .direct, unicode: true)
    terminal.receive(text)
    let old = before
    let bytes = pictures.changes(to: frame, support, screenHeight: 12) { x, y in
      old.map { $0[x, y] != frame[x, y] } ?? true
    }
    terminal.receive(bytes)
    before = frame
  }

  private mutating func show(_ placed: [PlacedPicture], _ place: SourceLocation = #_sourceLocation)
  {
    send(KittyPicturesTests.frame(placed))
    #expect(terminal.problems == [], sourceLocation: place)
    #expect(terminal.canvas == KittyPicturesTests.canvas(placed), sourceLocation: place)
  }

  @Test mutating func aPictureIsDrawnInWholePixels() {
    show([PlacedPicture(Self.picture(7, 5), in: Rect(x: 3, y: 2, width: 14, height: 5))])
    #expect(terminal.log == ["sixel 140x100 pixels with 5 colours at 3,2"])
    // A height that is not a multiple of six, and a picture that is larger than its rectangle.
    show([PlacedPicture(Self.picture(71, 83), in: Rect(x: 30, y: 9, width: 5, height: 2))])
  }

  @Test mutating func anUnchangedPictureIsNotSentAgain() {
    let placed = PlacedPicture(Self.picture(7, 5), in: Rect(x: 3, y: 2, width: 14, height: 5))
    show([placed])
    show([placed])
    #expect(terminal.log == [])
    show([])
    show([placed])
    #expect(terminal.log.count == 1)
  }

  @Test mutating func aPictureIsSentAgainWhereItWasWrittenOver() {
    let placed = PlacedPicture(Self.picture(7, 5), in: Rect(x: 3, y: 2, width: 14, height: 5))
    show([placed])
    // A dialog covers the picture, which is then not on the frame.
    var covered = Frame(width: 40, height: 12)
    covered.text("a dialog", x: 6, y: 3, style: Style())
    send(covered)
    #expect(terminal.canvas.allSatisfy { $0 == nil })
    show([placed])
    terminal.receive(Array("\u{1b}[2J".utf8))
    before = nil
    pictures.invalidate()
    show([placed])
  }

  @Test mutating func onlyTheTilesThatChangeAreSent() {
    let rect = Rect(x: 0, y: 0, width: 40, height: 11)
    let first = Self.picture(40, 11)
    var bytes = first.bytes
    // The pixel at the lower right gets a colour that the picture has.
    bytes.replaceSubrange(bytes.count - 3..<bytes.count, with: Array(bytes[0..<3]))
    #expect(bytes != first.bytes)
    var wide = KittyPicturesTests.frame([PlacedPicture(first, in: rect)])
    send(wide)
    #expect(terminal.log.count == 1)
    let second = PixelPicture(size: first.size, bytes: bytes)
    wide = KittyPicturesTests.frame([PlacedPicture(second, in: rect)])
    send(wide)
    #expect(terminal.canvas == KittyPicturesTests.canvas([PlacedPicture(second, in: rect)]))
    #expect(terminal.log.count == 1)
    support.cell = PixelSize(width: 20, height: 40)
    terminal = PixelTerminal(width: 40, height: 12, cell: support.cell)
    before = nil
    pictures.invalidate()
    send(wide)
    #expect(terminal.log.count == 4)
    send(KittyPicturesTests.frame([PlacedPicture(first, in: rect)]))
    #expect(terminal.log == ["sixel 400x240 pixels with 5 colours at 20,5"])
  }

  @Test mutating func aPictureInTheLastRowIsNotSent() {
    // The screen would scroll.
    send(
      KittyPicturesTests.frame([
        PlacedPicture(Self.picture(7, 5), in: Rect(x: 0, y: 10, width: 5, height: 2))
      ]))
    #expect(terminal.log == [] && terminal.problems == [])
  }

  @Test func aTableOfFewColoursIsExact() {
    let table = ColorTable(Self.picture(7, 5), limit: 5)
    #expect(Set(table.colors) == [0x00ff66, 0x33cc66, 0x669966, 0x996666, 0xcc3366])
    #expect(table.indices.prefix(3) == [0, 1, 2])
  }

  @Test(arguments: [(2, 60), (16, 20), (256, 6)])
  func aTableOfManyColoursIsClose(limit: Int, error: Int) {
    // All hues and brightnesses: a smooth picture of 64×64 different colours.
    let bytes = (0..<64 * 64).flatMap { pixel -> [UInt8] in
      let (x, y) = (pixel % 64, pixel / 64)
      return [UInt8(4 * x), UInt8(4 * y), UInt8(252 - 2 * x - 2 * y)]
    }
    let picture = PixelPicture(size: PixelSize(width: 64, height: 64), bytes: bytes)
    let table = ColorTable(picture, limit: limit)
    #expect(table.colors.count == limit)
    // A channel of 252 values in n equal parts has a mean error of 252 / 4n: with 16 parts of red and green 4, with
    // four of each 16, with two of red 32 there and 63 in green.
    #expect(Self.meanError(of: table, bytes) <= Double(error))
  }

  /// Returns the mean difference of a channel of a pixel from its colour in the table.
  private static func meanError(of table: ColorTable, _ bytes: [UInt8]) -> Double {
    var sum = 0
    for (pixel, index) in table.indices.enumerated() {
      for channel in 0..<3 {
        let shown = Int(table.colors[Int(index)] >> UInt32(16 - 8 * channel) & 255)
        sum += abs(shown - Int(bytes[3 * pixel + channel]))
      }
    }
    return Double(sum) / Double(bytes.count)
  }

  @Test func aTableOfNoiseIsClose() {
    // The constants of Knuth's MMIX; the upper bits are random enough.
    var state: UInt64 = 1
    let bytes = (0..<3 * 128 * 128).map { _ -> UInt8 in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(state >> 56)
    }
    let table = ColorTable(
      PixelPicture(size: PixelSize(width: 128, height: 128), bytes: bytes), limit: 256)
    // 256 equal cubes in the space of all colours have a side of 256 / ∛256 = 40.3. The mean distance from the middle
    // of such a side is a quarter of it.
    #expect(table.colors.count == 256)
    #expect(Self.meanError(of: table, bytes) < 40.3 / 4 * 1.1)
  }
}
