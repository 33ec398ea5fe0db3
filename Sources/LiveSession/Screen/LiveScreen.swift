import Blueprint
import Dashboard
import FoundationEssentials
import Glibc
import Machine
import NCursesTerminal
import Runs
import TerminalUI
import Training

/// The dashboard on a terminal, connected to a run. It passes the events of the run and the keys to the
/// state of the dashboard, and carries out the effects that the state returns. It does not wait for the
/// trainer after a command: the result of the command arrives as an event.
public final class LiveScreen {
  var run: Run
  var connection: any RunConnection
  var state: DashboardState
  var outcomes: RunOutcomes
  /// Set while the runs are interrupted: their trainer ended without an event.
  var trainerLost: TrainerLost?
  /// The offset in the journal of each interrupted run up to which the state contains it, in bytes, by the
  /// run's name.
  var lostOffsets: [String: Int] = [:]
  /// The start of a new trainer for the interrupted runs; `nil` if none is in progress.
  var restart: TrainerRestart?
  /// The rest of the session's time limit at the latest step, in seconds; `nil` without a limit.
  var secondsLeft: Double?
  /// The identity of each run, by its name. Names can change while there is no connection.
  var identities: [String: RunIdentity] = [:]
  var hasRequestedStop = false
  let wakeUp: WakeUp
  /// The process ID of the trainer if this process started it, otherwise `nil`.
  var childTrainer: pid_t?
  /// True if this process started the first trainer. Then a signal that ends the screen also stops the
  /// trainer, except SIGHUP.
  let isOwner: Bool
  let commands: RunCommandLines
  let kernelWorker: KernelFileWorker
  let storeWorker: RunStoreWorker
  let folderWorker: FolderWorker
  let jobs: RunJobs
  let imageWorker: ImageWorker
  let imageFinder: ImageFinder
  let machineWorker: MachineWorker
  let loop: EventLoop
  private var viewSettings = ViewSettingsFile(
    environment: ProcessInfo.processInfo.environment)
  private let start = ContinuousClock.now
  /// The longest time to wait for the end of work when the screen is closed. It ends after the current images.
  private static let jobLimit = Duration.seconds(10)

  /// Connects to a run and replays its journal.
  /// - Parameters:
  ///   - theme: The theme; `nil` to choose it from the terminal's background.
  ///   - ownTrainer: The process ID of the trainer if this process started it.
  ///   - focusesFirst: True for the focus on the first lane of the trainer instead of on `run`.
  init(
    _ run: Run, _ commands: RunCommandLines, terminal: Terminal, theme: Theme.Name?,
    ownTrainer: pid_t?, focusesFirst: Bool = false
  ) throws {
    let wakeUp = try WakeUp()
    self.run = run
    self.wakeUp = wakeUp
    childTrainer = ownTrainer
    isOwner = ownTrainer != nil
    self.commands = commands
    connection = try run.connect(.overview) { wakeUp.signal() }
    let runs = try connection.runs(with: run)
    outcomes = RunOutcomes(runs.map(\.name))
    state = try DashboardState(
      lanes: runs.map { ($0.name, try $0.plan(), $0.folder.homeAbbreviated) },
      focus: focusesFirst ? nil : run.name,
      theme: theme, capabilities: terminal.capabilities)
    viewSettings.restore(&state)
    if let substitution = terminal.substitution { state.addMessage(substitution.message) }
    if let pictures = terminal.refusedPictures {
      state.addMessage(
        "--pictures \(pictures.rawValue) has no effect here: pixels need Unicode and 256 colours")
    }
    if ownTrainer != nil { state.openLesson() } else { state.showLesson() }
    storeWorker = RunStoreWorker(run.store) { wakeUp.signal() }
    folderWorker = FolderWorker { wakeUp.signal() }
    imageWorker = ImageWorker { wakeUp.signal() }
    imageFinder = ImageFinder { wakeUp.signal() }
    machineWorker = MachineWorker { wakeUp.signal() }
    jobs = RunJobs(run.store) { wakeUp.signal() }
    kernelWorker = KernelFileWorker(runs) { wakeUp.signal() }
    loop = EventLoop(terminal: terminal, wakeUp: wakeUp)
    try replayJournals(of: runs)
    state.finishReplay(beginsOnLive: ownTrainer != nil)
    if connection.process == nil, !outcomes.areAllOver { reportTrainerLost() }
  }

  /// Offers the tour to a user who has started a training for the first time.
  func offerTour() {
    if isOwner { viewSettings.offerTour(&state) }
  }

