import Testing

@testable import NCursesTerminal

/// The bytes of notifications. ESC ] 9 ; text BEL is described in iTerm2's documentation ("Proprietary Escape
/// Codes"), ESC ] 777 ; notify ; title ; text BEL in that of rxvt-unicode and foot.
@Suite struct Notifications {
  private func sent(
    _ choice: NotificationChoice, _ environment: [String: String], text: String = "one finished"
  ) -> String {
    let sequence = NotificationSequence(choice, environment: environment)
    return String(decoding: sequence.bytes(title: "alexnet", text: text), as: UTF8.self)
  }

  @Test func nothingIsSentUnlessItIsRequested() {
    #expect(sent(.off, ["TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"]).isEmpty)
    #expect(TerminalOptions().notification == .off)
  }

  @Test(arguments: ["xterm-256color", "linux", "vt100"])
  func aBellIsOneByteOnEveryTerminal(type: String) {
    #expect(sent(.bell, ["TERM": type]) == "\u{7}")
  }

  @Test(arguments: [
    (["TERM_PROGRAM": "iTerm.app"], "\u{1b}]9;alexnet: one finished\u{7}"),
    (["TERM_PROGRAM": "WezTerm"], "\u{1b}]9;alexnet: one finished\u{7}"),
    (["KITTY_WINDOW_ID": "1", "TERM": "xterm-kitty"], "\u{1b}]9;alexnet: one finished\u{7}"),
    (["TERM_PROGRAM": "ghostty"], "\u{1b}]777;notify;alexnet;one finished\u{7}"),
    (["TERM": "foot"], "\u{1b}]777;notify;alexnet;one finished\u{7}"),
    (["TERM": "rxvt-unicode-256color"], "\u{1b}]777;notify;alexnet;one finished\u{7}"),
    // Versions without notifications ignore the sequence, so that the bell follows.
    (["KONSOLE_VERSION": "230804"], "\u{1b}]777;notify;alexnet;one finished\u{7}\u{7}"),
    ([:], "\u{1b}]9;alexnet: one finished\u{7}\u{7}"),
  ])
  func aTerminalGetsTheSequenceThatItKnows(environment: [String: String], bytes: String) {
    let base = ["TERM": "xterm-256color"]
    #expect(sent(.terminal, base.merging(environment) { $1 }) == bytes)
  }

  @Test(arguments: [
    ["TERM": "linux"], ["TERM": "screen-256color", "STY": "1"], ["TERM": "vt100"],
    ["TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0"],
    ["TERM": "screen-256color", "TMUX": "/tmp/tmux-0/default,1,0"],
    ["TERM": "xterm-256color", "TMUX": "/tmp/tmux-0/default,1,0", "TERM_PROGRAM": "tmux"],
  ])
  func whereTheTerminalIsNotKnownOrCouldShowTheSequenceTheBellRings(environment: [String: String]) {
    #expect(sent(.terminal, environment) == "\u{7}")
  }

  @Test func textCannotEndOrChangeTheSequence() {
    let text = "a\u{7}b\u{1b}]0;c\u{9c}d\ne" + String(repeating: "x", count: 300)
    let bytes = sent(.terminal, ["TERM": "foot"], text: text)
    let content = bytes.dropFirst("\u{1b}]777;notify;alexnet;".count).dropLast()
    #expect(content.hasPrefix("a b ]0;c d exxx") && content.count == 200)
    #expect(!content.unicodeScalars.contains { $0.value < 32 || (127..<160).contains($0.value) })
  }
}
