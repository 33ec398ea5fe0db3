import Testing

@testable import TerminalUI

/// Characters that take two cells.
@Suite struct WideCellTests {
  private func row(_ width: Int = 8, _ draw: (inout Frame) -> Void) -> Frame {
    var frame = Frame(width: width, height: 1)
    draw(&frame)
    return frame
  }

  /// A row in which "_" stands for a continuation.
  private func cells(_ frame: Frame) -> String {
    var text = String.UnicodeScalarView()
    for cell in frame.cells {
      text.append(cell.isContinuation ? "_" : Unicode.Scalar(cell.glyph) ?? "!")
    }
    return String(text)
  }

  @Test func aWideCharacterTakesTwoCells() {
    let frame = row { $0.text("a猫b", x: 1, y: 0, style: Style(.palette(2))) }
    #expect(cells(frame) == " a猫_b   ")
    #expect(frame.plainText == " a猫b")
    #expect(frame[3, 0].foreground == .palette(2))
  }

  @Test(arguments: [
    (1, "…       "), (2, "…       "), (3, "猫_…     "), (4, "猫_…     "), (5, "猫_犬_…   "),
    (6, "猫_犬_🐕_  "),
  ])
  func cuttingSplitsNoCharacter(width: Int, expected: String) {
    let frame = row { $0.text("猫犬🐕", x: 0, y: 0, style: Style(), width: width) }
    #expect(cells(frame) == expected)
  }

  @Test func theEdgesOfTheFrameSplitNoCharacter() {
    #expect(cells(row(4) { $0.text("abc猫", x: 0, y: 0, style: Style()) }) == "abc ")
    #expect(cells(row(4) { $0.text("猫bc", x: -1, y: 0, style: Style()) }) == " bc ")
  }

  @Test(arguments: [
    (0, "x 犬_    "), (1, " x犬_    "), (2, "猫_x     "), (3, "猫_ x    "),
  ])
  func writingOverAHalfBlanksTheOther(column: Int, expected: String) {
    let frame = row {
      $0.text("猫犬", x: 0, y: 0, style: Style())
      $0.put("x", x: column, y: 0, style: Style())
    }
    #expect(cells(frame) == expected)
  }

  @Test(arguments: [(0, "🐕_犬_    "), (1, " 🐕_     "), (2, "猫_🐕_    "), (3, "猫_ 🐕_   ")])
  func wideOverWideLeavesNoHalf(column: Int, expected: String) {
    let frame = row {
      $0.text("猫犬", x: 0, y: 0, style: Style())
      $0.text("🐕", x: column, y: 0, style: Style())
    }
    #expect(cells(frame) == expected)
  }

  @Test func fillingBlanksTheHalvesBeside() {
    let frame = row {
      $0.text("猫犬🐕", x: 0, y: 0, style: Style())
      $0.fill(Rect(x: 1, y: 0, width: 3, height: 1), with: Cell("#"))
    }
    #expect(cells(frame) == " ###🐕_  ")
  }

  @Test func asciiKeepsTheWidth() {
    let frame = row { $0.text("猫|犬🐕|", x: 0, y: 0, style: Style()) }
    #expect(frame.inASCII.plainText == "? |? ? |")
    #expect(frame.inASCII.cells.allSatisfy { (0x20...0x7e).contains($0.glyph) })
  }

  @Test func controlCharactersNeverReachACell() {
    for value in (UInt32(0)...0x3000) where value < 0x20 || (0x7f..<0xa0).contains(value) {
      let scalar = Unicode.Scalar(value)!
      let frame = row(1) { $0.put(scalar, x: 0, y: 0, style: Style()) }
      #expect(cells(frame) == "?")
    }
    #expect(Cell("\u{202e}").glyph == Unicode.Scalar("?").value)
  }

  @Test func columnsOfATableLineUp() {
    let appearance = Appearance(TerminalCapabilities(depth: .mono, unicode: true))
    let names = ["猫", "犬🐕", "Ünïcödé", "a name that is long", "👨\u{200d}👩\u{200d}👧"]
    let table = Table(
      columns: [.init("class", width: 8, alignment: .left), .init("n", width: 2)],
      rows: names.map { [.text($0, Style()), .text("7", Style())] })
    var frame = Frame(width: 12, height: 6)
    table.draw(in: frame.bounds, on: &frame, appearance: appearance)
    for y in 1...names.count { #expect(frame[11, y].glyph == Unicode.Scalar("7").value) }
  }
}
