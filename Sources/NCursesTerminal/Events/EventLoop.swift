import Glibc
import TerminalUI

/// Waits for input from the terminal, for signals and for other threads, and passes each event to a
/// handler. A frame is drawn only at the start, after the terminal was resized, after a suspended
/// job continues, or after the handler requested one. Between events the loop sleeps in poll(2).
public final class EventLoop {
  /// An event that the loop passes to its handler.
  public enum LoopEvent: Hashable, Sendable {
    /// An input from the terminal.
    case terminal(TerminalEvent)
    /// Another thread called `WakeUp.signal()` at least once.
    case woken
    /// The time given to `tick(after:)` has passed.
    case tick
  }

  /// The action that the handler requests after an event.
  public enum Response: Hashable, Sendable {
    /// No action.
    case none
    /// Draws a frame as soon as possible: the user waits for it.
    case redraw
    /// Draws a frame later, at the lower rate for updates that the user did not cause.
    case refresh
    /// Draws a frame and sends every cell (^L).
    case repaint
    /// Stops the job (^Z).
    case suspend
    /// Ends the loop.
    case quit
  }

  /// The reason for which the loop ended.
  public enum ExitReason: Hashable, Sendable {
    /// The handler responded with `.quit`.
    case quit
    /// A signal arrived that ends the program, or the terminal was closed (`SIGHUP`). The caller
    /// saves its work, closes the terminal and calls `Terminal.exit(by:)`.
    case signal(Int32)
  }

  /// The terminal.
  public let terminal: Terminal
  private let wakeUp: WakeUp?
  private let clock = ContinuousClock()
  private var pacer: FramePacer
  private var emptyReads = 0

  /// Creates a loop.
  /// - Parameters:
  ///   - terminal: An open terminal.
  ///   - wakeUp: The descriptor by which other threads wake the loop; `nil` if there is none.
  ///   - framesPerSecond: The highest rate of frames for `.redraw`.
  ///   - updatesPerSecond: The highest rate of frames for `.refresh`.
  public init(
    terminal: Terminal, wakeUp: WakeUp? = nil, framesPerSecond: Int = 15, updatesPerSecond: Int = 4
  ) {
    self.terminal = terminal
    self.wakeUp = wakeUp
    pacer = FramePacer(framesPerSecond: framesPerSecond, updatesPerSecond: updatesPerSecond)
  }

  /// Schedules one `.tick`. If several are scheduled, only the earliest occurs. The handler can
  /// call this.
  public func tick(after duration: Duration) { pacer.scheduleTick(at: clock.now + duration) }

  /// Runs until the handler quits or a signal ends the loop. The terminal remains open. The first
  /// event is the size of the terminal.
  /// - Parameters:
  ///   - view: Draws a frame of the given size.
  ///   - handle: Processes an event and returns the requested action.
  public func run(
    view: (_ width: Int, _ height: Int) -> Frame, handle: (LoopEvent) -> Response
  ) -> ExitReason {
    let size = terminal.size
    let first = LoopEvent.terminal(.resized(width: size.width, height: size.height))
    if let reason = perform(handle(first), handle) { return reason }
    if let background = terminal.environmentBackground,
      let reason = perform(handle(.terminal(.background(background))), handle)
    {
      return reason
    }
    pacer.markDirty()
    var spent = CPUTime.ofThisThread
    while true {
      if pacer.isFrameDue(at: clock.now) {
        terminal.present(view(terminal.size.width, terminal.size.height))
        let now = CPUTime.ofThisThread
        pacer.didDraw(at: clock.now, for: now - spent)
        spent = now
      }
      let ready = wait(pacer.timeout(at: clock.now))
      if let reason = serve(ready, handle) { return reason }
    }
  }

  /// Returns true if a signal that ends the program has arrived since signals were last read. A
  /// caller that waits after the end of the loop calls this to stop waiting.
  public func receivedExitSignal() -> Bool {
    var received = false
    while let signal = Curses.nextSignal() {
      switch signal {
      case SIGWINCH, SIGTSTP, SIGCONT: continue
      default: received = true
      }
    }
    return received
  }

