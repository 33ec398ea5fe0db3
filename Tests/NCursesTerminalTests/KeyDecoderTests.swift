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

  /// Everything that comes when the terminal has been asked, each piece by itself.
  private func answered(_ pieces: String...) -> (events: [TerminalEvent], expectsMore: Bool) {
    var decoder = KeyDecoder()
    decoder.expectsAnswer = true
    var events: [TerminalEvent] = []
    for piece in pieces {
      for input in Self.typed(piece) { decoder.take(input, into: &events) }
      decoder.finish(into: &events)
    }
    return (events, decoder.expectsAnswer)
  }

  @Test(arguments: ["\u{1b}]11;rgb:ffff/8080/0000\u{7}", "\u{1b}]11;rgb:ff/80/00\u{1b}\\"])
  func theGroundIsHeardAndNotTyped(answer: String) {
    let heard = answered("a" + answer + "\u{1b}[?62;22cb")
    #expect(
      heard.events == [
        .key(.character("a")), .ground(.rgb(0xff8000)), .key(.character("b")),
      ])
    #expect(!heard.expectsMore)
  }

  @Test func anAnswerInPiecesIsNotTyped() {
    let heard = answered("\u{1b}]11;rg", "b:0000/0000", "/0000\u{7}\u{1b}[?6", "2;1c", "q")
    #expect(heard.events == [.ground(.rgb(0)), .key(.character("q"))])
    #expect(!heard.expectsMore)
  }

  @Test func aTerminalWithoutAGroundSaysOnlyWhatItIs() {
    let heard = answered("\u{1b}[?1;2c1")
    #expect(heard.events == [.key(.character("1"))])
    #expect(!heard.expectsMore)
  }

  @Test func nonsenseDoesNotSwallowKeysForEver() {
    let heard = answered("\u{1b}]" + String(repeating: "x", count: 41), "q")
    #expect(heard.events.last == .key(.character("q")))
    #expect(answered("\u{1b}]11;nonsense\u{7}", "q").events == [.key(.character("q"))])
  }

  @Test func onlyWhoWasAskedIsHeard() {
    #expect(
      Self.events(Self.typed("\u{1b}]q"))
        == [.key(.escape), .key(.character("]")), .key(.character("q"))])
  }

  @Test func theMousePassesThrough() {
    #expect(
      Self.events([.click(x: 3, y: 4), .wheel(-1, x: 1, y: 2)])
        == [.click(x: 3, y: 4), .wheel(-1, x: 1, y: 2)])
  }
}
