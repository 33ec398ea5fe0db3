import Glibc
import TerminalUI

/// The terminal, from opening to giving back. Not `Sendable`: ncurses lives on one thread, the one
/// that made this (the main thread). Open it before other threads start: it forks the watchdog.
public final class Terminal {
  public let abilities: TerminalAbilities
  /// Set where the terminal's own type is missing in terminfo and that of its family is used.
  public let substitution: TypeSubstitution?
  public private(set) var size: (width: Int, height: Int)
  /// Readable when a signal has come; for `EventLoop`.
  let signals: Int32
  let input: Int32

  private let output: Int32
  private let mouse: Bool
  private var isOpen = true
  private var shown: Frame?
  private var pairs: PairTable
  private var row: [Curses.Cell] = []
  private var decoder = KeyDecoder()
  /// To be asked once the first frame is on the screen, which waits for nothing.
  private var isToAsk: Bool
  /// What the environment says of the ground.
  let groundHint: Color?

  public init(options: TerminalOptions = TerminalOptions()) throws(TerminalError) {
    guard isatty(options.input) == 1 else { throw .notATerminal(.input) }
    guard isatty(options.output) == 1 else { throw .notATerminal(.output) }
    guard !Curses.isOpen else { throw .alreadyOpen }
    let entry = try TerminalEntry(options)
    signals = try Self.open(entry, options)
    abilities = entry.abilities
    substitution = entry.substitution
    input = options.input
    output = options.output
    mouse = options.mouse
    let wantsGround = options.asksForGround && entry.abilities.depth != .mono
    isToAsk = wantsGround && GroundQuestion.isSafe(options.environment)
    groundHint = wantsGround ? GroundQuestion.hint(options.environment) : nil
    pairs = PairTable(capacity: Curses.pairCount)
    size = Curses.size(of: options.output)
    if mouse { Curses.setMouse(true) }
  }

  deinit { close() }

  /// Guard first, then signals, then ncurses, which keeps the handlers it finds.
  private static func open(
    _ entry: TerminalEntry, _ options: TerminalOptions
  ) throws(TerminalError) -> Int32 {
    guard Curses.openGuard(options.output) else {
      throw .system(call: "fork", code: errno)
    }
    let signals = Curses.catchSignals()
    guard signals >= 0 else {
      let code = errno
      Curses.closeGuard()
      throw .system(call: "pipe", code: code)
    }
    Curses.armGuard()
    let opened = entry.inEnvironment {
      Curses.open(
        entry.type, input: options.input, output: options.output,
        wantsColor: entry.abilities.depth != .mono)
    }
    guard opened else {
      Curses.releaseSignals()
      Curses.closeGuard()
      throw .unknownType(entry.type)
    }
    return signals
  }

  /// What a terminal opened like this would show; for printing a frame without opening one.
  public static func abilities(for options: TerminalOptions) -> TerminalAbilities {
    if let entry = try? TerminalEntry(options) { return entry.abilities }
    let ladder = ColorLadder(environment: options.environment, canRewrite: true)
    return ladder.abilities(color: options.color, ascii: options.ascii)
  }

  /// Leaves the screen, brings back modes, signal handlers and standard error (with what was said
  /// there meanwhile). Does nothing the second time.
  public func close() {
    guard isOpen else { return }
    hearAnswer()
    isOpen = false
    Curses.close()
    Curses.releaseSignals()
    Curses.closeGuard()
  }

  /// Ends this process as the signal would have, so that the status is honest. Close first.
  public static func die(by signal: Int32) -> Never { Curses.die(by: signal) }

  // MARK: - Output

  /// Sends what differs from the frame before.
  public func present(_ frame: Frame) {
    guard isOpen else { return }
    if abilities.depth == .direct {
      sendDirectly(frame)
    } else {
      if !send(frame) {
        // No pairs left: start again with none, and send everything. A frame that has more than all
        // of them is shown with the terminal's own colours from there on.
        Curses.forgetPairs()
        pairs.removeAll()
        shown = nil
        _ = send(frame, substitute: 0)
      }
      Curses.update()
    }
    shown = frame
    if isToAsk {
      isToAsk = false
      decoder.expectsAnswer = true
      Curses.askGround()
    }
  }

  /// The next frame is sent whole, whatever is on the screen.
  public func invalidate() {
    shown = nil
    if isOpen { Curses.invalidate() }
  }

