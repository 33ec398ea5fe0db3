import Glibc
import Testing

@testable import NCursesTerminal
@testable import TerminalUI

@Suite struct CellStreamTests {
  static func frame(_ cells: Cell...) -> Frame {
    var frame = Frame(width: cells.count, height: 1)
    for (x, cell) in cells.enumerated() { frame[x, 0] = cell }
    return frame
  }

  @Test func aStyleIsSentWhenItChangesAndEndsWithTheLine() {
    let red = Cell("a", foreground: .rgb(0xff0102))
    let frame = Self.frame(red, red, Cell("b"), Cell("c", attributes: [.bold, .reverse]))
    #expect(
      frame.sgrText(depth: .direct)
        == "\u{1b}[38;2;255;1;2maa\u{1b}[0mb\u{1b}[0;1;7mc\u{1b}[0m\n")
  }

  @Test(arguments: [
    (ColorDepth.mono, "a"), (.eight, "\u{1b}[31ma\u{1b}[0m"),
    (.sixteen, "\u{1b}[91ma\u{1b}[0m"), (.indexed, "\u{1b}[38;5;196ma\u{1b}[0m"),
    (.direct, "\u{1b}[38;2;255;0;0ma\u{1b}[0m"),
  ])
  func theDepthDeterminesTheSequence(depth: ColorDepth, expected: String) {
    let frame = Self.frame(Cell("a", foreground: .rgb(0xff0000)))
    #expect(frame.sgrText(depth: depth) == expected + "\n")
  }

  @Test func backgroundsHaveNumbersOfTheirOwn() {
    let frame = Self.frame(Cell(" ", background: .palette(4)), Cell(" ", background: .palette(12)))
    #expect(frame.sgrText(depth: .indexed) == "\u{1b}[44m \u{1b}[104m \u{1b}[0m\n")
  }

  @Test func blanksAtLineEndsAreLeftOut() {
    var frame = Frame(width: 4, height: 2)
    frame[0, 1] = Cell("·")
    #expect(frame.sgrText(depth: .direct) == "\n·\n")
    #expect(frame.sgrText(depth: .direct, unicode: false) == "\n.\n")
  }

  /// Random frames, compared with a screen that receives only the changes.
  @Test func changesTurnOneFrameIntoTheNext() {
    setlocale(LC_ALL, "C.UTF-8")
    var random = SystemRandomNumberGenerator()
    let colors: [Color] = [.standard, .palette(3), .palette(12), .palette(200), .rgb(0x102030)]
    let glyphs: [Unicode.Scalar] = [" ", "a", "▀", "⣿", "猫"]
    let wide = glyphs[4].value
    let attributes: [Attributes] = [[], .bold, [.reverse, .underline]]
    var screen = EmulatedScreen(width: 12, height: 5)
    var before: Frame?
    for _ in 0..<200 {
      var frame = before ?? Frame(width: 12, height: 5)
      for _ in 0..<Int.random(in: 0..<30, using: &random) {
        let cell = Cell(
          glyphs.randomElement()!, foreground: colors.randomElement()!,
          background: colors.randomElement()!, attributes: attributes.randomElement()!)
        let (x, y) = (Int.random(in: 0..<12), Int.random(in: 0..<5))
        if cell.glyph == wide, x < 11 {
          frame.setWide(cell, x: x, y: y)
        } else if cell.glyph != wide {
          frame[x, y] = cell
        }
      }
      screen.read(
        frame.changes(from: before, width: 12, height: 5, depth: .direct, unicode: true))
      #expect(screen.frame == frame)
      before = frame
    }
  }

  @Test func cellsOutsideTheScreenAreNotSent() {
    var frame = Frame(width: 3, height: 2)
    for x in 0..<3 { for y in 0..<2 { frame[x, y] = Cell("x") } }
    let bytes = frame.changes(from: nil, width: 2, height: 1, depth: .direct, unicode: true)
    #expect(String(decoding: bytes, as: UTF8.self) == "\u{1b}[1;1Hxx")
  }
}

