import Attaching
import Blueprint
import Dashboard
import DisplayText
import Foundation
import NCursesTerminal
import Runs
import TerminalUI
import Training

/// The dashboard on a terminal: it carries a feed's events to the state, keys to the state's `update`,
/// and what that wants to the trainer. It never waits for the trainer.
final class LiveScreen {
  private var run: Run
  private var feed: any Feed
  private let wakeUp: WakeUp
  private let loop: EventLoop
  private let errands: KernelErrands
  private var state: DashboardState
  private let start = ContinuousClock.now
  /// How far the journals have been heard of, by the runs' names.
  private var heard: [String: Int] = [:]
  /// Which runs those are: names may change while nothing is heard.
  private var known: [String: RunIdentity] = [:]
  /// The trainer, where this process has started it: it is stopped by what stops this.
  private let child: pid_t?
  private var endings: RunEndings
  private var hasAskedToStop = false
  private var cutOff: CutOff?
  private var kept = KeptView(environment: ProcessInfo.processInfo.environment)
  private let shelf: RunShelf
  private let store: StoreOptions

  init(
    _ run: Run, _ store: StoreOptions, terminal: Terminal, theme: TerminalUI.Theme.Name?,
    child: pid_t?
  ) throws {
    let wakeUp = try WakeUp()
    self.run = run
    self.wakeUp = wakeUp
    self.child = child
    self.store = store
    feed = try run.openFeed(.overview) { wakeUp.signal() }
    let runs = try feed.runs(of: run)
    endings = RunEndings(runs.map(\.name))
    state = try DashboardState(
      lanes: runs.map { ($0.name, try $0.plan(), $0.folder.abbreviated) }, focus: run.name,
      theme: theme, abilities: terminal.abilities)
    kept.restore(&state)
    if let substitution = terminal.substitution { state.tell(substitution.words) }
    if child != nil { state.openLesson() }
    shelf = RunShelf(run.store) { wakeUp.signal() }
    errands = KernelErrands(runs) { wakeUp.signal() }
    loop = EventLoop(terminal: terminal, wakeUp: wakeUp)
    try catchUp()
    if feed.process == nil, !endings.areAll { cut() }
  }

  /// How the watching ended.
  struct Ending {
    /// Not of all, when the trainer was left at work.
    var endings: RunEndings
    var cutOff: CutOff?
    var signal: Int32?
    /// It goes on, or will end by itself.
    var process: pid_t?
    var isStopping: Bool
    /// Whether this screen's end tells how the run has ended.
    var isOwner: Bool
  }

  func show() -> Ending {
    let ending = loop.run(
      view: { [self] width, height in
        view(state, width: width, height: height, abilities: loop.terminal.abilities)
      },
      handle: { [self] in handle($0) })
    kept.write(&state)
    var signal: Int32?
    if case .signal(let number) = ending {
      signal = number
      // Whoever has only looked on leaves the run alone; and losing the terminal is nobody's wish.
      // A step and a checkpoint of the paper's network take a while; a second signal does not wait.
      if child != nil, number != SIGHUP { stop(within: .seconds(120)) }
    }
    feed.leave()
    return Ending(
      endings: endings, cutOff: cutOff, signal: signal,
      process: endings.areAll ? nil : feed.process,
      isStopping: hasAskedToStop, isOwner: child != nil)
  }

  private func handle(_ happening: EventLoop.Happening) -> EventLoop.Response {
    let seconds = start.duration(to: .now) / .seconds(1)
    var effects = update(&state, .tick(seconds: seconds))
    // Steps come by the dozen a second; drawing each would cost what makes them.
    var response = EventLoop.Response.refresh
    switch happening {
    case .terminal(let event):
      effects += update(&state, .terminal(event))
      response = .redraw
    case .woken:
      effects += takeNews(&response)
    case .tick:
      if !effects.isEmpty { response = .redraw }
    }
    let answered = respond(to: effects, otherwise: response)
    feed.look(at: state.interest)
    kept.note(&state, at: seconds)
    // The time on the screen goes on by itself.
    loop.tick(after: .seconds(state.tickInterval))
    return answered
  }

  private func respond(
    to effects: [DashboardEffect], otherwise response: EventLoop.Response
  ) -> EventLoop.Response {
    var response = response
    for effect in effects {
      switch effect {
      case .send(let command, let run):
        if command == .stop, run == nil || endings.runs.count == 1 { hasAskedToStop = true }
        feed.send(command, run: run)
      case .measureRoom(let plan):
        let room = Trainer.room(for: plan)
        let free = Trainer.mostLanes - endings.going
        _ = update(&state, .room(lanes: room.count, bytes: room.bytes, free: free))
      case .loadKernels(let step, let run): errands.load(step: step, of: run)
      case .exportKernels(let export, let run): errands.export(export, of: run)
      case .quit: return .quit
      case .suspend: response = .suspend
      case .repaint: response = .repaint
      case .listRuns, .loadRuns, .renameRun, .deleteRun, .writeNote: shelf.perform(effect)
      }
    }
    return response
  }

  // MARK: - News

