import Glibc
import TerminalUI

/// The open terminal. It is not `Sendable`, because ncurses must be used by one thread: the main
/// thread, which creates the object. It must be created before other threads start, because it
/// forks the watchdog process.
public final class Terminal {
  /// The colours, characters and pictures that the terminal can show.
  public internal(set) var capabilities: TerminalCapabilities
  /// The substitution of the terminal type; `nil` if terminfo has the type.
  public let substitution: TypeSubstitution?
  /// The size in cells.
  public private(set) var size: (width: Int, height: Int)
  /// The descriptor that is readable after a signal.
  let signals: Int32
  /// The descriptor of the input.
  let input: Int32

  let output: Int32
  private let mouse: Bool
  private let notification: NotificationSequence
  private var isOpen = true
  /// The frame on the screen; `nil` if the next one must be sent completely.
  private var shown: Frame?
  private var pairs: PairTable
  /// The buffer for one row of cells.
  private var row: [Curses.Cell] = []
  var decoder = KeyDecoder()
  /// The question that is sent after the next frame.
  var question: TerminalQuery?
  /// The question that the terminal has not answered completely.
  var asked: TerminalQuery?
  /// The question that is sent when the size has changed; empty for none.
  let questionOfSize: TerminalQuery
  /// The time of the latest input.
  var lastInput = ContinuousClock.now
  /// The pictures in the terminal's own pixels.
  var pictures: ScreenPictures
  /// The background according to the environment; `nil` if it is not set or not needed.
  let environmentBackground: Color?

  /// Opens the terminal.
  /// - Throws: `TerminalError` if there is no terminal that can be drawn on.
  public init(options: TerminalOptions = TerminalOptions()) throws(TerminalError) {
    guard isatty(options.input) == 1 else { throw .notATerminal(.input) }
    guard isatty(options.output) == 1 else { throw .notATerminal(.output) }
    guard !Curses.isOpen else { throw .alreadyOpen }
    let setup = try TerminalSetup(options)
    signals = try Self.open(setup, options)
    capabilities = setup.capabilities
    substitution = setup.substitution
    input = options.input
    output = options.output
    mouse = options.mouse
    notification = NotificationSequence(options.notification, environment: options.environment)
    let queriesBackground = options.queriesBackground && setup.capabilities.depth != .mono
    pictures = ScreenPictures(options.pictures, setup.capabilities)
    let asksForPictures = pictures.canAsk && TerminalQuery.canAskForPictures(options.environment)
    let asksForBackground = queriesBackground && BackgroundQuery.isSafe(options.environment)
    questionOfSize = asksForPictures ? .cellPixels : []
    let question = questionOfSize.union(asksForPictures ? .pictures : [])
      .union(asksForBackground ? .background : [])
    self.question = question.isEmpty ? nil : question
    environmentBackground =
      queriesBackground ? BackgroundQuery.environmentColor(options.environment) : nil
    pairs = PairTable(capacity: Curses.pairCount)
    size = Curses.size(of: options.output)
    if mouse { Curses.setMouse(true) }
    choosePictures(nil)
  }

  deinit { close() }

  /// Opens the guard, then the signal handlers, then ncurses, which does not replace handlers.
  /// - Returns: The descriptor that is readable after a signal.
  private static func open(
    _ setup: TerminalSetup, _ options: TerminalOptions
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
    let opened = setup.inEnvironment {
      Curses.open(
        setup.type, input: options.input, output: options.output,
        usesColors: setup.capabilities.depth != .mono)
    }
    guard opened else {
      Curses.releaseSignals()
      Curses.closeGuard()
      throw .unknownType(setup.type)
    }
    return signals
  }

  /// Returns the capabilities of the terminal without opening it, to print a frame.
  public static func capabilities(for options: TerminalOptions) -> TerminalCapabilities {
    if let setup = try? TerminalSetup(options) { return setup.capabilities }
    let resolver = CapabilityResolver(environment: options.environment, canRewrite: true)
    return resolver.capabilities(color: options.color, ascii: options.ascii)
  }

  /// Leaves the screen and restores modes, signal handlers and standard error, to which the output is
  /// then written that was held back. A second call has no effect.
  public func close() {
    guard isOpen else { return }
    awaitAnswer()
    removePictures()
    isOpen = false
    Curses.close()
    Curses.releaseSignals()
    Curses.closeGuard()
  }

  /// Ends the process by the default action of a signal, so that the parent process sees the signal
  /// as the reason. The terminal must be closed.
  public static func exit(by signal: Int32) -> Never { Curses.exit(by: signal) }

  // MARK: - Output

