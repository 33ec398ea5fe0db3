import Testing

@testable import TerminalUI

@Suite struct TextFieldTests {
  private func typed(_ text: String, then keys: Key...) -> TextField {
    var field = TextField()
    for scalar in text.unicodeScalars { _ = field.press(.character(scalar)) }
    for key in keys { _ = field.press(key) }
    return field
  }

  @Test func charactersAreInsertedAtTheCursor() {
    var field = typed("acd", then: .left, .left)
    #expect(field.cursor == 1)
    _ = field.press(.character("b"))
    #expect(field.text == "abcd")
    #expect(field.cursor == 2)
  }

  @Test func backspaceAndDeleteRemoveTheNeighbours() {
    #expect(typed("abc", then: .left, .backspace).text == "ac")
    #expect(typed("abc", then: .left, .delete).text == "ab")
    #expect(typed("", then: .backspace, .delete).text == "")
    #expect(typed("abc", then: .home, .backspace).text == "abc")
    #expect(typed("abc", then: .delete).text == "abc")
  }

  @Test func homeAndEndMoveToTheEnds() {
    #expect(typed("abc", then: .home).cursor == 0)
    #expect(typed("abc", then: .home, .end).cursor == 3)
    #expect(typed("abc", then: .home, .left).cursor == 0)
    #expect(typed("abc", then: .right).cursor == 3)
    #expect(typed("abc", then: .control("a"), .right).cursor == 1)
  }

  @Test func shellKeysDeleteWordsAndHalves() {
    #expect(typed("one two  ", then: .control("w")).text == "one ")
    #expect(typed("one two", then: .control("w"), .control("w")).text == "")
    #expect(typed("one two", then: .left, .left, .control("u")).text == "wo")
    #expect(typed("one two", then: .left, .left, .control("k")).text == "one t")
  }

  @Test func otherKeysAreNotHandled() {
    for key in [Key.enter, .escape, .tab, .up, .down, .function(1), .control("c")] {
      var field = typed("abc")
      let isHandled = field.press(key)
      #expect(!isHandled && field == typed("abc"))
    }
  }

  @Test func pastedTextIsOneLine() {
    var field = typed("[]", then: .left)
    field.paste("\n/a path\n with\tends \u{1b}\n")
    #expect(field.text == "[/a path  with ends ]")
    #expect(TextField("a\nb").text == "a b")
  }

  @Test func aCharacterOfSeveralScalarsIsOne() {
    let field = typed("e\u{301}x", then: .left)
    #expect(field.cursor == 1)
    #expect(typed("e\u{301}x", then: .left, .backspace).text == "x")
  }

  private func row(_ field: TextField, width: Int) -> (text: String, cursor: Int?) {
    var frame = Frame(width: width + 2, height: 1)
    let appearance = Appearance(TerminalCapabilities(depth: .mono, unicode: true))
    field.draw(x: 1, y: 0, width: width, hint: "a path", on: &frame, appearance: appearance)
    let cursor = (0..<frame.width).first { frame[$0, 0].attributes.contains(.reverse) }
    return (frame.plainText, cursor.map { $0 - 1 })
  }

  @Test func theCursorIsAlwaysVisible() {
    #expect(row(typed("abc"), width: 6) == (" abc", 3))
    #expect(row(typed("abc", then: .left), width: 6) == (" abc", 2))
    #expect(row(typed("abcdefgh"), width: 6) == (" defgh", 5))
    #expect(row(typed("abcdefgh", then: .home), width: 6) == (" abcdef", 0))
    #expect(row(TextField(), width: 8) == ("  a path", 0))
  }

  @Test func wideCharactersTakeTwoCells() {
    #expect(row(typed("日本e\u{301}x"), width: 8) == (" 日本éx", 6))
    #expect(row(typed("日本e\u{301}x", then: .left), width: 8).cursor == 5)
    #expect(row(typed("日本語", then: .left), width: 8).cursor == 4)
    // The first character does not fit any more; its visible half is blank.
    #expect(row(typed("日本語"), width: 6) == ("  本語", 5))
    #expect(row(typed("日本語", then: .left), width: 6) == (" 日本語", 4))
  }

  @Test func everyWidthIsDrawn() {
    for width in -1...12 {
      for keys in [[], [Key.home], [.left, .left]] as [[Key]] {
        var field = typed("some words")
        for key in keys { _ = field.press(key) }
        if width > 0 { #expect(row(field, width: width).cursor != nil) }
        var frame = Frame(width: 3, height: 1)
        let appearance = Appearance(TerminalCapabilities(depth: .direct, unicode: true))
        field.draw(x: 0, y: 0, width: width, on: &frame, appearance: appearance)
      }
    }
  }
}
