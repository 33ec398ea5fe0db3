import TerminalUI
import Testing

@testable import NCursesTerminal

@Suite struct KeyDecoderTests {
  /// The events of inputs that are read together.
  static func events(_ inputs: [KeyDecoder.RawInput]) -> [TerminalEvent] {
    var decoder = KeyDecoder()
    var events: [TerminalEvent] = []
    for input in inputs { decoder.decode(input, into: &events) }
    decoder.finish(into: &events)
    return events
  }

  static func typed(_ text: String) -> [KeyDecoder.RawInput] {
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

  @Test func unknownSequencesAreDiscardedAsAWhole() {
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

  @Test func anIncompleteSequenceDoesNotDiscardTheNextKey() {
    var decoder = KeyDecoder()
    var events: [TerminalEvent] = []
    for input in Self.typed("\u{1b}[1;") { decoder.decode(input, into: &events) }
    decoder.finish(into: &events)
    decoder.decode(.scalar("q"), into: &events)
    #expect(events == [.key(.character("q"))])
  }

  @Test func pastedTextIsNotTyped() {
    let inputs = [.pasteBegins] + Self.typed("q\u{3}\rb\u{1b}x") + [.pasteEnds] + Self.typed("z")
    #expect(Self.events(inputs) == [.paste("q\nbx"), .key(.character("z"))])
  }

  @Test func aPasteEndsIfItsEndMarkArrivesInPieces() {
    let inputs = [.pasteBegins] + Self.typed("text\u{1b}[201~q")
    #expect(Self.events(inputs) == [.paste("text"), .key(.character("q"))])
  }

  @Test func aVeryLongPasteIsCut() {
    let long = String(repeating: "x", count: KeyDecoder.longestPaste + 10)
    let inputs = [.pasteBegins] + Self.typed(long) + [.pasteEnds]
    #expect(Self.events(inputs) == [.paste(String(long.dropLast(10)))])
  }

  /// The events after a query, from pieces that are read separately.
  private func answered(_ pieces: String...) -> (events: [TerminalEvent], expectsMore: Bool) {
    var decoder = KeyDecoder()
    decoder.expectsAnswer = true
    var events: [TerminalEvent] = []
    for piece in pieces {
      for input in Self.typed(piece) { decoder.decode(input, into: &events) }
      decoder.finish(into: &events)
    }
    return (events, decoder.expectsAnswer)
  }

  @Test(arguments: ["\u{1b}]11;rgb:ffff/8080/0000\u{7}", "\u{1b}]11;rgb:ff/80/00\u{1b}\\"])
  func theBackgroundIsAnEventAndNotTyped(answer: String) {
    let result = answered("a" + answer + "\u{1b}[?62;22cb")
    #expect(
      result.events == [
        .key(.character("a")), .background(.rgb(0xff8000)), .key(.character("b")),
      ])
    #expect(!result.expectsMore)
  }

  @Test func anAnswerInPiecesIsNotTyped() {
    let result = answered("\u{1b}]11;rg", "b:0000/0000", "/0000\u{7}\u{1b}[?6", "2;1c", "q")
    #expect(result.events == [.background(.rgb(0)), .key(.character("q"))])
    #expect(!result.expectsMore)
  }

  @Test func aTerminalWithoutABackgroundAnswersTheSecondQuery() {
    let result = answered("\u{1b}[?1;2c1")
    #expect(result.events == [.key(.character("1"))])
    #expect(!result.expectsMore)
  }

  @Test func anInvalidAnswerDoesNotDiscardKeys() {
    let result = answered("\u{1b}]" + String(repeating: "x", count: 41), "q")
    #expect(result.events.last == .key(.character("q")))
    #expect(answered("\u{1b}]11;nonsense\u{7}", "q").events == [.key(.character("q"))])
  }

  @Test func answersWithoutAQueryAreKeys() {
    #expect(
      Self.events(Self.typed("\u{1b}]q"))
        == [.key(.escape), .key(.character("]")), .key(.character("q"))])
  }

  @Test func mouseEventsAreUnchanged() {
    #expect(
      Self.events([.click(x: 3, y: 4), .wheel(-1, x: 1, y: 2)])
        == [.click(x: 3, y: 4), .wheel(-1, x: 1, y: 2)])
  }
}
