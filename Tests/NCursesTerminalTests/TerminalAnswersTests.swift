import TerminalUI
import Testing

@testable import NCursesTerminal

@Suite struct TerminalAnswersTests {
  /// A decoder that has read pieces after a question, with the keys that it has taken them for.
  private func decoded(_ pieces: [String]) -> (decoder: KeyDecoder, events: [TerminalEvent]) {
    var decoder = KeyDecoder()
    decoder.expectsAnswer = true
    var events: [TerminalEvent] = []
    for piece in pieces {
      for input in KeyDecoderTests.typed(piece) { decoder.decode(input, into: &events) }
      decoder.finish(into: &events)
    }
    return (decoder, events)
  }

  @Test func theAnswersOfTerminalsAreRead() {
    // kitty 0.26, xterm 379 with -ti vt340 (XTSMGRAPHICS: 16 registers), foot 1.13, and xterm with -ti 420.
    let kitty = decoded(["\u{1b}_Gi=31;OK\u{1b}\\\u{1b}[6;18;9t\u{1b}[?62;c"])
    #expect(kitty.decoder.answers.hasKittyGraphics && !kitty.decoder.answers.hasSixel)
    #expect(kitty.decoder.answers.cell == PixelSize(width: 9, height: 18))
    let vt340 = decoded(["\u{1b}[?1;0;16S\u{1b}[6;13;6t\u{1b}[?63;1;2;4;6;9;15;16;22;28c"])
    #expect(vt340.decoder.answers.hasSixel && !vt340.decoder.answers.hasKittyGraphics)
    #expect(vt340.decoder.answers.colorRegisters == 16)
    let foot = decoded([
      "\u{1b}[?1;0;1024S\u{1b}[6;20;10t\u{1b}]11;rgb:1111/2222/3333\u{1b}\\\u{1b}[?62;4;22c"
    ])
    #expect(foot.decoder.answers.hasSixel && foot.decoder.answers.background == .rgb(0x112233))
    // A VT132 has class 4 without sixel graphics.
    let old = decoded(["\u{1b}[?4;6c"])
    #expect(!old.decoder.answers.hasSixel)
    let error = decoded(["\u{1b}_Gi=31;EINVAL:unsupported\u{1b}\\\u{1b}[?62c"])
    #expect(!error.decoder.answers.hasKittyGraphics)
    for answer in [kitty, vt340, foot, old, error] {
      #expect(!answer.decoder.expectsAnswer)
      #expect(answer.events.allSatisfy { if case .background = $0 { true } else { false } })
    }
  }

  @Test(arguments: [
    "6;0;0", "6;20", "6;20;9999", "6;-3;4", "4;600;800", "6;20;10;1", ";;", "6;a;b",
  ])
  func aSizeThatNoCellHasIsIgnored(parameters: String) {
    var answers = TerminalAnswers()
    answers.read(control: parameters, final: "t")
    #expect(answers == TerminalAnswers())
  }

  @Test func answersInAnyPiecesAreNotTyped() {
    let whole = Array(
      "\u{1b}_Gi=31;OK\u{1b}\\\u{1b}[?1;0;256S\u{1b}[6;18;9t\u{1b}]11;rgb:0/0/0\u{7}\u{1b}[?62;4c")
    for cut in 1..<whole.count where whole[cut - 1] != "\u{1b}" {
      let (decoder, events) = decoded([String(whole[..<cut]), String(whole[cut...]), "q"])
      #expect(events == [.background(.rgb(0)), .key(.character("q"))], "cut at \(cut)")
      #expect(decoder.answers.hasKittyGraphics && decoder.answers.hasSixel)
    }
  }

  @Test func anAnswerWithoutAnEndDoesNotSwallowKeysForEver() {
    var (decoder, events) = decoded(["\u{1b}_Gi=31"])
    #expect(decoder.isInsideAnswer && events == [])
    decoder.discardAnswer()
    decoder.decode(.scalar("q"), into: &events)
    #expect(events == [.key(.character("q"))])
    // A control character is in no answer.
    #expect(decoded(["\u{1b}_Gi=31\u{3}"]).events == [.key(.control("c"))])
  }

  /// Ten thousand answers that were cut, repeated, reordered or damaged, in pieces. No input hangs the decoder or
  /// makes its memory grow, and a key after the end of an answer is read.
  @Test func hostileAnswersDoNoHarm() {
    var state: UInt64 = 20_261_127
    func random(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    let answers = [
      "\u{1b}_Gi=31;OK\u{1b}\\", "\u{1b}[?1;0;256S", "\u{1b}[6;18;9t",
      "\u{1b}]11;rgb:0000/0000/0000\u{7}",
      "\u{1b}[?62;4;22c", "\u{1b}_Gi=31;ENOENT:no such picture\u{1b}\\", "\u{1b}P1$r0m\u{1b}\\",
    ]
    let noise = Array(
      "\u{1b}\u{1b}[]_P;?0123456789;\\\u{7}GcStq\u{3}\u{7f}\u{9b}\u{10fff}é~".unicodeScalars)
    for _ in 0..<10_000 {
      var text = (0...random(6)).flatMap { _ in Array(answers[random(answers.count)].unicodeScalars)
      }
      for _ in 0..<random(4) where !text.isEmpty {
        switch random(4) {
        case 0: text.remove(at: random(text.count))
        case 1: text.insert(noise[random(noise.count)], at: random(text.count + 1))
        case 2: text[random(text.count)] = noise[random(noise.count)]
        default: text.removeLast(random(text.count) + 1)
        }
      }
      if random(50) == 0 { text += Array(repeating: noise[random(noise.count)], count: 5_000) }
      var decoder = KeyDecoder()
      decoder.expectsAnswer = true
      var events: [TerminalEvent] = []
      for scalar in text {
        decoder.decode(.scalar(scalar), into: &events)
        if random(5) == 0 { decoder.finish(into: &events) }
      }
      decoder.finish(into: &events)
      // The terminal has been silent for two seconds.
      if decoder.isInsideAnswer { decoder.discardAnswer() }
      events = []
      decoder.decode(.scalar("q"), into: &events)
      #expect(events.last == .key(.character("q")), "\(text)")
      if let cell = decoder.answers.cell { #expect(cell.ifPlausibleCell == cell) }
    }
  }
}