  /// Sends the differences between a frame and the one on the screen.
  public func present(_ frame: Frame) {
    guard isOpen else { return }
    if capabilities.depth == .direct {
      sendDirectly(frame)
    } else {
      let vacated = pictures.vacatedRows(for: frame)
      for row in vacated { Curses.redrawRow(row) }
      let before = shown
      if !send(frame) {
        // All numbers of pairs are used: remove the pairs and send the whole frame. If this frame alone
        // needs more pairs, the rest of its cells gets the terminal's own colours.
        Curses.forgetPairs()
        pairs.removeAll()
        shown = nil
        _ = send(frame, substitute: 0)
      }
      Curses.update(
        with: pictures.changes(
          to: frame, .rows(before: shown == nil ? nil : before, also: vacated), height: size.height)
      )
    }
    shown = frame
    ask(over: frame)
  }

  /// Notifies the user in the form that the options request.
  /// - Parameters:
  ///   - title: The subject, such as the name of the program.
  ///   - text: The event in a sentence.
  public func notify(_ title: String, _ text: String) {
    let bytes = notification.bytes(title: title, text: text)
    if isOpen, !bytes.isEmpty { Curses.update(with: bytes) }
  }

  /// Requests that the next frame is sent completely.
  public func invalidate() {
    shown = nil
    pictures.invalidate()
    if isOpen { Curses.invalidate() }
  }

  /// Sends a frame in 24-bit colour without ncurses, whose own screen stays blank. ncurses numbers
  /// pairs of colours, and frames with two 24-bit colours in each cell would use all numbers within
  /// seconds, at ten times the processor time.
  private func sendDirectly(_ frame: Frame) {
    let fits = shown?.width == frame.width && shown?.height == frame.height
    if !fits {
      shown = nil
      pictures.invalidate()
      Curses.invalidate()
    }
    Curses.update(
      with: frame.changes(
        from: shown, width: size.width, height: size.height, depth: capabilities.depth,
        unicode: capabilities.unicode)
        + pictures.changes(to: frame, .cells(before: shown), height: size.height))
  }

  /// Sends a frame through ncurses.
  /// - Parameter substitute: The pair for colours without a free pair; `nil` to give up.
  /// - Returns: False if there were not enough pairs.
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

  /// Returns true if the screen already shows a row.
  private func isShown(_ line: UnsafeBufferPointer<Cell>, y: Int, in frame: Frame) -> Bool {
    guard let shown, shown.width == frame.width, shown.height == frame.height else { return false }
    return shown.cells.withUnsafeBufferPointer { old in
      guard let old = old.baseAddress, let new = line.baseAddress else { return true }
      return memcmp(old + y * frame.width, new, line.count * MemoryLayout<Cell>.stride) == 0
    }
  }

  /// Converts cells for ncurses into `row`.
  /// - Returns: False if there were not enough pairs.
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
      row[x].glyph = capabilities.unicode ? cell.glyph : ASCIIGlyph.nearest(to: cell.glyph)
      row[x].pair = last.pair
      row[x].attributes = cell.attributes.rawValue
    }
    return true
  }

  /// Returns the number of a pair of colours; `nil` if all numbers are used.
  private func pair(_ foreground: Color, on background: Color) -> Int32? {
    let front = foreground.reduced(to: capabilities.depth)
    let back = background.reduced(to: capabilities.depth)
    switch pairs.pair(front, on: back) {
    case .known(let number): return number
    case .full: return nil
    case .new(let number):
      Curses.definePair(number, front.cursesNumber, back.cursesNumber)
      return number
    }
  }

  // MARK: - Size, stopping, mouse

  /// Reads the size of the terminal.
  /// - Returns: True if it has changed.
  @discardableResult
  func updateSize() -> Bool {
    let now = Curses.size(of: output)
    let changed = now != size
    size = now
    Curses.resize(width: now.width, height: now.height)
    shown = nil
    pictures.invalidate()
    if !questionOfSize.isEmpty { question = (question ?? []).union(questionOfSize) }
    return changed
  }

  /// Stops the job as ^Z does. Returns when the job continues; the next frame is then sent
  /// completely.
  public func suspend() {
    guard isOpen else { return }
    awaitAnswer()
    removePictures()
    Curses.leave()
    Curses.disarmGuard()
    Curses.stopJob()
    Curses.armGuard()
    reclaim()
  }

  /// Restores modes and screen after another program used the terminal.
  func reclaim() {
    Curses.resume()
    updateSize()
  }

  // MARK: - Input

  /// Reads all waiting input.
  /// - Returns: The events, or `nil` if there was no input.
  func readEvents() -> [TerminalEvent]? {
    var events: [TerminalEvent] = []
    var count = 0
    discardCutAnswer()
    repeat {
      while case .some(let input) = Curses.read() {
        count += 1
        if let input { decoder.decode(input, into: &events) }
      }
      // The rest of an answer that begins with this escape can be on its way.
    } while decoder.mayBeginAnswer && hasInput(within: 50)
    decoder.finish(into: &events)
    guard count > 0 else { return nil }
    lastInput = .now
    if let event = applyAnswers() { events.append(event) }
    return events
  }
}
