import ArgumentParser
import Foundation
import Images
import Runs
import Training

/// Goes on with a run.
struct Resume: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Go on with a run exactly where it stopped.",
    discussion: """
      With the threads that it began with, its losses are those of a run that never stopped, bit \
      for bit. What is changed is recorded, and marked on the curves.

      The data are compared with the run's record of them. Other classes or labels are refused; \
      where images were added, removed or changed, --accept-changed-data continues on them.

      A lane is a run of its own: named alone it goes on alone, and those that were trained with it \
      stay as they are. Lanes that are named behind the run that they come from go on beside it, \
      each from its own checkpoint.
      """)

  @Argument(
    help: ArgumentHelp("The run, by its name, and lanes to go on beside it.", valueName: "run"),
    transform: GivenText.nonEmpty)
  var names: [String]

  @OptionGroup(title: "Changes") var changes: ResumeOptions
  @OptionGroup var store: StoreOptions
  @Flag(help: "Show it on the screen.") var watch = false
  @Flag(help: "Return as soon as it trains; `alexnet attach` shows it.") var detach = false
  @OptionGroup(title: "Screen") var screenOptions: ScreenOptions
  @Flag var output: Train.Output?

  func validate() throws {
    if watch && detach || (watch || detach) && output != nil {
      throw ValidationError("Give one of --watch, --detach, --json and --quiet.")
    }
    if names.count > 1, changes.areOfOneRun {
      throw ValidationError("Several runs go on as they are; change one of them by itself.")
    }
  }

  func run() throws {
    let launched = Launched.current()
    if watch, launched == nil { return try LiveScreen.launch(screenOptions, store) }
    if detach, launched == nil { return try Detachment.start(store) }
    let store = try store.store()
    let runs = try names.map(store.run(named:))
    let entries = try zip(runs, changes.resumptions(of: runs)).map(changes.entry)
    if let launched {
      try launched.train(in: self.store) { entries }
    } else {
      try Train.follow(entries, in: self.store, until: StopSignals(), output)
    }
  }
}
