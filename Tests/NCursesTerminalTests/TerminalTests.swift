import Glibc
import TerminalUI
import Testing

@testable import NCursesTerminal

/// Tests of the real terminal code on a pseudo-terminal, with ncurses, signals and the crash guard.
/// They run one at a time, because a process has only one screen.
@Suite(.serialized) struct TerminalTests {
  /// The end of every frame: the end of synchronised output.
  static let frameEnd = "\u{1b}[?2026l"

  init() { setenv("LC_ALL", "C.UTF-8", 1) }

  func options(
    _ pseudo: PseudoTerminal, _ type: String, environment: [String: String] = [:],
    color: ColorChoice = .auto, ascii: Bool = false
  ) -> TerminalOptions {
    var options = TerminalOptions(color: color, ascii: ascii)
    options.environment = environment.merging(["TERM": type]) { $1 }
    options.input = pseudo.program
    options.output = pseudo.program
    return options
  }

  /// The output for one frame of 20×4 with this cell in its corner.
  func sent(_ cell: Cell, _ type: String, color: ColorChoice = .auto, ascii: Bool = false) throws
    -> String
  {
    let pseudo = PseudoTerminal()
    let terminal = try Terminal(options: options(pseudo, type, color: color, ascii: ascii))
    defer { terminal.close() }
    var frame = Frame(width: 20, height: 4)
    frame[0, 0] = cell
    terminal.present(frame)
    return try #require(pseudo.output(through: Self.frameEnd))
  }

  @Test func colorsAreSentInTheDepthOfTheTerminal() throws {
    let cell = Cell("x", foreground: .rgb(0x010203), background: .palette(200))
    let direct = try sent(cell, "xterm-256color", color: .truecolor)
    #expect(direct.contains("38;2;1;2;3") && direct.contains("48;5;200"))
    #expect(try sent(cell, "xterm-256color").contains("48;5;200"))
    let eight = try sent(Cell("x", foreground: .rgb(0xff0000)), "xterm")
    #expect(eight.contains("\u{1b}[31m") && !eight.contains("38;"))
    #expect(try !sent(cell, "xterm-256color", color: .never).contains("38;"))
    #expect(try sent(cell, "vt100", color: .truecolor).contains("38;2;1;2;3"))
  }

  @Test func aNotificationIsSentBetweenTwoFrames() throws {
    let pseudo = PseudoTerminal()
    var options = options(pseudo, "xterm-256color", environment: ["TERM_PROGRAM": "iTerm.app"])
    options.notification = .terminal
    let terminal = try Terminal(options: options)
    defer { terminal.close() }
    terminal.present(Frame(width: 20, height: 4))
    _ = try #require(pseudo.output(through: Self.frameEnd))
    terminal.notify("alexnet", "one finished")
    let sent = try #require(pseudo.output(through: Self.frameEnd))
    #expect(sent.hasSuffix("\u{1b}]9;alexnet: one finished\u{7}\u{1b}[?2026l"))
  }

  @Test func attributesAreSent() throws {
    #expect(try sent(Cell("x", attributes: .bold), "xterm-256color").contains(";1m"))
    #expect(try sent(Cell("x", attributes: .reverse), "xterm-256color").contains(";7m"))
    #expect(try sent(Cell("x", attributes: .underline), "xterm-256color").contains(";4m"))
  }

  @Test func glyphsOrTheirNearestASCIIAreSent() throws {
    #expect(try sent(Cell("⣿"), "xterm-256color").contains("⣿"))
    let ascii = try sent(Cell("⣿"), "xterm-256color", ascii: true)
    #expect(ascii.contains("#") && !ascii.contains("⣿"))
    // Half of a wide character.
    #expect(try sent(Cell("漢"), "xterm-256color").contains("?"))
  }

  @Test(arguments: [ColorChoice.auto, .truecolor, .never])
  func wideCharactersAreSentAndKeepTheirColumns(color: ColorChoice) throws {
    let pseudo = PseudoTerminal()
    let terminal = try Terminal(options: options(pseudo, "xterm-256color", color: color))
    defer { terminal.close() }
    var frame = Frame(width: 20, height: 4)
    frame.text("猫犬|", x: 0, y: 1, style: Style())
    terminal.present(frame)
    let first = try #require(pseudo.output(through: Self.frameEnd))
    #expect(first.contains("猫") && first.contains("犬") && first.contains("|"))
    frame.text("ab犬", x: 0, y: 1, style: Style())
    terminal.present(frame)
    let second = try #require(pseudo.output(through: Self.frameEnd))
    #expect(second.contains("ab") && !second.contains("|"))
  }

