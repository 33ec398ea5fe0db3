import TerminalUI
import Testing

@testable import NCursesTerminal

@Suite struct SGRTextTests {
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
        == "\u{1b}[0;38;2;255;1;2maa\u{1b}[0mb\u{1b}[0;1;7mc\u{1b}[0m\n")
  }

  @Test(arguments: [
    (ColorDepth.mono, "a"), (.eight, "\u{1b}[0;31ma\u{1b}[0m"),
    (.sixteen, "\u{1b}[0;91ma\u{1b}[0m"), (.indexed, "\u{1b}[0;38;5;196ma\u{1b}[0m"),
    (.direct, "\u{1b}[0;38;2;255;0;0ma\u{1b}[0m"),
  ])
  func theDepthDecides(depth: ColorDepth, expected: String) {
    let frame = Self.frame(Cell("a", foreground: .rgb(0xff0000)))
    #expect(frame.sgrText(depth: depth) == expected + "\n")
  }

  @Test func backgroundsHaveNumbersOfTheirOwn() {
    let frame = Self.frame(Cell(" ", background: .palette(4)), Cell(" ", background: .palette(12)))
    #expect(frame.sgrText(depth: .indexed) == "\u{1b}[0;44m \u{1b}[0;104m \u{1b}[0m\n")
  }

  @Test func blankEndsAreLeftOutAndLinesStay() {
    var frame = Frame(width: 4, height: 2)
    frame[0, 1] = Cell("·")
    #expect(frame.sgrText(depth: .direct) == "\n·\n")
    #expect(frame.sgrText(depth: .direct, unicode: false) == "\n.\n")
  }
}
