import ArgumentParser
import LiveSession
import Runs
import Training

/// Continues a run.
struct Resume: NamedCommand {
  static let name = "resume"
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Resume a run exactly where it stopped.",
    discussion: """
      With the number of threads that the run started with, its losses are bit for bit those of a run \
      that was never stopped. Changes are recorded, and marked on the curves.

      The data are compared with those that the run recorded. Different classes or labels are always \
      refused. Added, removed or changed images are refused without --accept-changed-data.

      Each lane is a separate run: `\(invocation) LANE` continues it alone and does not change the \
      other lanes. `\(invocation) RUN LANE…` continues a run and its lanes side by side, each from \
      its own checkpoint.
      """)

  @Argument(
    help: ArgumentHelp("The name of the run, then those of its lanes.", valueName: "run"),
    transform: AllowedValues.run.parse)
  var names: [String]

  @OptionGroup(title: "Changes") var changes: ResumeOptions
  @OptionGroup var store: StoreOptions
  @Flag(help: "Show the run on the screen.") var watch = false
  @Flag(help: "\(TrainOutput.detachHelp)") var detach = false
  @OptionGroup(title: "Screen") var screenOptions: ScreenOptions
  @Flag var output: TrainOutput?

  func validate() throws {
    if watch && detach || (watch || detach) && output != nil {
      throw ValidationError(
        "--watch, --detach, --json and --quiet exclude each other. Give one of them.")
    }
    if names.count > 1, changes.areForOneRun {
      throw ValidationError(
        "Several runs cannot be changed when they are resumed together. Resume one run to change it."
      )
    }
  }

  func run() throws {
    let launched = LaunchedTrainer.current()
    if watch, launched == nil { return try screenOptions.launchTrainer(store) }
    if detach, launched == nil { return try store.startDetached() }
    let runStore = try store.store()
    let runs = try names.map(runStore.run(named:))
    let setups = try zip(runs, changes.resumptions(of: runs)).map(changes.setup)
    if let launched {
      try launched.train(in: store) { setups }
    } else {
      try LocalTraining(store: store, output: output).run(setups)
    }
  }
}
