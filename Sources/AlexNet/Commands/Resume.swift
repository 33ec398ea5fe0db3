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

      The data are compared with the run's record of them. Other classes or labels are refused. \
      Added, removed or changed images are refused without --accept-changed-data.

      A lane is a run of its own: `\(invocation) LANE` continues it alone and leaves the other lanes \
      as they are. `\(invocation) RUN LANE…` continues a run and lanes that come from it side by \
      side, each from its own checkpoint.
      """)

  @Argument(
    help: ArgumentHelp("The name of the run, and of lanes beside it.", valueName: "run"),
    transform: NonEmptyText.parse)
  var names: [String]

  @OptionGroup(title: "Changes") var changes: ResumeOptions
  @OptionGroup var store: StoreOptions
  @Flag(help: "Show the run on the screen.") var watch = false
  @Flag(help: "\(TrainOutput.detachHelp)") var detach = false
  @OptionGroup(title: "Screen") var screenOptions: ScreenOptions
  @Flag var output: TrainOutput?

  func validate() throws {
    if watch && detach || (watch || detach) && output != nil {
      throw ValidationError("Give one of --watch, --detach, --json and --quiet.")
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
