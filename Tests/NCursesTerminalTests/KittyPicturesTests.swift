import PixelTerminal
import TerminalUI
import Testing

@testable import NCursesTerminal

@Suite struct KittyPicturesTests {
  static let cell = PixelSize(width: 10, height: 20)

  /// A picture whose pixels follow from their places and a number.
  static func picture(_ width: Int, _ height: Int, _ number: Int = 0) -> PixelPicture {
    let bytes = (0..<3 * width * height).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ number &* 7) }
    return PixelPicture(size: PixelSize(width: width, height: height), bytes: bytes)
  }

  static func frame(_ pictures: [PlacedPicture], width: Int = 40, height: Int = 12) -> Frame {
    var frame = Frame(width: width, height: height)
    for placed in pictures { frame.place(placed.picture, in: placed.rect, background: .rgb(0)) }
    return frame
  }

  /// The canvas on which the pictures are scaled by the nearest pixel, as a naive loop paints it.
  static func canvas(_ pictures: [PlacedPicture], width: Int = 40, height: Int = 12) -> [UInt32?] {
    var canvas = [UInt32?](repeating: nil, count: width * cell.width * height * cell.height)
    for placed in pictures {
      let (size, rect) = (placed.picture.size, placed.rect)
      for y in 0..<rect.height * cell.height {
        for x in 0..<rect.width * cell.width {
          let source =
            y * size.height / (rect.height * cell.height) * size.width
            + x * size.width / (rect.width * cell.width)
          let channels = (0..<3).map { UInt32(placed.picture.bytes[3 * source + $0]) }
          let place = (rect.y * cell.height + y) * width * cell.width + rect.x * cell.width + x
          canvas[place] = channels[0] << 16 | channels[1] << 8 | channels[2]
        }
      }
    }
    return canvas
  }

  private var terminal = PixelTerminal(width: 40, height: 12, cell: cell)
  private var pictures = KittyPictures()

  /// Sends pictures, and expects that the screen shows them and only them.
  private mutating func show(_ placed: [PlacedPicture], _ place: SourceLocation = #_sourceLocation)
  {
    terminal.log = []
    terminal.receive(pictures.changes(to: placed))
    #expect(terminal.problems == [], sourceLocation: place)
    #expect(terminal.canvas == Self.canvas(placed), sourceLocation: place)
  }

  @Test mutating func aPictureIsSentOnceAndShownAgainByItsNumber() {
    let placed = PlacedPicture(Self.picture(7, 5), in: Rect(x: 3, y: 2, width: 14, height: 5))
    show([placed])
    #expect(terminal.log == ["send 7001: 7x5 pixels", "place 7001 as 1: 14x5 cells at 3,2"])
    show([placed])
    #expect(terminal.log == [])
    show([])
    #expect(terminal.log == ["remove 7001 as 1"])
    show([placed])
    #expect(terminal.log == ["place 7001 as 2: 14x5 cells at 3,2"])
  }

  @Test mutating func aPictureThatMovesIsNotSentAgain() {
    let picture = Self.picture(7, 5)
    show([PlacedPicture(picture, in: Rect(x: 3, y: 2, width: 14, height: 5))])
    show([PlacedPicture(picture, in: Rect(x: 0, y: 0, width: 7, height: 3))])
    #expect(
      terminal.log == ["place 7001 as 2: 7x3 cells at 0,0", "remove 7001 as 1"])
  }

  @Test mutating func twoPlacesOfOnePictureAreIndependent() {
    let picture = Self.picture(7, 5)
    let left = PlacedPicture(picture, in: Rect(x: 0, y: 0, width: 7, height: 3))
    let right = PlacedPicture(picture, in: Rect(x: 20, y: 0, width: 7, height: 3))
    show([left, right])
    #expect(terminal.images.count == 1)
    show([right])
    show([left, right])
  }

  @Test mutating func aLargePictureIsSentInParts() {
    // No two pixels are equal, so that compression cannot make it small.
    var state: UInt64 = 1
    let bytes = (0..<3 * 100 * 100).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 33)
    }
    let picture = PixelPicture(size: PixelSize(width: 100, height: 100), bytes: bytes)
    show([PlacedPicture(picture, in: Rect(x: 0, y: 0, width: 20, height: 10))])
    #expect(terminal.pictureBytes > 3 * 4096)
    #expect(terminal.images[7001]?.bytes == bytes)
  }

  @Test mutating func picturesAreSentAgainAfterTheScreenWasCleared() {
    let placed = PlacedPicture(Self.picture(7, 5), in: Rect(x: 3, y: 2, width: 14, height: 5))
    show([placed])
    terminal.receive(Array("\u{1b}[2J".utf8))
    pictures.invalidate()
    show([placed])
    #expect(
      terminal.log == [
        "delete all", "delete 7001", "send 7001: 7x5 pixels", "place 7001 as 2: 14x5 cells at 3,2",
      ])
  }

  @Test mutating func theMemoryOfTheTerminalIsBounded() {
    let rect = Rect(x: 0, y: 0, width: 10, height: 5)
    for number in 0..<40 {
      terminal.receive(
        pictures.changes(to: [PlacedPicture(Self.picture(512, 512, number), in: rect)]))
    }
    // A picture has 1 MiB in the terminal, with four bytes for a pixel.
    #expect(terminal.problems == [])
    #expect(terminal.images.keys.sorted() == Array(7033...7040))
    // More than the limit is kept only for pictures on the screen.
    let many = (0..<10).map { PlacedPicture(Self.picture(512, 512, 100 + $0), in: rect) }
    terminal.receive(pictures.changes(to: many))
    #expect(terminal.images.count == 10)
  }

  @Test mutating func nothingIsLeftBehind() {
    let rect = Rect(x: 0, y: 0, width: 10, height: 5)
    show([PlacedPicture(Self.picture(7, 5, 1), in: rect)])
    show([PlacedPicture(Self.picture(7, 5, 2), in: rect)])
    terminal.receive(pictures.removeAll())
    #expect(terminal.images.isEmpty && terminal.placements.isEmpty)
    #expect(terminal.problems == [])
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func base64IsThatOfTheStandard(text: String, encoded: String) {
    // The examples of RFC 4648, section 10.
    #expect(String(decoding: Base64.encoded(Array(text.utf8)), as: UTF8.self) == encoded)
  }
}
