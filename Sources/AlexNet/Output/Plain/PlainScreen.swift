import ArgumentParser
import DisplayText
import Glibc
import LiveSession
import Runs
import Training

/// A run that is followed in lines on standard output instead of on the screen.
struct PlainScreen {
  private let session: PlainSession
  private let store: StoreOptions
  private let signals: StopSignals
  private var report: PlainReport
  private var isStopping = false
  private var isLeaving = false
  private var lost: TrainerLost?
  /// True after a failure of standard output.
  private var isSilent = false
  private var isReaderGone = false

  /// - Parameter signals: The signals, whose thread exists before the other threads of the process.
  init(_ session: PlainSession, _ store: StoreOptions, signals: StopSignals) {
    self.session = session
    self.store = store
    self.signals = signals
    report = PlainReport(
      lanes: session.runs.map {
        PlainLane(name: $0.name, plan: try? $0.plan(), folder: $0.folder)
      }, focus: session.run.name)
  }

  /// Prints lines until all runs are over, or until the user or a signal ends them.
  /// - Parameter message: A line before all others; `nil` for none.
  /// - Throws: For a training that this process has started, its failure, `UnsavedRun`, `TrainerLost` or
  ///   the exit status of a signal; `OutputFailure` and `OutputReaderGone` in all cases.
  mutating func run(after message: String? = nil) throws {
    if let message { print([message]) }
    printHistory()
    let attach = store.commandLine(Attach.self, session.run.name)
    signals.onFirst(remedy: "`\(attach)` shows the run", session.wakeUp)
    while !isLeaving, lost == nil, !session.outcomes.areAllOver {
      for message in session.next() { handle(message) }
      if signals.received != nil { respondToSignal() }
    }
    session.leave()
    printEnd()
    try throwOutcome()
  }

  /// Prints all that has happened: for a run in training the start and the state, for another run everything.
  private mutating func printHistory() {
    let isTraining = session.process != nil && !session.outcomes.areAllOver
    for line in session.history {
      let text = report.line(about: line)
      if !isTraining || session.isOwner { print([text].compactMap(\.self)) }
    }
    guard isTraining else { return }
    if !session.isOwner { print(report.status) }
    if session.hasInput {
      print(["Type s for the state, ? for all commands, or q to stop, and then Enter."])
    }
  }

  // MARK: - Messages

  private mutating func handle(_ message: PlainSession.Message) {
    switch message {
    case .event(let line):
      let runStore = session.run.store
      let text = report.line(about: line) { (try? runStore.run(named: $0).folder) ?? $0 }
      print([text].compactMap(\.self))
    case .refused(let reason): print(["The trainer has refused the command: \(reason)"])
    case .typed(let text):
      let answer = report.answer(text)
      print(answer.lines)
      perform(answer.action)
    case .inputEnded: isLeaving = true
    case .trainerLost(let error):
      lost = error
      if !session.isOwner { print(["\(error.problem.capitalizedFirst). \(error.remedy)."]) }
    }
  }

  private mutating func perform(_ action: PlainReport.Action?) {
    switch action {
    case .send(let command, let run): session.send(command, run: run)
    case .leave: isLeaving = true
    case .stop: stop()
    case nil: break
    }
  }

  private mutating func stop() {
    guard !isStopping else { return }
    isStopping = true
    session.send(.stop)
  }

  /// A signal stops a training that this process has started. Another training continues, and so does one
  /// whose terminal was closed (SIGHUP), as with the screen.
  private mutating func respondToSignal() {
    guard session.isOwner, signals.received != SIGHUP else {
      isLeaving = true
      return
    }
    guard !isStopping else { return }
    print(["Stopping after the current step. The run will be saved."])
    stop()
  }

  // MARK: - The end

  private mutating func printEnd() {
    let outcomes = session.outcomes
    if let process = session.process, lost == nil, !outcomes.areAllOver {
      for name in outcomes.unfinishedRuns {
        let activity = outcomes.pausedRuns.contains(name) ? "is paused" : "continues"
        print([
          "Run \(name) \(activity) in process \(process). "
            + "`\(store.commandLine(Attach.self, name))` shows it."
        ])
      }
    }
    let stopped = outcomes.stoppedRuns
    guard !stopped.isEmpty else { return }
    let them = stopped.count == 1 ? "it" : "them"
    print(["`\(store.commandLines.resumeText(stopped))` continues \(them)."])
  }

  private func throwOutcome() throws {
    if session.isOwner {
      if let failure = session.outcomes.failure { throw failure }
      if let unsaved = session.outcomes.unsavedRun(store.commandLines) { throw unsaved }
      if let lost { throw lost }
    }
    if isReaderGone, session.isOwner, !session.outcomes.stoppedRuns.isEmpty {
      throw OutputReaderGone(
        run: session.outcomes.runs[0],
        command: store.commandLines.resumeText(session.outcomes.runs))
    }
    if isReaderGone { throw ExitCode(OutputFailure.readerGoneStatus) }
    if let signal = signals.received { throw ExitCode(128 + signal) }
  }

  /// Prints lines. Without a reader, a training that this process has started is stopped; after other
  /// failures, such as a full disk, it continues without output.
  private mutating func print(_ lines: [String]) {
    guard !isSilent else { return }
    do throws(OutputFailure) {
      for line in lines { try StandardOutput.print(line.printable) }
    } catch {
      isSilent = true
      isReaderGone = error.isReaderGone
      if !error.isReaderGone {
        StandardError.write(
          ErrorMessage.line("\(error.problem). Training continues without it."))
      } else if session.isOwner {
        stop()
      } else {
        isLeaving = true
      }
    }
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
