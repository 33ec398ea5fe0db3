import TerminalUI
import Testing

@testable import NCursesTerminal

@Suite struct CapabilityResolverTests {
  /// A row of the table.
  struct ResolverCase: CustomStringConvertible {
    var environment: [String: String] = [:]
    var colors = 256
    var color = ColorChoice.auto
    var canRewrite = true
    var expected: ColorDepth
    var description: String { "\(environment) \(colors) \(color) \(canRewrite) → \(expected)" }
  }

  static let rows: [ResolverCase] = [
    // The colours of the entry without anything else.
    ResolverCase(environment: ["TERM": "vt100"], colors: 0, expected: .mono),
    ResolverCase(environment: ["TERM": "xterm"], colors: 8, expected: .eight),
    ResolverCase(environment: ["TERM": "linux-16color"], colors: 16, expected: .sixteen),
    ResolverCase(environment: ["TERM": "rxvt-88color"], colors: 88, expected: .sixteen),
    ResolverCase(environment: ["TERM": "xterm-256color"], expected: .indexed),
    ResolverCase(environment: ["TERM": "xterm-direct"], colors: 1 << 24, expected: .direct),
    ResolverCase(
      environment: ["TERM": "xterm-direct"], colors: 1 << 24, canRewrite: false, expected: .eight),
    // COLORTERM.
    ResolverCase(
      environment: ["TERM": "xterm-256color", "COLORTERM": "truecolor"], expected: .direct),
    ResolverCase(
      environment: ["TERM": "xterm", "COLORTERM": "24bit"], colors: 8, expected: .direct),
    ResolverCase(environment: ["TERM": "xterm-256color", "COLORTERM": "yes"], expected: .indexed),
    ResolverCase(
      environment: ["TERM": "vt100", "COLORTERM": "truecolor"], colors: 0, expected: .mono),
    ResolverCase(
      environment: ["TERM": "xterm-256color", "COLORTERM": "truecolor"], canRewrite: false,
      expected: .indexed),
    // Multiplexers.
    ResolverCase(environment: ["TERM": "tmux-256color"], expected: .direct),
    ResolverCase(
      environment: ["TERM": "screen-256color", "TMUX": "/tmp/tmux,1,0"], expected: .direct),
    ResolverCase(
      environment: ["TERM": "screen-256color", "COLORTERM": "truecolor"], expected: .indexed),
    ResolverCase(
      environment: ["TERM": "screen", "TMUX": "x", "STY": "1.pts", "COLORTERM": "truecolor"],
      colors: 8,
      expected: .eight),
    // NO_COLOR, over which options have precedence.
    ResolverCase(
      environment: ["TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"],
      expected: .mono),
    ResolverCase(environment: ["TERM": "xterm-256color", "NO_COLOR": ""], expected: .indexed),
    ResolverCase(
      environment: ["TERM": "xterm-256color", "NO_COLOR": "1"], color: .truecolor, expected: .direct
    ),
    ResolverCase(
      environment: ["TERM": "xterm-256color", "NO_COLOR": "1"], color: .sixteen, expected: .sixteen),
    // Options.
    ResolverCase(
      environment: ["TERM": "xterm-256color", "COLORTERM": "truecolor"], color: .never,
      expected: .mono),
    ResolverCase(
      environment: ["TERM": "xterm-256color", "COLORTERM": "truecolor"], color: .indexed,
      expected: .indexed),
    ResolverCase(environment: ["TERM": "xterm"], colors: 8, color: .indexed, expected: .indexed),
    ResolverCase(
      environment: ["TERM": "xterm"], colors: 8, color: .indexed, canRewrite: false,
      expected: .eight),
    ResolverCase(environment: ["TERM": "screen"], colors: 8, color: .truecolor, expected: .direct),
  ]

  @Test(arguments: rows) func theDepthFollowsFromEnvironmentAndOptions(_ row: ResolverCase) {
    let resolver = CapabilityResolver(
      environment: row.environment, terminfoColors: row.colors, utf8: true,
      canRewrite: row.canRewrite)
    #expect(resolver.capabilities(color: row.color).depth == row.expected)
  }

  @Test(
    arguments: [
      (["TERM": "xterm-256color", "COLORTERM": "truecolor"], 256, true, nil),
      (["TERM": "tmux-256color"], 256, true, nil),
      (["TERM": "xterm-256color"], 256, true, .notDeclared),
      (["TERM": "xterm-256color", "NO_COLOR": "1", "COLORTERM": "24bit"], 256, true, .noColor),
      (["TERM": "vt100", "COLORTERM": "truecolor"], 0, true, .noColorsInEntry),
      (["TERM": "screen-256color", "COLORTERM": "truecolor"], 256, true, .screen),
      (["TERM": "xterm-256color", "COLORTERM": "truecolor"], 256, false, .unreadableEntry),
    ] as [([String: String], Int, Bool, ColorLimit?)])
  func fewerColoursHaveAReason(
    environment: [String: String], colors: Int, canRewrite: Bool, limit: ColorLimit?
  ) {
    let resolver = CapabilityResolver(
      environment: environment, terminfoColors: colors, utf8: true, canRewrite: canRewrite)
    #expect(resolver.colorLimit == limit)
  }

  @Test(
    arguments: [
      ("xterm", true, nil), ("xterm", false, .locale), ("linux", true, .linuxConsole),
      ("linux", false, .linuxConsole),
    ] as [(String, Bool, UnicodeLimit?)])
  func plainCharactersHaveAReason(term: String, utf8: Bool, limit: UnicodeLimit?) {
    let resolver = CapabilityResolver(environment: ["TERM": term], terminfoColors: 8, utf8: utf8)
    #expect(resolver.unicodeLimit == limit)
    #expect(resolver.capabilities().unicode == (limit == nil))
  }

  @Test(arguments: [
    ("xterm", true, false, true), ("xterm", false, false, false), ("xterm", true, true, false),
    ("linux", true, false, false), ("linux-16color", true, false, false),
  ])
  func unicodeNeedsTheLocaleATerminalWithGlyphsAndNoOption(
    term: String, utf8: Bool, ascii: Bool, expected: Bool
  ) {
    let resolver = CapabilityResolver(environment: ["TERM": term], terminfoColors: 8, utf8: utf8)
    #expect(resolver.capabilities(ascii: ascii).unicode == expected)
  }
}