  private func takeNews(_ response: inout EventLoop.Response) -> [DashboardEffect] {
    // Asked first: then all that came before the end is there.
    let isOver = feed.isOver
    var effects: [DashboardEffect] = []
    for line in feed.watcher.events.takeAll() {
      heard[line.run, default: 0] += line.event.journalBytes
      effects += take(line)
      if case .step = line.event { continue }
      response = .redraw
    }
    for glimpse in feed.watcher.glimpses.take() ?? [] {
      effects += update(&state, .glimpse(glimpse))
    }
    for news in errands.news.takeAll() { effects += update(&state, news) }
    for news in shelf.takeNews() {
      effects += update(&state, .runs(news))
      response = .redraw
    }
    for reason in feed.takeRefusals() {
      effects += update(&state, .refused(reason))
      response = .redraw
    }
    if isOver, !endings.areAll, cutOff == nil {
      effects += findAgain()
      response = .redraw
    }
    return effects
  }

  private func take(_ line: EventLine) -> [DashboardEffect] {
    endings.take(line)
    switch line.event {
    case .started: known[line.run] = try? run.store.run(named: line.run).identity
    case .renamed(_, let name): follow(line.run, to: name)
    default: break
    }
    return update(&state, .trainer(line.event, run: line.run))
  }

  /// A run that is shown has another name now.
  private func follow(_ old: String, to name: String) {
    heard[name] = heard.removeValue(forKey: old)
    known[name] = known.removeValue(forKey: old)
    guard let renamed = try? run.store.run(named: name) else { return }
    errands.follow(old, to: renamed)
    if run.name == old { run = renamed }
  }

  /// Takes from the journals what the feed will not tell. What that wants was wanted long ago.
  private func catchUp() throws {
    for run in try feed.runs(of: run) {
      for event in try run.history(before: feed, from: heard[run.name] ?? 0).events {
        _ = take(EventLine(run: run.name, event: event))
      }
    }
    for place in feed.places { heard[place.run] = place.bytes }
  }

  /// The line is cut: perhaps because this process was stopped for long, and perhaps because the
  /// trainer is no more.
  private func findAgain() -> [DashboardEffect] {
    for (old, identity) in known {
      guard let name = run.store.run(identity)?.name, name != old else { continue }
      _ = take(EventLine(run: old, event: .renamed(step: state.step, name: name)))
    }
    let again = try? run.openFeed(state.interest) { [wakeUp] in wakeUp.signal() }
    guard let again else { return cut() }
    let end = again.process == nil ? child.flatMap(ProcessEnd.init(waitingFor:)) : nil
    feed = again
    do {
      try catchUp()
    } catch {
      return cut()
    }
    guard again.process == nil else { return [] }
    guard !endings.areAll else { return hasAskedToStop ? [.quit] : [] }
    return cut(end)
  }

  @discardableResult
  private func cut(_ end: ProcessEnd? = nil) -> [DashboardEffect] {
    let found = CutOff(run, store, end: end?.words)
    cutOff = found
    return update(&state, .cutOff(found.text))
  }

  /// Asks the trainer to end in order, and waits for it, though not for ever.
  private func stop(within patience: Duration) {
    hasAskedToStop = true
    feed.send(.stop, run: nil)
    let deadline = ContinuousClock.now + patience
    while !endings.areAll, !feed.isOver, ContinuousClock.now < deadline {
      feed.watcher.events.waitForMail(timeout: .milliseconds(100))
      for line in feed.watcher.events.takeAll() { _ = take(line) }
    }
    for line in feed.watcher.events.takeAll() { _ = take(line) }
  }
}

extension LiveScreen.Ending {
  /// Prints on the shell's screen how the runs are, and ends the process if it has to end otherwise than
  /// by returning.
  func tell(about run: Run, _ store: StoreOptions) throws {
    let output = Result { () throws(OutputFailure) in
      for line in lines(about: run, store) { try StandardOutput.print(line.printable) }
    }
    if isOwner, let failure = endings.failure { throw failure }
    if isOwner, let unsaved = endings.unsaved(in: store) { throw unsaved }
    if isOwner, let cutOff { throw cutOff }
    if let signal { Terminal.die(by: signal) }
    try output.get()
  }

  private func lines(about run: Run, _ store: StoreOptions) -> [String] {
    var lines = endings.runs.compactMap { line(about: $0, beside: run, store) }
    if !isOwner, let cutOff { lines.append("\(cutOff.problem); \(cutOff.remedy)") }
    return lines
  }

  private func line(about name: String, beside run: Run, _ store: StoreOptions) -> String? {
    switch endings.last[name] {
    case .finished(let step, let seconds, let reason):
      let folder = (try? run.store.run(named: name))?.folder ?? name
      return """
        run \(name) \(reason.rawValue) after \(step) steps, \(seconds.fixed(0)) s of training; \
        kept in \(folder)
        """
    case .failed(_, let message):
      return isOwner ? nil : "run \(name) failed: \(message)"
    default:
      guard let process else { return nil }
      return isStopping
        ? "run \(name) ends after the step in hand, in process \(process)"
        : "run \(name) goes on in process \(process): \(store.command("attach", name))"
    }
  }
}
