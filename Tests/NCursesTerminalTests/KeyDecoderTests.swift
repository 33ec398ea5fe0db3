import TerminalUI
import Testing

@testable import NCursesTerminal

@Suite struct KeyDecoderTests {
  /// What comes of inputs that were all waiting at once.
  static func events(_ inputs: [KeyDecoder.Input]) -> [TerminalEvent] {
    var decoder = KeyDecoder()
    var events: [TerminalEvent] = []
    for input in inputs { decoder.take(input, into: &events) }
    decoder.finish(into: &events)
    return events
  }

  static func typed(_ text: String) -> [KeyDecoder.Input] {
    text.unicodeScalars.map { .scalar($0) }
  }

  @Test(arguments: [
    ("a", Key.character("a")), ("é", .character("é")), ("\u{3}", .control("c")),
    ("\u{1a}", .control("z")), ("\t", .tab), ("\r", .enter), ("\n", .enter), ("\u{7f}", .backspace),
    ("\u{8}", .backspace), ("\u{1b}", .escape), (" ", .character(" ")),
  ])
  func aCharacterIsAKey(text: String, key: Key) {
    #expect(Self.events(Self.typed(text)) == [.key(key)])
  }

  @Test func sequencesThatNobodyKnowsAreSwallowedWhole() {
    #expect(
      Self.events(Self.typed("a\u{1b}[1;5Ab")) == [.key(.character("a")), .key(.character("b"))])
    #expect(Self.events(Self.typed("\u{1b}OPq")) == [.key(.character("q"))])
    #expect(Self.events(Self.typed("\u{1b}[I")) == [])
  }

  @Test func escapeIsAKeyBeforeAnotherKeyAndAtTheEnd() {
    #expect(Self.events(Self.typed("\u{1b}q")) == [.key(.escape), .key(.character("q"))])
    #expect(Self.events(Self.typed("\u{1b}\u{1b}")) == [.key(.escape), .key(.escape)])
    #expect(Self.events(Self.typed("\u{1b}") + [.key(.up)]) == [.key(.escape), .key(.up)])
  }

  @Test func aSequenceCutShortDoesNotSwallowTheNextKey() {
    var decoder = KeyDecoder()
    var events: [TerminalEvent] = []
    for input in Self.typed("\u{1b}[1;") { decoder.take(input, into: &events) }
    decoder.finish(into: &events)
    decoder.take(.scalar("q"), into: &events)
    #expect(events == [.key(.character("q"))])
  }

  @Test func pastedTextIsNotTyped() {
    let inputs = [.pasteBegins] + Self.typed("q\u{3}\rb\u{1b}x") + [.pasteEnds] + Self.typed("z")
    #expect(Self.events(inputs) == [.paste("q\nbx"), .key(.character("z"))])
  }

  @Test func aPasteWhoseEndComesInPiecesEnds() {
    let inputs = [.pasteBegins] + Self.typed("text\u{1b}[201~q")
    #expect(Self.events(inputs) == [.paste("text"), .key(.character("q"))])
  }

  @Test func aVeryLongPasteIsCut() {
    let long = String(repeating: "x", count: KeyDecoder.longestPaste + 10)
    let inputs = [.pasteBegins] + Self.typed(long) + [.pasteEnds]
    #expect(Self.events(inputs) == [.paste(String(long.dropLast(10)))])
  }

  @Test func theMousePassesThrough() {
    #expect(
      Self.events([.click(x: 3, y: 4), .wheel(-1, x: 1, y: 2)])
        == [.click(x: 3, y: 4), .wheel(-1, x: 1, y: 2)])
  }
}