  @Test func aTypeWithoutAnEntryUsesItsFamily() throws {
    let pseudo = PseudoTerminal()
    // No terminfo has this variant, so the test is the same everywhere.
    let terminal = try Terminal(options: options(pseudo, "xterm-kitty+none"))
    defer { terminal.close() }
    let substitution = try #require(terminal.substitution)
    #expect(substitution.type == "xterm-kitty+none")
    #expect(substitution.substitute == "xterm-256color")
    #expect(terminal.capabilities.depth == .direct)
    let screen = try TerminalSetup(options(pseudo, "screen.none"))
    #expect(screen.type == "screen-256color" && screen.capabilities.depth == .indexed)
    #expect(try TerminalSetup(options(pseudo, "xterm-256color")).substitution == nil)
  }

  @Test func onlyChangesAreSent() throws {
    let pseudo = PseudoTerminal()
    let terminal = try Terminal(options: options(pseudo, "xterm-256color"))
    defer { terminal.close() }
    var frame = Frame(width: 20, height: 4)
    for x in 0..<20 { frame[x, 1] = Cell("a") }
    terminal.present(frame)
    #expect(try #require(pseudo.output(through: Self.frameEnd)).contains("aaaa"))
    frame[3, 2] = Cell("b")
    terminal.present(frame)
    let second = try #require(pseudo.output(through: Self.frameEnd))
    #expect(second.contains("b") && !second.contains("a"))
    terminal.invalidate()
    terminal.present(frame)
    #expect(try #require(pseudo.output(through: Self.frameEnd)).contains("aaaa"))
  }

  @Test func moreColorsThanPairsAreStillShown() throws {
    let pseudo = PseudoTerminal()
    let terminal = try Terminal(options: options(pseudo, "xterm-256color", color: .truecolor))
    defer { terminal.close() }
    var color: UInt32 = 0
    for _ in 0..<1_000 {
      var frame = Frame(width: 20, height: 4)
      for index in 0..<80 {
        color += 1
        frame[index % 20, index / 20] = Cell("x", foreground: .rgb(color << 4))
      }
      terminal.present(frame)
      let last = Color.rgb(color << 4)
      let sent = try #require(pseudo.output(through: Self.frameEnd))
      #expect(sent.contains("38;2;\(last.red);\(last.green);\(last.blue)m"))
    }
  }

  @Test func dragReportsAreRequestedWithTheMouseAndTurnedOffAtTheEnd() throws {
    for wanted in [true, false] {
      let pseudo = PseudoTerminal()
      var options = options(pseudo, "xterm-256color")
      options.mouse = wanted
      let terminal = try Terminal(options: options)
      terminal.present(Frame(width: 20, height: 4))
      terminal.close()
      let sent = try #require(pseudo.output(through: "\u{1b}[?1049l"))
      let (turnedOn, turnedOff) = ("\u{1b}[?1002h", "\u{1b}[?1002l")
      #expect(sent.contains(turnedOn) == wanted && sent.contains(turnedOff) == wanted)
      #expect(sent.contains("1000h") == wanted)
      // The request of ncurses itself would turn drag reports off, so it must be earlier.
      if wanted {
        #expect(
          try #require(sent.ranges(of: "1000h").last).lowerBound
            < #require(sent.ranges(of: turnedOn).first).lowerBound)
      }
    }
  }

  @Test func closingRestoresModesScreenAndSignalHandlers() throws {
    let pseudo = PseudoTerminal()
    let before = pseudo.modes
    var (first, last) = (sigaction(), sigaction())
    sigaction(SIGTERM, nil, &first)
    let terminal = try Terminal(options: options(pseudo, "xterm-256color"))
    #expect(pseudo.modes != before)
    terminal.present(Frame(width: 20, height: 4))
    terminal.close()
    terminal.close()
    #expect(pseudo.modes == before)
    #expect(pseudo.output(through: "\u{1b}[?1049l") != nil)
    sigaction(SIGTERM, nil, &last)
    #expect(first.__sigaction_handler.sa_handler == nil)
    #expect(last.__sigaction_handler.sa_handler == nil)
    #expect(getenv("TERMINFO") == nil)
  }

  @Test func everyReasonForNoTerminalIsAnError() throws {
    let pseudo = PseudoTerminal()
    func error(_ options: TerminalOptions) -> TerminalError? {
      do throws(TerminalError) {
        try Terminal(options: options).close()
        return nil
      } catch { return error }
    }
    #expect(error(options(pseudo, "no-such-terminal")) == .unknownType("no-such-terminal"))
    #expect(error(options(pseudo, "dumb")) == .cannotDraw("dumb"))
    #expect(error(options(pseudo, "")) == .noType)
    var piped = options(pseudo, "xterm")
    piped.output = open("/dev/null", O_WRONLY | O_CLOEXEC)
    #expect(error(piped) == .notATerminal(.output))
    close(piped.output)
    let first = try Terminal(options: options(pseudo, "xterm"))
    defer { first.close() }
    #expect(error(options(pseudo, "xterm")) == .alreadyOpen)
  }
}
