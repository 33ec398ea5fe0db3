import CTerminal
import Glibc
import TerminalUI

/// The terminal, from opening to giving back. Not `Sendable`: ncurses lives on one thread, the one
/// that made this (the main thread). Open it before other threads start: it forks the watchdog.
public final class Terminal {
  public let abilities: TerminalAbilities
  public private(set) var size: (width: Int, height: Int)
  /// Readable when a signal has come; for `EventLoop`.
  let signals: Int32
  let input: Int32

  private let output: Int32
  private let mouse: Bool
  private var isOpen = true
  private var shown: Frame?
  private var pairs: PairTable
  private var row: [terminal_cell] = []
  private var decoder = KeyDecoder()
  /// To be asked once the first frame is on the screen, which waits for nothing.
  private var isToAsk: Bool
  /// What the environment says of the ground.
  let groundHint: Color?

  public init(options: TerminalOptions = TerminalOptions()) throws(TerminalError) {
    guard isatty(options.input) == 1 else { throw .notATerminal(.input) }
    guard isatty(options.output) == 1 else { throw .notATerminal(.output) }
    guard terminal_is_open() == 0 else { throw .alreadyOpen }
    let entry = try TerminalEntry(options)
    signals = try Self.open(entry, options)
    abilities = entry.abilities
    input = options.input
    output = options.output
    mouse = options.mouse
    let wantsGround = options.asksForGround && entry.abilities.depth != .mono
    isToAsk = wantsGround && GroundQuestion.isSafe(options.environment)
    groundHint = wantsGround ? GroundQuestion.hint(options.environment) : nil
    pairs = PairTable(capacity: terminal_pair_count())
    size = Self.size(of: options.output)
    if mouse { terminal_set_mouse(1) }
  }

  deinit { close() }

  /// Guard first, then signals, then ncurses, which keeps the handlers it finds.
  private static func open(
    _ entry: TerminalEntry, _ options: TerminalOptions
  ) throws(TerminalError) -> Int32 {
    guard terminal_guard_open(options.output) == 0 else {
      throw .system(call: "fork", code: errno)
    }
    let signals = terminal_catch_signals()
    guard signals >= 0 else {
      let code = errno
      terminal_guard_close()
      throw .system(call: "pipe", code: code)
    }
    terminal_guard_arm()
    let opened = entry.inEnvironment {
      let wantsColor: Int32 = entry.abilities.depth == .mono ? 0 : 1
      return terminal_open(entry.type, options.input, options.output, wantsColor) == 0
    }
    guard opened else {
      terminal_release_signals()
      terminal_guard_close()
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
    terminal_close()
    terminal_release_signals()
    terminal_guard_close()
  }

  /// Ends this process as the signal would have, so that the status is honest. Close first.
  public static func die(by signal: Int32) -> Never { terminal_die(signal) }

  // MARK: - Output

  /// Sends what differs from the frame before.
  public func present(_ frame: Frame) {
    guard isOpen else { return }
    if !send(frame) {
      // No pairs left: start again with none, and send everything. A frame that has more than all
      // of them is shown with the terminal's own colours from there on.
      terminal_forget_pairs()
      pairs.removeAll()
      shown = nil
      _ = send(frame, substitute: 0)
    }
    terminal_update()
    shown = frame
    if isToAsk {
      isToAsk = false
      decoder.expectsAnswer = true
      terminal_ask_ground()
    }
  }

  /// The next frame is sent whole, whatever is on the screen.
  public func invalidate() {
    shown = nil
    if isOpen { terminal_invalidate() }
  }

  /// False when there were not enough colour pairs.
  private func send(_ frame: Frame, substitute: Int32? = nil) -> Bool {
    let width = min(frame.width, size.width)
    if row.count != width { row = Array(repeating: terminal_cell(), count: width) }
    return frame.cells.withUnsafeBufferPointer { cells in
      for y in 0..<min(frame.height, size.height) {
        let line = UnsafeBufferPointer(rebasing: cells[(y * frame.width)..<((y + 1) * frame.width)])
        if isShown(line, y: y, in: frame) { continue }
        guard convert(line, substitute) else { return false }
        terminal_put_row(Int32(y), row, Int32(width))
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
      terminal_define_pair(number, front.cursesNumber, back.cursesNumber)
      return number
    }
  }

  // MARK: - Size, stopping, mouse

  /// Asks the terminal for its size. True when it has changed.
  @discardableResult
  func updateSize() -> Bool {
    let now = Self.size(of: output)
    let changed = now != size
    size = now
    terminal_resize(Int32(now.width), Int32(now.height))
    shown = nil
    return changed
  }

  private static func size(of output: Int32) -> (width: Int, height: Int) {
    var width: Int32 = 0
    var height: Int32 = 0
    terminal_get_size(output, &width, &height)
    return (Int(width), Int(height))
  }

  /// Stops the job as ^Z does; returns when it is continued, with everything to be sent again.
  public func suspend() {
    guard isOpen else { return }
    hearAnswer()
    terminal_leave()
    terminal_guard_disarm()
    terminal_stop_job()
    terminal_guard_arm()
    takeBack()
  }

  /// After somebody else had the terminal: modes and screen are ours again.
  func takeBack() {
    terminal_return()
    updateSize()
  }

  public func setMouse(_ on: Bool) {
    if isOpen { terminal_set_mouse(on ? 1 : 0) }
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
    while case let raw = terminal_read(), Int(raw.kind) != TERMINAL_NOTHING {
      count += 1
      if let input = KeyDecoder.Input(raw) { decoder.take(input, into: &events) }
    }
    decoder.finish(into: &events)
    return count == 0 ? nil : events
  }
}
