import DisplayText
import Testing

@testable import TerminalUI

@Suite struct FrameTests {
  @Test func textIsClippedAtTheEdges() {
    var frame = Frame(width: 5, height: 2)
    frame.text("hello world", x: 2, y: 0, style: Style())
    frame.text("abc", x: -1, y: 1, style: Style())
    frame.text("gone", x: 0, y: 2, style: Style())
    #expect(frame.plainText == "  hel\nbc")
  }

  @Test func textThatIsTooLongEndsInDots() {
    var frame = Frame(width: 10, height: 1)
    let end = frame.text("kernels", x: 1, y: 0, style: Style(), width: 4)
    #expect(frame.plainText == " ker…")
    #expect(end == 5)
  }

  @Test func rightAlignedTextEndsBeforeItsColumn() {
    var frame = Frame(width: 8, height: 1)
    frame.textRight("12.5", right: 7, y: 0, style: Style())
    #expect(frame.plainText == "   12.5")
  }

  @Test func noGlyphShiftsARow() {
    var frame = Frame(width: 12, height: 1)
    frame.text("a\u{7}猫e\u{301}b|", x: 0, y: 0, style: Style())
    #expect(frame.plainText == "a\\x07猫éb|")
    #expect(frame[9, 0].glyph == Unicode.Scalar("|").value)
    #expect("a\u{7}猫e\u{301}b|".columns == 10)
  }

  @Test func textKeepsTheBackgroundUnderIt() {
    var frame = Frame(width: 2, height: 1)
    frame.fill(frame.bounds, with: Cell(background: .rgb(0x102030)))
    frame.text("x", x: 0, y: 0, style: Style(.palette(3)))
    #expect(frame[0, 0].background == .rgb(0x102030))
    #expect(frame[0, 0].foreground == .palette(3))
  }

  @Test func filledRectanglesAreClippedAtTheEdge() {
    var frame = Frame(width: 3, height: 2)
    frame.fill(Rect(x: 1, y: -4, width: 50, height: 50), with: Cell("#"))
    #expect(frame.plainText == " ##\n ##")
    frame.fill(Rect(x: 7, y: 7, width: 2, height: 2), with: Cell("!"))
    #expect(frame.plainText == " ##\n ##")
  }

  @Test func everyGlyphHasAnASCIISubstitute() {
    var frame = Frame(width: 24, height: 1)
    frame.text("╭─╮ 11×11 · … ● ▲ 猫é", x: 0, y: 0, style: Style())
    #expect(frame.inASCII.plainText == "+-+ 11x11 . ~ * ! ? ?")
  }

  /// Text that waits for something ends in three points; text that was cut where no room is left ends in
  /// one sign that ends no sentence.
  @Test(arguments: [
    ("stopping…", "stopping..."), ("a long na…  12", "a long na~  12"),
    ("conv1…   12", "conv1... 12"), ("41.2 ± 0.8%", "41.2 +-0.8%"), ("1±2", "1+2"),
  ])
  func anEllipsisDoesNotLookLikeTheEndOfASentence(text: String, ascii: String) {
    var frame = Frame(width: 16, height: 1)
    frame.text(text, x: 0, y: 0, style: Style())
    #expect(frame.inASCII.plainText == ascii)
  }

  @Test func aComparisonKeepsItsMeaningInASCII() {
    var frame = Frame(width: 24, height: 1)
    frame.text("first ≤ 95%: ≥ 2, <≥3", x: 0, y: 0, style: Style())
    #expect(frame.inASCII.plainText == "first <=95%: >=2, <>3")
  }

  @Test func piecesOfARectangleFillIt() {
    var rest = Rect(x: 2, y: 3, width: 10, height: 6)
    #expect(rest.cutTop(2) == Rect(x: 2, y: 3, width: 10, height: 2))
    #expect(rest.cutBottom(1) == Rect(x: 2, y: 8, width: 10, height: 1))
    #expect(rest.cutLeft(4) == Rect(x: 2, y: 5, width: 4, height: 3))
    #expect(rest.cutRight(99) == Rect(x: 6, y: 5, width: 6, height: 3))
    #expect(rest.isEmpty)
  }

  @Test func wordsAreWrappedAtBlanks() {
    #expect("one two three".wrapped(to: 7) == ["one two", "three"])
    #expect("abcdefgh ij".wrapped(to: 3) == ["abc", "def", "gh", "ij"])
    #expect("".wrapped(to: 3) == [""])
    #expect("猫猫猫 ab".wrapped(to: 5) == ["猫猫", "猫 ab"])
    #expect("猫a".wrapped(to: 1) == ["猫", "a"])
  }
}
