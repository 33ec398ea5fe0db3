import Glibc
import PixelTerminal
import TerminalUI
import Testing

@testable import NCursesTerminal

/// Pictures on a pseudo-terminal. This is an extension because the whole suite must run one test at a time.
extension TerminalTests {
  private static let placed = PlacedPicture(
    KittyPicturesTests.picture(7, 5), in: Rect(x: 3, y: 1, width: 14, height: 2))

  private func pictureOptions(
    _ pseudo: PseudoTerminal, color: ColorChoice = .truecolor, _ environment: [String: String] = [:]
  ) -> TerminalOptions {
    var options = options(pseudo, "xterm-256color", environment: environment, color: color)
    options.pictures = .auto
    return options
  }

  private func frame(_ terminal: Terminal) -> Frame {
    KittyPicturesTests.frame(
      terminal.capabilities.cellPixels == nil ? [] : [Self.placed], width: 20, height: 4)
  }

  @Test(arguments: [ColorChoice.truecolor, .indexed])
  func picturesAreAskedForAfterTheFirstFrameAndDrawnAfterTheAnswer(color: ColorChoice) throws {
    let pseudo = PseudoTerminal()
    let terminal = try Terminal(options: pictureOptions(pseudo, color: color))
    terminal.present(frame(terminal))
    let first = try #require(pseudo.output(through: "\u{1b}[c"))
    let frameEnd = try #require(first.range(of: Self.frameEnd))
    let question = "\u{1b}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1b}\\\u{1b}[?1;1;0S\u{1b}[16t\u{1b}[c"
    #expect(first[frameEnd.upperBound...].hasSuffix("\u{1b}[H" + question))
    #expect(!first[..<frameEnd.lowerBound].contains("\u{1b}_G"))
    pseudo.type("\u{1b}_Gi=31;OK\u{1b}\\\u{1b}[6;20;10t\u{1b}[?62;4cq")
    let cell = PixelSize(width: 10, height: 20)
    #expect(terminal.readEvents() == [.key(.character("q")), .cellPixels(cell)])
    #expect(terminal.capabilities.cellPixels == cell)
    terminal.present(frame(terminal))
    var screen = PixelTerminal(width: 20, height: 4, cell: cell)
    func receive(through end: String) throws {
      screen.receive(Array(try #require(pseudo.output(through: end)).utf8))
      #expect(screen.problems == [])
    }
    // The first end is that of the row that was drawn again.
    if color == .indexed { try receive(through: Self.frameEnd) }
    try receive(through: Self.frameEnd)
    #expect(screen.canvas == KittyPicturesTests.canvas([Self.placed], width: 20, height: 4))
    // ^L, another size, ^Z and the end of the program.
    terminal.invalidate()
    terminal.present(frame(terminal))
    try receive(through: Self.frameEnd)
    #expect(screen.placements.count == 1)
    terminal.close()
    try receive(through: "\u{1b}[?1049l")
    #expect(screen.placements.isEmpty && screen.images.isEmpty)
  }

  /// ncurses moves the cursor from where it was, so a question must not leave it elsewhere.
  @Test(arguments: [ColorChoice.truecolor, .indexed])
  func theFrameAfterTheQuestionIsDrawnInItsPlace(color: ColorChoice) throws {
    let pseudo = PseudoTerminal()
    let terminal = try Terminal(options: pictureOptions(pseudo, color: color))
    defer { terminal.close() }
    var screen = PixelTerminal(width: 20, height: 4, cell: PixelSize(width: 10, height: 20))
    let frames = [
      ["loss      preparing", "", "a     b", "quit"], ["loss 3.1    running", "", "a", "quit"],
      ["loss 3.05    running", "", "    a", "quit"],
    ]
    for (number, lines) in frames.enumerated() {
      var frame = Frame(width: 20, height: 4)
      for (y, line) in lines.enumerated() {
        for (x, scalar) in line.unicodeScalars.enumerated() {
          frame[x, y] = Cell(scalar)
        }
      }
      terminal.present(frame)
      // The first frame is followed by the question and its row, which ncurses sends as a frame.
      let ends = number == 0 && color == .indexed ? 2 : 1
      for _ in 0..<ends {
        screen.receive(Array(try #require(pseudo.output(through: Self.frameEnd)).utf8))
      }
      if number > 0 { #expect(screen.lines == lines) }
    }
    #expect(screen.problems == [])
  }

  @Test func terminalsWithoutPicturesKeepHalfBlocks() throws {
    let pseudo = PseudoTerminal()
    let terminal = try Terminal(options: pictureOptions(pseudo))
    defer { terminal.close() }
    terminal.present(frame(terminal))
    _ = try #require(pseudo.output(through: "\u{1b}[c"))
    pseudo.type("\u{1b}[?62;22c")
    #expect(terminal.readEvents() == [])
    #expect(terminal.capabilities.cellPixels == nil)
  }

  @Test func noQuestionIsSentWhereItCouldDoHarm() throws {
    for environment in [["TMUX": "/tmp/x"], ["STY": "1.x"], ["TERM": "linux"]] {
      let pseudo = PseudoTerminal()
      var options = pictureOptions(pseudo)
      options.environment.merge(environment) { $1 }
      let terminal = try Terminal(options: options)
      terminal.present(frame(terminal))
      terminal.close()
      let sent = try #require(pseudo.output(through: "\u{1b}[?25h"))
      #expect(!sent.contains("\u{1b}_G") && !sent.contains("\u{1b}[c"), "\(environment)")
    }
  }

  @Test func aNewSizeAsksForTheSizeOfACellAgain() throws {
    let pseudo = PseudoTerminal()
    let terminal = try Terminal(options: pictureOptions(pseudo))
    defer { terminal.close() }
    terminal.present(frame(terminal))
    _ = try #require(pseudo.output(through: "\u{1b}[c"))
    pseudo.type("\u{1b}_Gi=31;OK\u{1b}\\\u{1b}[6;20;10t\u{1b}[?62c")
    _ = terminal.readEvents()
    pseudo.resize(width: 30, height: 8)
    terminal.updateSize()
    terminal.present(frame(terminal))
    let sent = try #require(pseudo.output(through: "\u{1b}[c"))
    #expect(sent.hasSuffix("\u{1b}[16t\u{1b}[c"))
    pseudo.type("\u{1b}[6;40;20t\u{1b}[?62c")
    #expect(terminal.readEvents() == [.cellPixels(PixelSize(width: 20, height: 40))])
  }

  @Test func aChosenProtocolNeedsNoAnswer() throws {
    let pseudo = PseudoTerminal()
    var options = pictureOptions(pseudo)
    options.pictures = .kitty
    let terminal = try Terminal(options: options)
    defer { terminal.close() }
    #expect(terminal.capabilities.cellPixels == PictureSupport.usualCell)
    options.pictures = .blocks
    #expect(Terminal.capabilities(for: options).cellPixels == nil)
  }
}