  private func serve(_ ready: Ready, _ handle: (LoopEvent) -> Response) -> ExitReason? {
    if ready.signals, let reason = serveSignals(handle) { return reason }
    if ready.input, let reason = serveInput(hungUp: ready.hungUp, handle) { return reason }
    if ready.wakeUp, let wakeUp {
      wakeUp.drain()
      if let reason = perform(handle(.woken), handle) { return reason }
    }
    if pacer.consumeTick(at: clock.now) { return perform(handle(.tick), handle) }
    return nil
  }

  private func serveSignals(_ handle: (LoopEvent) -> Response) -> ExitReason? {
    while let signal = Curses.nextSignal() {
      switch signal {
      case SIGWINCH: if let reason = resized(terminal.updateSize(), handle) { return reason }
      case SIGTSTP: if let reason = perform(.suspend, handle) { return reason }
      case SIGCONT:
        let before = terminal.size
        terminal.reclaim()
        if let reason = resized(before != terminal.size, handle) { return reason }
      default: return .signal(signal)
      }
    }
    return nil
  }

  private func serveInput(hungUp: Bool, _ handle: (LoopEvent) -> Response) -> ExitReason? {
    let events = terminal.readEvents()
    for event in events ?? [] {
      if let reason = perform(handle(.terminal(event)), handle) { return reason }
    }
    emptyReads = events == nil ? emptyReads + 1 : 0
    // A terminal can be closed without a hang-up. Its descriptor is then always readable, but no
    // input can be read.
    return hungUp || emptyReads > 100 ? .signal(SIGHUP) : nil
  }

  private func resized(_ changed: Bool, _ handle: (LoopEvent) -> Response) -> ExitReason? {
    pacer.markDirty()
    guard changed else { return nil }
    let size = terminal.size
    return perform(handle(.terminal(.resized(width: size.width, height: size.height))), handle)
  }

  /// Performs the requested action. Returns the reason if the loop must end.
  private func perform(_ response: Response, _ handle: (LoopEvent) -> Response) -> ExitReason? {
    switch response {
    case .none: return nil
    case .redraw: pacer.markDirty()
    case .refresh: pacer.markDirty(.calm)
    case .repaint:
      terminal.invalidate()
      pacer.markDirty()
    case .suspend:
      let before = terminal.size
      terminal.suspend()
      return resized(before != terminal.size, handle)
    case .quit: return .quit
    }
    return nil
  }

  // MARK: - Waiting

  /// The descriptors that are ready.
  private struct Ready {
    var input = false
    var hungUp = false
    var signals = false
    var wakeUp = false
  }

  /// Waits for an event and returns the descriptors that are ready.
  private func wait(_ timeout: Duration?) -> Ready {
    let readable = Int16(POLLIN)
    // poll() ignores negative descriptors.
    var waiting = [terminal.input, terminal.signals, wakeUp?.descriptor ?? -1].map {
      pollfd(fd: $0, events: readable, revents: 0)
    }
    guard poll(&waiting, nfds_t(waiting.count), Self.milliseconds(timeout)) > 0 else {
      return Ready()
    }
    let closed = Int16(POLLHUP | POLLERR | POLLNVAL)
    return Ready(
      input: waiting[0].revents != 0, hungUp: waiting[0].revents & closed != 0,
      signals: waiting[1].revents != 0, wakeUp: waiting[2].revents & readable != 0)
  }

  /// Returns the timeout for poll(2) in milliseconds, at most one day; −1 for `nil`, which means
  /// no timeout. It is rounded up, because the loop would otherwise wake too early and wait again.
  static func milliseconds(_ timeout: Duration?) -> Int32 {
    guard let (seconds, attoseconds) = timeout?.components else { return -1 }
    guard seconds < 86_400 else { return 86_400_000 }
    let thousandth: Int64 = 1_000_000_000_000_000
    return Int32(seconds * 1000 + (attoseconds + thousandth - 1) / thousandth)
  }
}