extension CellStreamTests {
  private func changes(
    _ text: String, from before: String, width: Int = 8, unicode: Bool = true
  ) -> String {
    func frame(_ text: String) -> Frame {
      var frame = Frame(width: 8, height: 1)
      frame.text(text, x: 0, y: 0, style: Style())
      return frame
    }
    let bytes = frame(text).changes(
      from: frame(before), width: width, height: 1, depth: .direct, unicode: unicode)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func aMoveFollowsAWideCharacter() {
    #expect(changes("a猫b", from: "") == "\u{1b}[1;1Ha猫\u{1b}[1;4Hb")
    #expect(changes("猫犬", from: "") == "\u{1b}[1;1H猫\u{1b}[1;3H犬")
  }

  @Test func halvesAreSentTogether() {
    #expect(changes("猫", from: "ab") == "\u{1b}[1;1H猫")
    #expect(changes("ab", from: "猫") == "\u{1b}[1;1Hab")
    #expect(changes(" 猫", from: "猫") == "\u{1b}[1;1H 猫")
    #expect(changes("猫", from: "猫").isEmpty)
  }

  @Test func asciiKeepsTheWidthOfWideCharacters() {
    #expect(changes("猫b", from: "", unicode: false) == "\u{1b}[1;1H? b")
    var frame = Frame(width: 4, height: 1)
    frame.text("猫b", x: 0, y: 0, style: Style())
    #expect(frame.sgrText(depth: .mono, unicode: false) == "? b\n")
    #expect(frame.sgrText(depth: .mono) == "猫b\n")
  }

  @Test func aWideCharacterAtTheScreensEdgeIsNotSent() {
    setlocale(LC_ALL, "C.UTF-8")
    #expect(changes("a猫", from: "", width: 2) == "\u{1b}[1;1Ha?")
  }
}

/// A minimal terminal: positions, styles, and glyphs of one or two columns.
private struct EmulatedScreen {
  private(set) var frame: Frame
  private var style = Style()
  private var cursor = (x: 0, y: 0)

  init(width: Int, height: Int) { frame = Frame(width: width, height: height) }

  mutating func read(_ bytes: [UInt8]) {
    var rest = String(decoding: bytes, as: UTF8.self).unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\u{1b}" else {
        let cell = Cell(
          scalar, foreground: style.foreground, background: style.background,
          attributes: style.attributes)
        if scalar == "猫" {
          frame.setWide(cell, x: cursor.x, y: cursor.y)
          // The position of the cursor now depends on the terminal, so a move must follow.
          cursor.x = .max
        } else {
          frame[cursor.x, cursor.y] = cell
          cursor.x += 1
        }
        continue
      }
      let end = rest.firstIndex { $0 == "m" || $0 == "H" }!
      let numbers = String(rest[rest.index(after: rest.startIndex)..<end]).split(separator: ";")
        .map { Int($0)! }
      if rest[end] == "H" {
        cursor = (numbers[1] - 1, numbers[0] - 1)
      } else {
        setStyle(numbers[...])
      }
      rest = rest[rest.index(after: end)...]
    }
  }

  private mutating func setStyle(_ numbers: ArraySlice<Int>) {
    var rest = numbers
    while let number = rest.popFirst() {
      switch number {
      case 0: style = Style()
      case 1: style.attributes.insert(.bold)
      case 4: style.attributes.insert(.underline)
      case 7: style.attributes.insert(.reverse)
      case 38: style.foreground = Self.color(&rest)
      case 48: style.background = Self.color(&rest)
      case 30..<38: style.foreground = .palette(UInt8(number - 30))
      case 40..<48: style.background = .palette(UInt8(number - 40))
      case 90..<98: style.foreground = .palette(UInt8(number - 82))
      default: style.background = .palette(UInt8(number - 92))
      }
    }
  }

  private static func color(_ rest: inout ArraySlice<Int>) -> Color {
    if rest.removeFirst() == 5 { return .palette(UInt8(rest.removeFirst())) }
    return .rgb(
      UInt8(rest.removeFirst()), UInt8(rest.removeFirst()), UInt8(rest.removeFirst()))
  }
}