  /// ncurses knows colours as numbered pairs, of which two 24-bit colours a cell use up all within
  /// seconds, at ten times the price. So its own screen stays blank here and the cells go past it.
  private func sendDirectly(_ frame: Frame) {
    let fits = shown?.width == frame.width && shown?.height == frame.height
    if !fits {
      shown = nil
      Curses.invalidate()
    }
    Curses.update(
      with: frame.changes(
        from: shown, width: size.width, height: size.height, depth: abilities.depth,
        unicode: abilities.unicode))
  }

  /// False when there were not enough colour pairs.
  private func send(_ frame: Frame, substitute: Int32? = nil) -> Bool {
    let width = min(frame.width, size.width)
    if row.count != width { row = Array(repeating: Curses.Cell(), count: width) }
    return frame.cells.withUnsafeBufferPointer { cells in
      for y in 0..<min(frame.height, size.height) {
        let line = UnsafeBufferPointer(rebasing: cells[(y * frame.width)..<((y + 1) * frame.width)])
        if isShown(line, y: y, in: frame) { continue }
        guard convert(line, substitute) else { return false }
        Curses.putRow(y, row)
      }
      return true
    }
  }

  private func isShown(_ line: UnsafeBufferPointer<Cell>, y: Int, in frame: Frame) -> Bool {
    guard let shown, shown.width == frame.width, shown.height == frame.height else { return false }
    return shown.cells.withUnsafeBufferPointer { old in
      guard let old = old.baseAddress, let new = line.baseAddress else { return true }
      return memcmp(old + y * frame.width, new, line.count * MemoryLayout<Cell>.stride) == 0
    }
  }

  /// Cells as ncurses takes them, into `row`.
  private func convert(_ line: UnsafeBufferPointer<Cell>, _ substitute: Int32?) -> Bool {
    var last = (foreground: Color.standard, background: Color.standard, pair: Int32(0))
    for x in row.indices {
      let cell = line[x]
      if cell.foreground != last.foreground || cell.background != last.background {
        guard let pair = pair(cell.foreground, on: cell.background) ?? substitute else {
          return false
        }
        last = (cell.foreground, cell.background, pair)
      }
      row[x].glyph = abilities.unicode ? cell.glyph : ASCIIGlyph.nearest(to: cell.glyph)
      row[x].pair = last.pair
      row[x].attributes = cell.attributes.rawValue
    }
    return true
  }

  private func pair(_ foreground: Color, on background: Color) -> Int32? {
    let front = foreground.reduced(to: abilities.depth)
    let back = background.reduced(to: abilities.depth)
    switch pairs.pair(front, on: back) {
    case .known(let number): return number
    case .full: return nil
    case .new(let number):
      Curses.definePair(number, front.cursesNumber, back.cursesNumber)
      return number
    }
  }

  // MARK: - Size, stopping, mouse

  /// Asks the terminal for its size. True when it has changed.
  @discardableResult
  func updateSize() -> Bool {
    let now = Curses.size(of: output)
    let changed = now != size
    size = now
    Curses.resize(width: now.width, height: now.height)
    shown = nil
    return changed
  }

  /// Stops the job as ^Z does; returns when it is continued, with everything to be sent again.
  public func suspend() {
    guard isOpen else { return }
    hearAnswer()
    Curses.leave()
    Curses.disarmGuard()
    Curses.stopJob()
    Curses.armGuard()
    takeBack()
  }

  /// After somebody else had the terminal: modes and screen are ours again.
  func takeBack() {
    Curses.comeBack()
    updateSize()
  }

  public func setMouse(_ on: Bool) {
    if isOpen { Curses.setMouse(on) }
  }

  // MARK: - Input

  /// An answer that is still to come would be typed into the shell; no terminal takes long over it.
  private func hearAnswer() {
    let deadline = ContinuousClock.now + .milliseconds(200)
    while decoder.expectsAnswer {
      let left = EventLoop.milliseconds(ContinuousClock.now.duration(to: deadline))
      var waiting = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      guard left > 0, poll(&waiting, 1, left) > 0, readEvents() != nil else { return }
    }
  }

  /// All that is waiting. `nil` when nothing was read at all.
  func readEvents() -> [TerminalEvent]? {
    var events: [TerminalEvent] = []
    var count = 0
    while case .some(let input) = Curses.read() {
      count += 1
      if let input { decoder.take(input, into: &events) }
    }
    decoder.finish(into: &events)
    return count == 0 ? nil : events
  }
}
