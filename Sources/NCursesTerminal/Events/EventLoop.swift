import Glibc
import TerminalUI

/// Waits for the terminal, signals and other threads; hands each to a handler, and asks for a frame
/// only when the handler said that something changed. Sleeps in poll(2) otherwise.
public final class EventLoop {
  public enum Happening: Hashable, Sendable {
    case terminal(TerminalEvent)
    /// Another thread has called `WakeUp.signal()`, once or more.
    case woken
    /// The time asked for by `tick(after:)` has passed.
    case tick
  }

  /// What the handler wants done.
  public enum Response: Hashable, Sendable {
    case none, redraw
    /// Redraw when it is convenient: news that nobody has asked for, and that costs whoever makes it
    /// when it is drawn too often.
    case refresh
    /// Redraw, with every cell sent (^L).
    case repaint
    /// Stop the job (^Z).
    case suspend
    case quit
  }

  public enum Ending: Hashable, Sendable {
    case quit
    /// Asked to end from outside, or the terminal went away (`SIGHUP`). Save, close the terminal,
    /// then `Terminal.die(by:)`.
    case signal(Int32)
  }

  public let terminal: Terminal
  private let wakeUp: WakeUp?
  private let clock = ContinuousClock()
  private var pacer: FramePacer
  private var emptyReads = 0

  public init(
    terminal: Terminal, wakeUp: WakeUp? = nil, framesPerSecond: Int = 15, newsPerSecond: Int = 4
  ) {
    self.terminal = terminal
    self.wakeUp = wakeUp
    pacer = FramePacer(framesPerSecond: framesPerSecond, newsPerSecond: newsPerSecond)
  }

  /// Asks for one `.tick`; the earliest wish counts. May be called from the handler.
  public func tick(after duration: Duration) { pacer.askTick(at: clock.now + duration) }

  /// Runs until the handler quits or a signal ends it; the terminal stays open. The view gets the
  /// size of the terminal, of which the handler also hears at the start.
  public func run(
    view: (_ width: Int, _ height: Int) -> Frame, handle: (Happening) -> Response
  ) -> Ending {
    let size = terminal.size
    let first = Happening.terminal(.resized(width: size.width, height: size.height))
    if let ending = obey(handle(first), handle) { return ending }
    if let ground = terminal.groundHint,
      let ending = obey(handle(.terminal(.ground(ground))), handle)
    {
      return ending
    }
    pacer.markDirty()
    var spent = CPUTime.ofThisThread
    while true {
      if pacer.isFrameDue(at: clock.now) {
        terminal.present(view(terminal.size.width, terminal.size.height))
        let now = CPUTime.ofThisThread
        pacer.drew(at: clock.now, for: now - spent)
        spent = now
      }
      let ready = wait(pacer.patience(at: clock.now))
      if let ending = serve(ready, handle) { return ending }
    }
  }

  private func serve(_ ready: Ready, _ handle: (Happening) -> Response) -> Ending? {
    if ready.signals, let ending = serveSignals(handle) { return ending }
    if ready.input, let ending = serveInput(hungUp: ready.hungUp, handle) { return ending }
    if ready.wakeUp, let wakeUp {
      wakeUp.drain()
      if let ending = obey(handle(.woken), handle) { return ending }
    }
    if pacer.takeTick(at: clock.now) { return obey(handle(.tick), handle) }
    return nil
  }

  private func serveSignals(_ handle: (Happening) -> Response) -> Ending? {
    while let signal = Curses.nextSignal() {
      switch signal {
      case SIGWINCH: if let ending = resized(terminal.updateSize(), handle) { return ending }
      case SIGTSTP: if let ending = obey(.suspend, handle) { return ending }
      case SIGCONT:
        let before = terminal.size
        terminal.takeBack()
        if let ending = resized(before != terminal.size, handle) { return ending }
      default: return .signal(signal)
      }
    }
    return nil
  }

  private func serveInput(hungUp: Bool, _ handle: (Happening) -> Response) -> Ending? {
    let events = terminal.readEvents()
    for event in events ?? [] {
      if let ending = obey(handle(.terminal(event)), handle) { return ending }
    }
    emptyReads = events == nil ? emptyReads + 1 : 0
    // Readable for ever with nothing to read: gone, though nobody said so.
    return hungUp || emptyReads > 100 ? .signal(SIGHUP) : nil
  }

  private func resized(_ changed: Bool, _ handle: (Happening) -> Response) -> Ending? {
    pacer.markDirty()
    guard changed else { return nil }
    let size = terminal.size
    return obey(handle(.terminal(.resized(width: size.width, height: size.height))), handle)
  }

  private func obey(_ response: Response, _ handle: (Happening) -> Response) -> Ending? {
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

  private struct Ready {
    var input = false
    var hungUp = false
    var signals = false
    var wakeUp = false
  }

  private func wait(_ patience: Duration?) -> Ready {
    let readable = Int16(POLLIN)
    // poll() passes over negative descriptors.
    var waiting = [terminal.input, terminal.signals, wakeUp?.descriptor ?? -1].map {
      pollfd(fd: $0, events: readable, revents: 0)
    }
    guard poll(&waiting, nfds_t(waiting.count), Self.milliseconds(patience)) > 0 else {
      return Ready()
    }
    let gone = Int16(POLLHUP | POLLERR | POLLNVAL)
    return Ready(
      input: waiting[0].revents != 0, hungUp: waiting[0].revents & gone != 0,
      signals: waiting[1].revents != 0, wakeUp: waiting[2].revents & readable != 0)
  }

  /// Rounded up: waking a little early would mean waiting again.
  static func milliseconds(_ patience: Duration?) -> Int32 {
    guard let (seconds, attoseconds) = patience?.components else { return -1 }
    guard seconds < 86_400 else { return 86_400_000 }
    let thousandth: Int64 = 1_000_000_000_000_000
    return Int32(seconds * 1000 + (attoseconds + thousandth - 1) / thousandth)
  }
}
