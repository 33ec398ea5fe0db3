import Glibc
import TerminalUI
import Testing

@testable import NCursesTerminal

/// Input, signals and wake-ups in the event loop. This is an extension because the whole suite must
/// run one test at a time.
extension TerminalTests {
  @Test func keysMouseAndPastedTextBecomeEvents() throws {
    let pseudo = PseudoTerminal()
    let terminal = try Terminal(options: options(pseudo, "xterm-256color", color: .truecolor))
    defer { terminal.close() }
    pseudo.type("a\u{1b}OA\u{1b}[B\u{1b}[5~\u{1b}[15~é\u{1b}[<0;3;2M\u{1b}[<32;6;3M")
    pseudo.type("\u{1b}[<0;6;3m\u{1b}[<65;5;4M")
    pseudo.type("\u{1b}[200~hi q\u{1b}[201~q")
    var received: [TerminalEvent] = []
    let loop = EventLoop(terminal: terminal)
    let reason = loop.run(
      view: { Frame(width: $0, height: $1) },
      handle: { event in
        if case .terminal(let event) = event { received.append(event) }
        return received.last == .key(.character("q")) ? .quit : .none
      })
    #expect(reason == .quit)
    let expected: [TerminalEvent] = [
      .resized(width: 20, height: 4), .key(.character("a")), .key(.up), .key(.down), .key(.pageUp),
      .key(.function(5)), .key(.character("é")), .click(x: 2, y: 1), .drag(x: 5, y: 2),
      .wheel(1, x: 4, y: 3),
      .paste("hi q"), .key(.character("q")),
    ]
    #expect(received == expected)
  }

  @Test func theBackgroundIsQueriedAfterTheFirstFrame() throws {
    let pseudo = PseudoTerminal()
    var options = options(pseudo, "xterm-256color", environment: ["COLORFGBG": "15;0"])
    options.queriesBackground = true
    let terminal = try Terminal(options: options)
    defer { terminal.close() }
    var received: [TerminalEvent] = []
    var frames = 0
    let reason = EventLoop(terminal: terminal).run(
      view: {
        frames += 1
        return Frame(width: $0, height: $1)
      },
      handle: { event in
        if case .terminal(let event) = event { received.append(event) }
        if received.count == 2, frames == 0 {
          pseudo.type("\u{1b}]11;rgb:fafa/fbfb/fefe\u{1b}\\\u{1b}[?62cq")
        }
        return received.last == .key(.character("q")) ? .quit : .none
      })
    #expect(reason == .quit)
    #expect(
      received == [
        .resized(width: 20, height: 4), .background(.rgb(0)), .background(.rgb(0xfafbfe)),
        .key(.character("q")),
      ])
    let sent = try #require(pseudo.output(through: "\u{1b}]11;?\u{7}\u{1b}[c"))
    #expect(sent.contains(Self.frameEnd))
  }

  @Test func aLateAnswerIsNotLeftForTheShell() throws {
    let pseudo = PseudoTerminal()
    var options = options(pseudo, "xterm-256color")
    options.queriesBackground = true
    let terminal = try Terminal(options: options)
    terminal.present(Frame(width: 20, height: 4))
    pseudo.type("\u{1b}]11;rgb:0000/0000/0000\u{7}\u{1b}[?62c")
    terminal.close()
    var left = pollfd(fd: pseudo.program, events: Int16(POLLIN), revents: 0)
    #expect(poll(&left, 1, 0) == 0)
  }

  @Test func onlyKnownTerminalsAreQueried() throws {
    func isSafe(_ type: String, _ more: [String: String] = [:]) -> Bool {
      BackgroundQuery.isSafe(more.merging(["TERM": type]) { $1 })
    }
    for type in ["xterm", "xterm-256color", "tmux-256color", "foot", "alacritty", "st-256color"] {
      #expect(isSafe(type), "\(type)")
    }
    for type in ["linux", "vt100", "screen", "screen-256color", "dumb", "eterm-color", ""] {
      #expect(!isSafe(type), "\(type)")
    }
    #expect(isSafe("screen-256color", ["TMUX": "/tmp/x"]))
    #expect(!isSafe("xterm-256color", ["STY": "1.x"]))
    // Without the option there is no query.
    let pseudo = PseudoTerminal()
    let terminal = try Terminal(options: self.options(pseudo, "xterm-256color"))
    terminal.present(Frame(width: 20, height: 4))
    terminal.close()
    #expect(pseudo.output(through: "\u{1b}[?1049l")?.contains("\u{1b}]11") == false)
  }

  @Test func aSignalEndsTheLoopAndIsNotLost() throws {
    let pseudo = PseudoTerminal()
    let terminal = try Terminal(options: options(pseudo, "xterm-256color"))
    defer { terminal.close() }
    let loop = EventLoop(terminal: terminal)
    kill(getpid(), SIGTERM)
    #expect(
      loop.run(view: { Frame(width: $0, height: $1) }, handle: { _ in .none }) == .signal(SIGTERM))
  }

  @Test func aNewSizeIsAnEvent() throws {
    let pseudo = PseudoTerminal()
    let terminal = try Terminal(options: options(pseudo, "xterm-256color"))
    defer { terminal.close() }
    var sizes: [TerminalEvent] = []
    let loop = EventLoop(terminal: terminal)
    pseudo.resize(width: 5, height: 2)
    kill(getpid(), SIGWINCH)
    _ = loop.run(
      view: { Frame(width: $0, height: $1) },
      handle: { event in
        if case .terminal(let event) = event { sizes.append(event) }
        return sizes.count == 2 ? .quit : .none
      })
    #expect(sizes == [.resized(width: 20, height: 4), .resized(width: 5, height: 2)])
    #expect(terminal.size == (5, 2))
  }

  @Test func otherThreadsWakeTheLoopAndTicksOccurOnlyIfScheduled() throws {
    let pseudo = PseudoTerminal()
    let terminal = try Terminal(options: options(pseudo, "xterm-256color"))
    defer { terminal.close() }
    let wakeUp = try WakeUp()
    defer { wakeUp.close() }
    var received: [EventLoop.LoopEvent] = []
    let loop = EventLoop(terminal: terminal, wakeUp: wakeUp)
    wakeUp.signal()
    wakeUp.signal()
    let reason = loop.run(
      view: { Frame(width: $0, height: $1) },
      handle: { event in
        received.append(event)
        if event == .woken { loop.tick(after: .milliseconds(1)) }
        return event == .tick ? .quit : .redraw
      })
    #expect(reason == .quit)
    #expect(received == [.terminal(.resized(width: 20, height: 4)), .woken, .tick])
  }

  @Test func aClosedTerminalIsAHangUp() throws {
    let pseudo = PseudoTerminal()
    var ends: (Int32, Int32) = (-1, -1)
    try #require(openpty(&ends.0, &ends.1, nil, nil, nil) == 0)
    var options = options(pseudo, "xterm-256color")
    options.input = ends.1
    let terminal = try Terminal(options: options)
    defer { terminal.close() }
    close(ends.0)
    let loop = EventLoop(terminal: terminal)
    #expect(
      loop.run(view: { Frame(width: $0, height: $1) }, handle: { _ in .none }) == .signal(SIGHUP))
    close(ends.1)
  }
}