  /// Shows the dashboard until the user or a signal closes it.
  func show() -> ScreenOutcome {
    let reason = loop.run(
      view: { [self] width, height in
        view(state, width: width, height: height, capabilities: loop.terminal.capabilities)
      },
      handle: { [self] in handle($0) })
    viewSettings.write(&state)
    machineWorker.follow(nil)
    cancelRestart()
    jobs.end(within: Self.jobLimit)
    var signal: Int32?
    if case .signal(let number) = reason {
      signal = number
      // A run whose trainer another process started continues. So does a run whose screen lost its
      // terminal (SIGHUP), because that is not a request to stop. The wait is long because a step and a
      // checkpoint of the paper's network can take a minute.
      if isOwner, number != SIGHUP { stopTrainer(within: .seconds(120)) }
    }
    connection.disconnect()
    return ScreenOutcome(
      run: run, outcomes: outcomes, trainerLost: trainerLost, signal: signal,
      process: outcomes.areAllOver ? nil : connection.process, isStopping: hasRequestedStop,
      isOwner: isOwner)
  }

  private func handle(_ event: EventLoop.LoopEvent) -> EventLoop.Response {
    let seconds = start.duration(to: .now) / .seconds(1)
    var effects = update(&state, .tick(seconds: seconds, clock: .current))
    // Dozens of steps can arrive in a second. They are drawn at the next refresh, since a frame for
    // each would slow training down.
    var response = EventLoop.Response.refresh
    switch event {
    case .terminal(let event):
      effects += update(&state, .terminal(event))
      response = .redraw
    case .woken:
      let arrivals = processMailboxes()
      effects += arrivals.effects
      if arrivals.redraws { response = .redraw }
    case .tick:
      effects += reconnectIfResumed()
      if !effects.isEmpty || state.isPlaying { response = .redraw }
    }
    let answer = perform(effects, otherwise: response)
    connection.setInterest(state.interest)
    followMachine()
    viewSettings.update(&state, at: seconds)
    // The clock on the screen advances without events.
    loop.tick(after: .seconds(state.tickInterval))
    return answer
  }

  /// Carries out effects.
  /// - Returns: The response that an effect requires, or else `response`.
  private func perform(
    _ effects: [DashboardEffect], otherwise response: EventLoop.Response
  ) -> EventLoop.Response {
    var response = response
    for effect in effects {
      switch effect {
      case .send(let command, let run):
        if command == .stop, run == nil || outcomes.runs.count == 1 { hasRequestedStop = true }
        connection.send(command, run: run)
      case .resume: restartTrainer()
      case .measureRoom(let plan):
        let room = Trainer.room(for: plan)
        let free = Trainer.maximumLanes - outcomes.runningCount
        _ = update(&state, .room(lanes: room.count, bytes: room.bytes, free: free))
      case .loadKernels(let step, let run): kernelWorker.load(step: step, of: run)
      case .loadLayers(let step, let run): kernelWorker.loadLayers(after: step, of: run)
      case .inspect(let run): jobs.inspect(run)
      case .evaluate(let request): jobs.evaluate(request)
      case .cancelEvaluation: jobs.evaluation.cancel()
      case .export(let request): jobs.write(request)
      case .cancelExport: jobs.export.cancel()
      case .listRuns: storeWorker.list()
      case .loadRuns(let names): storeWorker.load(names)
      case .renameRun(let name, let newName): storeWorker.rename(name, to: newName)
      case .deleteRun(let name): storeWorker.delete(name)
      case .listFolder(let path): folderWorker.list(path)
      case .findImages(let request): imageFinder.find(request)
      case .analyzeImages(let request, let name): analyzeImages(request, of: name)
      case .writeNote(let text, let name): storeWorker.writeNote(text, on: name)
      case .quit: return .quit
      case .suspend: response = .suspend
      case .repaint: response = .repaint
      }
    }
    return response
  }

  /// Asks the trainer to stop after the current step, and waits for its end up to `limit` or until a
  /// second signal: it is possible that the step never ends.
  private func stopTrainer(within limit: Duration) {
    hasRequestedStop = true
    connection.send(.stop, run: nil)
    let deadline = ContinuousClock.now + limit
    while connection.process != nil, !outcomes.areAllOver, !connection.isOver,
      ContinuousClock.now < deadline, !loop.receivedExitSignal()
    {
      connection.watcher.events.waitForMessage(timeout: .milliseconds(100))
      for line in connection.watcher.events.drain() { _ = apply(line) }
    }
    for line in connection.watcher.events.drain() { _ = apply(line) }
  }
}
