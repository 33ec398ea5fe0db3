import Testing

@testable import NCursesTerminal

@Suite struct TerminalFamilyTests {
  @Test(
    arguments: [
      ("xterm-kitty", "xterm-256color", "kitty-terminfo", true),
      ("xterm-ghostty", "xterm-256color", nil, true), ("ghostty", "xterm-256color", nil, true),
      ("foot", "xterm-256color", "foot-terminfo", true),
      ("foot-direct", "xterm-256color", "foot-terminfo", true),
      ("alacritty", "xterm-256color", "ncurses-term", true),
      ("wezterm", "xterm-256color", nil, true), ("rio", "xterm-256color", nil, true),
      ("contour", "xterm-256color", nil, true),
      ("vte-256color", "xterm-256color", "ncurses-term", true),
      ("tmux-256color", "screen-256color", "ncurses-base", false),
      ("screen.xterm-256color", "screen-256color", "ncurses-base", false),
      ("screen-256color", "screen", "ncurses-base", false),
      ("rxvt-unicode-256color", "rxvt-256color", "ncurses-base", false),
      ("st-256color", "xterm-256color", "ncurses-term", false),
      ("xterm-256color", "xterm", "ncurses-base", false),
      ("xterm-new", "xterm-256color", "ncurses-base", false),
      ("linux-16color", "linux", "ncurses-base", false),
    ] as [(String, String, String?, Bool)])
  func familiesAreFoundByName(
    type: String, substitute: String, package: String?, hasDirectColor: Bool
  ) throws {
    let family = try #require(TerminalFamily(type: type))
    #expect(family.substitutes.first == substitute)
    #expect(family.package == package)
    #expect(family.hasDirectColor == hasDirectColor)
    #expect(!family.substitutes.contains(type))
  }

  @Test(arguments: ["", "no-such-terminal", "xtermite", "footloose", "dumb", "stone", "kittycat"])
  func unknownNamesHaveNoFamily(type: String) {
    #expect(TerminalFamily(type: type) == nil)
  }

  @Test func remediesNameTheSourceOfTheEntry() {
    #expect(TerminalError.unknownType("no-such-terminal").remedy.contains("TERM=xterm-256color"))
    #expect(TerminalError.unknownType("xterm-kitty").remedy.contains("kitty-terminfo"))
    #expect(TerminalError.unknownType("xterm-ghostty").remedy.contains("infocmp -x xterm-ghostty"))
  }
}
