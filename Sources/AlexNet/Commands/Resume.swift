import ArgumentParser
import Cluster
import FoundationEssentials
import Glibc
import LiveSession
import Runs
import Training

/// Continues a run, or a run and its lanes.
struct Resume: JobCommand {
  static let name = "resume"
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Resume a run exactly where it stopped.",
    discussion: """
      Without a name, the run that was trained last continues, with the lanes that were trained beside \
      it. On a terminal the screen shows them; with --no-watch, or in a pipe, there is a progress line.

      With the number of threads that the run started with, its losses are bit for bit those of a run \
      that was never stopped. Changes are recorded, and marked on the curves. A run can continue in \
      another number of processes; its losses are then the same up to rounding.

      A run continues with the number of threads that it started with; OMP_THREAD_LIMIT=2 in the \
      environment limits it.

      The data are compared with those that the run recorded. Different classes or labels are always \
      refused. Added, removed or changed images are refused without --accept-changed-data.

      Each lane is a separate run: `\(invocation) LANE` continues it alone and does not change the \
      other lanes. `\(invocation) RUN LANE…` continues several lanes side by side, each from its own \
      checkpoint.

      Examples:
        \(invocation)
        \(invocation) first --steps 200
        \(invocation) first --from 50 --rate 0.005 --no-watch
      """)

  @Argument(
    help: ArgumentHelp(
      "The names of a run and its lanes (default: those that were trained last).",
      valueName: "run"),
    completion: .runs, transform: AllowedValues.run.parse)
  var names: [String] = []

  @OptionGroup(title: "Changes") var changes: ResumeOptions
  @OptionGroup var eventCommands: EventCommandOptions
  @OptionGroup var tensorBoard: TensorBoardOptions
  @OptionGroup(title: "Processes") var job: JobOptions
  @OptionGroup var store: StoreOptions
  @Flag(
    inversion: .prefixedNo,
    help: "Show the run on the screen (default: on a terminal).")
  var watch: Bool?
  @Flag(help: "\(TrainOutput.detachHelp)") var detach = false
  @OptionGroup(title: "Screen") var screenOptions: ScreenOptions
  @Flag var output: TrainOutput?

  func validate() throws {
    if screenOptions.plain, watch == false || detach || output != nil {
      throw ValidationError(
        "--plain prints its own lines and excludes --no-watch, --detach, --json and --quiet. "
          + "Give one of them.")
    }
    if watch == true && detach || (watch == true || detach) && output != nil {
      throw ValidationError(
        "--watch, --detach, --json and --quiet exclude each other. Give one of them.")
    }
  }

  func run() throws {
    let launched = LaunchedTrainer.current()
    let commands = try eventCommands.commands()
    let folder = try tensorBoard.folder()
    if Launcher.current != nil, launched == nil {
      if detach { throw NotUnderALauncher(option: "--detach") }
      if watch == true { throw NotUnderALauncher(option: "--watch") }
    } else if launched == nil, detach || showsScreen {
      return try startTrainer()
    }
    try job.run(launched) { member in
      try train(launched, commands, tensorBoard: folder, as: member)
    }
  }

  /// The runs that were trained last; `nil` if names were given.
  private func latestRuns() throws -> LatestRuns? {
    names.isEmpty ? try LatestRuns(in: store.store(), changes, store: store) : nil
  }

  /// Starts another process that trains, and shows it on the screen or returns.
  private func startTrainer() throws {
    let latest = try latestRuns()
    // The trainer gets the names, so that it continues the same runs as this process has found. They
    // follow the command's name, because --on takes all words after it.
    let words = CommandLine.arguments
    let arguments = Array(words.prefix(2) + (latest?.names ?? []) + words.dropFirst(2))
    if detach { return try store.startDetached(arguments) }
    try screenOptions.launchTrainer(
      store, arguments, restartOptions: eventCommands.words + tensorBoard.words + job.words,
      message: latest?.text)
  }

  /// Trains in this process.
  /// - Parameter member: This process as rank 0 of a job; `nil` in a process alone.
  private func train(
    _ launched: LaunchedTrainer?, _ commands: [EventCommand], tensorBoard folder: String?,
    as member: JobMember?
  ) throws {
    let latest = try latestRuns()
    let names = latest?.names ?? names
    let runStore = try store.store()
    let runs = try names.map(runStore.run(named:))
    let setups = try zip(runs, changes.resumptions(of: runs, as: member)).map(changes.setup)
    if let latest, output == nil { try StandardOutput.print(latest.text.printable) }
    let timeLimit = changes.duration.timeLimit
    if let launched {
      try launched.train(
        in: store, timeLimit: timeLimit, commands: commands, tensorBoard: folder, as: member
      ) { setups }
    } else {
      try LocalTraining(
        store: store, output: output, commands: commands, tensorBoard: folder, member: member
      ).run(setups, timeLimit: timeLimit)
    }
  }

  /// True if the run is shown on the screen: if that was requested, or if nothing else was and there is a
  /// terminal for it.
  private var showsScreen: Bool {
    if let watch { return watch }
    if screenOptions.plain { return true }
    let type = ProcessInfo.processInfo.environment["TERM"] ?? "dumb"
    return output == nil && !detach && isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
      && type != "dumb"
  }
}
