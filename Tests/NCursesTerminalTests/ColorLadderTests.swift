import TerminalUI
import Testing

@testable import NCursesTerminal

@Suite struct ColorLadderTests {
  struct Row: CustomStringConvertible {
    var says: [String: String] = [:]
    var colors = 256
    var color = ColorChoice.auto
    var canRewrite = true
    var expected: ColorDepth
    var description: String { "\(says) \(colors) \(color) \(canRewrite) → \(expected)" }
  }

  static let rows: [Row] = [
    // What the entry says, where nothing else is said.
    Row(says: ["TERM": "vt100"], colors: 0, expected: .mono),
    Row(says: ["TERM": "xterm"], colors: 8, expected: .eight),
    Row(says: ["TERM": "linux-16color"], colors: 16, expected: .sixteen),
    Row(says: ["TERM": "rxvt-88color"], colors: 88, expected: .sixteen),
    Row(says: ["TERM": "xterm-256color"], expected: .indexed),
    Row(says: ["TERM": "xterm-direct"], colors: 1 << 24, expected: .direct),
    Row(says: ["TERM": "xterm-direct"], colors: 1 << 24, canRewrite: false, expected: .eight),
    // COLORTERM.
    Row(says: ["TERM": "xterm-256color", "COLORTERM": "truecolor"], expected: .direct),
    Row(says: ["TERM": "xterm", "COLORTERM": "24bit"], colors: 8, expected: .direct),
    Row(says: ["TERM": "xterm-256color", "COLORTERM": "yes"], expected: .indexed),
    Row(says: ["TERM": "vt100", "COLORTERM": "truecolor"], colors: 0, expected: .mono),
    Row(
      says: ["TERM": "xterm-256color", "COLORTERM": "truecolor"], canRewrite: false,
      expected: .indexed),
    // Multiplexers.
    Row(says: ["TERM": "tmux-256color"], expected: .direct),
    Row(says: ["TERM": "screen-256color", "TMUX": "/tmp/tmux,1,0"], expected: .direct),
    Row(says: ["TERM": "screen-256color", "COLORTERM": "truecolor"], expected: .indexed),
    Row(
      says: ["TERM": "screen", "TMUX": "x", "STY": "1.pts", "COLORTERM": "truecolor"], colors: 8,
      expected: .eight),
    // NO_COLOR, and that flags are before it.
    Row(
      says: ["TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"], expected: .mono),
    Row(says: ["TERM": "xterm-256color", "NO_COLOR": ""], expected: .indexed),
    Row(
      says: ["TERM": "xterm-256color", "NO_COLOR": "1"], color: .truecolor, expected: .direct),
    Row(says: ["TERM": "xterm-256color", "NO_COLOR": "1"], color: .sixteen, expected: .sixteen),
    // Flags.
    Row(
      says: ["TERM": "xterm-256color", "COLORTERM": "truecolor"], color: .never, expected: .mono),
    Row(
      says: ["TERM": "xterm-256color", "COLORTERM": "truecolor"], color: .indexed,
      expected: .indexed),
    Row(says: ["TERM": "xterm"], colors: 8, color: .indexed, expected: .indexed),
    Row(says: ["TERM": "xterm"], colors: 8, color: .indexed, canRewrite: false, expected: .eight),
    Row(says: ["TERM": "screen"], colors: 8, color: .truecolor, expected: .direct),
  ]

  @Test(arguments: rows) func everyRungIsReachedAsTheTableSays(_ row: Row) {
    let ladder = ColorLadder(
      environment: row.says, terminfoColors: row.colors, utf8: true, canRewrite: row.canRewrite)
    #expect(ladder.abilities(color: row.color).depth == row.expected)
  }

  @Test(arguments: [
    ("xterm", true, false, true), ("xterm", false, false, false), ("xterm", true, true, false),
    ("linux", true, false, false), ("linux-16color", true, false, false),
  ])
  func unicodeNeedsTheLocaleATerminalWithGlyphsAndNoFlag(
    term: String, utf8: Bool, ascii: Bool, expected: Bool
  ) {
    let ladder = ColorLadder(environment: ["TERM": term], terminfoColors: 8, utf8: utf8)
    #expect(ladder.abilities(ascii: ascii).unicode == expected)
  }
}
