import ArgumentParser
import Attaching
import DisplayText
import Glibc
import LiveSession
import Machine
import Runs
import Training

/// Training in this process, with its events on standard output.
struct LocalTraining {
  let store: StoreOptions
  let output: TrainOutput?
  /// True for events with the load of the machine among those of JSON.
  let reportsMachine: Bool
  /// The commands of the user at moments of the runs.
  let commands: [EventCommand]
  /// The folder of TensorBoard's files; `nil` without them.
  let tensorBoard: String?
  /// This process as rank 0 of a job; `nil` in a process alone.
  let member: JobMember?
  /// The command that continues the training after a signal; `nil` for `resume` with the runs.
  let continuation: String?
  private let signals: StopSignals

  /// The longest time to wait, at the end, for commands that still run.
  static let commandLimit = Duration.seconds(5)

  init(
    store: StoreOptions, output: TrainOutput?, reportsMachine: Bool = false,
    commands: [EventCommand], tensorBoard: String?, member: JobMember? = nil,
    signals: StopSignals? = nil, continuation: String? = nil
  ) {
    self.store = store
    self.output = output
    self.reportsMachine = reportsMachine
    self.commands = commands
    self.tensorBoard = tensorBoard
    self.member = member
    self.continuation = continuation
    self.signals = signals ?? member?.signals ?? StopSignals()
  }

  /// Trains runs until all of them are over. Meanwhile other processes can connect.
  /// - Parameters:
  ///   - setups: At least one run.
  ///   - timeLimit: The training time after which the runs end; `nil` for no limit.
  ///   - requiresHost: True if training without a socket for other processes is an error.
  ///   - onStart: Called when other processes can connect.
  /// - Throws: `RunFailure`, `UnsavedRun`, the exit status of the signal that stopped the runs, or
  ///   `OutputReaderGone`.
  func run(
    _ setups: [TrainingSession.RunSetup], timeLimit: Duration?, requiresHost: Bool = false,
    onStart: () -> Void = {}
  ) throws {
    let watcher = Watcher(.nothing)
    let runner = EventCommandRunner(commands, for: setups)
    let recorder = TensorBoardRecorder(to: tensorBoard, beside: setups[0].run, in: store)
    let session = try TrainingSession(
      setups, timeLimit: timeLimit, watcher: watcher,
      others: [recorder?.watcher, runner?.watcher].compactMap(\.self), job: member?.training)
    for warning in member?.processors.warnings ?? [] { session.warn(kind: "threads", warning) }
    runner?.start(for: session)
    recorder?.start(for: session)
    let command = continuation ?? store.commandLines.resumeText(setups.map(\.run.name))
    signals.onFirst(remedy: "`\(command)` continues from the last checkpoint") {
      if let member { member.respondToSignal { session.send(.stop) } } else { session.send(.stop) }
    }
    let host = try Self.host(session, of: setups[0].run, isRequired: requiresHost)
    defer { host?.close() }
    onStart()
    let runs = setups.map(\.run)
    var reporter = reporter(runs)
    var isReaderGone = false
    let outcomes = reporter.reportAll(from: watcher, runs: runs.map(\.name)) { failure in
      isReaderGone = failure.isReaderGone
      Self.respond(to: failure, session)
    }
    // Only one thread at a time can use the ranks.
    if member != nil { session.waitForEnd() }
    recorder?.finishAndReport(within: Self.commandLimit)
    runner?.finish(within: Self.commandLimit)
    if let failure = outcomes.failure { throw failure }
    if let unsaved = outcomes.unsavedRun(store.commandLines) { throw unsaved }
    // The runs were saved, and the exit status shows that a signal was the reason.
    if let signal = signals.received { throw ExitCode(128 + signal) }
    if isReaderGone, !outcomes.stoppedRuns.isEmpty {
      throw OutputReaderGone(
        run: outcomes.runs[0], command: store.commandLines.resumeText(outcomes.runs))
    }
  }

  private func reporter(_ runs: [Run]) -> any EventReporter {
    // Open MPI gives ranks a terminal of its own, even if the output of mpirun is a file.
    let isLaunchers = member != nil && JobControl.current == nil
    return switch output {
    case .json where reportsMachine: MachineEvents(folder: runs[0].store.directory)
    case .json: JSONReporter()
    case .quiet: QuietReporter()
    case nil:
      ProgressReporter(runs: runs, isTerminal: !isLaunchers && isatty(STDOUT_FILENO) == 1)
    }
  }

  /// Responds to a failure of standard output. Without a reader the runs are saved and stopped; after
  /// other failures, such as a full disk, training continues without output.
  private static func respond(to failure: OutputFailure, _ session: TrainingSession) {
    guard !failure.isReaderGone else { return session.send(.stop) }
    let message = "Training continues, but \(failure.problem). Nothing more is printed."
    StandardError.write(
      ErrorMessage.line("\(failure.problem). Training continues without it."))
    session.warn(kind: "output", message)
  }

  private static func host(
    _ session: TrainingSession, of run: Run, isRequired: Bool
  ) throws(AttachingError) -> TrainerHost? {
    do throws(AttachingError) {
      return try TrainerHost(session, of: run)
    } catch {
      if isRequired { throw error }
      StandardError.write(ErrorMessage.line("other processes cannot attach: \(error)"))
      return nil
    }
  }
}

extension LaunchedTrainer {
  /// Trains for the clients that connect, in the background.
  /// - Parameters:
  ///   - timeLimit: The training time after which the runs end; `nil` for no limit.
  ///   - commands: The commands of the user at moments of the runs.
  ///   - tensorBoard: The folder of TensorBoard's files; `nil` without them.
  ///   - member: This process as rank 0 of a job; `nil` in a process alone.
  ///   - makeSetups: Creates the runs. It is called when the starter has sent `begin`.
  /// - Returns: The setups, and the training for further runs.
  /// - Throws: Exit status 2 if the starter has ended, and the errors of `LocalTraining`.
  @discardableResult
  func train(
    in store: StoreOptions, timeLimit: Duration?, commands: [EventCommand], tensorBoard: String?,
    as member: JobMember?, _ makeSetups: () throws -> [TrainingSession.RunSetup]
  ) throws -> ([TrainingSession.RunSetup], LocalTraining) {
    guard waitForBegin() else { throw ExitCode(2) }
    // Training continues when the terminal of the starter is closed.
    signal(SIGHUP, SIG_IGN)
    let setups = try makeSetups()
    let training = LocalTraining(
      store: store, output: nil, commands: commands, tensorBoard: tensorBoard, member: member)
    try training.run(setups, timeLimit: timeLimit, requiresHost: true) {
      announceTraining(of: setups[0].run)
    }
    return (setups, training)
  }
}

extension StoreOptions {
  /// Starts a trainer in the background and prints the command that shows it and the path of its log.
  /// - Parameter arguments: The arguments of the trainer, first the program's name.
  func startDetached(_ arguments: [String] = CommandLine.arguments) throws {
    let (run, process) = try DetachedStart.perform(arguments, commandLines) {
      try store().run(named: $0)
    }
    try StandardOutput.print(
      """
      run \(run.name) is training in process \(process)
        watch it  \(commandLine(Attach.self, run.name).printable)
        its log   \(run.logPath.homeAbbreviated.printable)
      """)
  }
}
