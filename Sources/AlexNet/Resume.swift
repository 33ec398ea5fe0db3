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
      """)

  @Argument(help: ArgumentHelp("The run, by its name.", valueName: "run"))
  var name: String

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
  }

  func run() throws {
    let launched = Launched.current()
    if watch, launched == nil { return try LiveScreen.launch(screenOptions, store) }
    if detach, launched == nil { return try Detachment.start(store) }
    let run = try store.store().run(named: name)
    let resumption = try changes.resumption(of: run)
    let plan = resumption.plan
    let data = try DataSources.open(
      plan.data, seed: plan.seed,
      validationShare: plan.validationShare ?? ImageFolder.standardValidationShare)
    if let launched {
      try launched.train(plan, data: data, from: resumption) { run }
    } else {
      try Train.follow(plan, data: data, run: run, from: resumption, output)
    }
  }
}
