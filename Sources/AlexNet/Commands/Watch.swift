import ArgumentParser
import Blueprint
import Dashboard
import Images
import LiveSession
import Machine
import Runs
import Training

/// Trains and shows the run on the screen.
struct Watch: JobCommand {
  static let name = "watch"
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Train, and show the run on the screen (the default subcommand).",
    discussion: """
      A separate process trains. It continues when you leave this screen, when the terminal is closed \
      and when the connection is lost. `\(Attach.invocation)` shows the run again.

      The keys 1 to \(DashboardState.screens.count) choose what is shown:
      \(ScreenList.lines)
      ? explains every key. D switches dropout, L response normalisation, R changes the learning rate, \
      and u takes the last change back.

      --plain is for screen readers and logs: a sentence for each validation, change, finished epoch and \
      checkpoint, and letters with Enter as commands (? lists them). `\(Train.invocation)` instead prints \
      the values of steps in short columns, which it draws again in place on a terminal, has no commands, \
      and trains in its own process. In both, ^C saves the run and stops it.

      Examples:
        \(invocation) --data ~/photos --network alexnet --epochs 20
        \(invocation) --lane dropout=off --lane rate=0.005
        \(invocation) --ascii --theme contrast --no-mouse
        \(invocation) --plain
        \(invocation) --processes 2 --network code-145 --columns 2
      """)

  @OptionGroup(title: "Plan") var planOptions: PlanOptions
  @OptionGroup(title: "Lanes") var laneOptions: LaneOptions
  @OptionGroup(title: "Run") var runOptions: RunOptions
  @OptionGroup(title: "Run") var eventCommands: EventCommandOptions
  @OptionGroup(title: "Run") var tensorBoard: TensorBoardOptions
  @OptionGroup(title: "Processes") var job: JobOptions
  @OptionGroup(title: "Screen") var screenOptions: ScreenOptions

  func validate() throws {
    if screenOptions.once != nil, job.count > 1 {
      throw ValidationError("--once trains in one process. Leave out --processes and its options.")
    }
  }

  func run() throws {
    let commands = try eventCommands.commands()
    let folder = try tensorBoard.folder()
    if let size = screenOptions.once {
      let data = try planOptions.openData()
      let plan = try planOptions.plan(
        for: data, lesson: laneOptions.lesson, isLong: laneOptions.long)
      try showOnce(plan, data: data, size: size)
    } else if let launched = LaunchedTrainer.current() {
      try job.run(launched) { member in
        let data = try planOptions.openData()
        let plan = try planOptions.plan(
          for: data, lesson: laneOptions.lesson, isLong: laneOptions.long, as: member)
        let lanes = try lanes(beside: plan, as: member)
        let timeLimit = planOptions.duration.timeLimit
        try launched.train(
          in: runOptions.store, timeLimit: timeLimit, commands: commands, tensorBoard: folder,
          as: member
        ) {
          try runOptions.makeSetups(plan, data: data, lanes: lanes)
        }
      }
    } else {
      try screenOptions.launchTrainer(
        runOptions.store, restartOptions: eventCommands.words + tensorBoard.words + job.words,
        message: runOptions.runInTraining)
    }
  }

  /// Returns the changes of the lanes, which a screen shows only if all are trained at once.
  private func lanes(
    beside plan: RunPlan, as member: JobMember? = nil
  ) throws -> [[PlanChange]] {
    let groups = try laneOptions.groups(
      beside: plan, hasTimeLimit: planOptions.duration.timeLimit != nil, as: member)
    guard groups.count == 1 else {
      throw OptionError(
        option: "--seeds", value: "\(laneOptions.seeds ?? 0) on the screen",
        allowed: "at most \(groups[0].count + 1), or use `\(Train.invocation) --seeds`")
    }
    return groups[0]
  }

  /// Trains for the given length or time, or for 20 steps, and prints what the screen shows then.
  private func showOnce(_ plan: RunPlan, data: any DataSource, size: ScreenSize) throws {
    var plan = plan
    let duration = planOptions.duration
    if duration.length == nil, duration.timeLimit == nil { plan.length = .steps(20) }
    let store = runOptions.store
    let setups = try runOptions.makeSetups(plan, data: data, lanes: lanes(beside: plan))
    let run = setups[0].run
    let signals = StopSignals()
    let watcher = Watcher(.overview)
    let runner = try EventCommandRunner(eventCommands.commands(), for: setups)
    let recorder = TensorBoardRecorder(to: try tensorBoard.folder(), beside: run, in: store)
    let session = try TrainingSession(
      setups, timeLimit: duration.timeLimit, watcher: watcher,
      others: [recorder?.watcher, runner?.watcher].compactMap(\.self))
    runner?.start(for: session)
    recorder?.start(for: session)
    let command = store.commandLines.resumeText(setups.map(\.run.name))
    signals.onFirst(remedy: "`\(command)` continues from the last checkpoint") {
      session.send(.stop)
    }
    let settings = screenOptions.settings
    var collector = StateCollector(
      state: DashboardState(
        lanes: setups.map { ($0.run.name, $0.plan, $0.run.folder.homeAbbreviated) },
        theme: settings.theme))
    let outcomes = collector.reportAll(from: watcher, runs: setups.map(\.run.name))
    recorder?.finishAndReport(within: LocalTraining.commandLimit)
    runner?.finish(within: LocalTraining.commandLimit)
    if let failure = outcomes.failure { throw failure }
    for snapshot in watcher.snapshots.removeValue() ?? [] {
      _ = update(&collector.state, .snapshot(snapshot))
    }
    collector.state.completeFrame(size: (size.width, size.height), of: run)
    try FramePrinter(settings.terminal).print(collector.state, size)
    if let unsaved = outcomes.unsavedRun(store.commandLines) { throw unsaved }
    if let signal = signals.received { throw ExitCode(128 + signal) }
  }

  /// Passes events to the state of a dashboard instead of printing them.
  private struct StateCollector: EventReporter {
    var state: DashboardState

    mutating func report(_ line: EventLine) {
      _ = update(&state, .trainer(line.event, run: line.run))
    }
  }
}
