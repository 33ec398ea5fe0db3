import ArgumentParser
import Dashboard
import Foundation
import Images
import NCursesTerminal
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
  @OptionGroup(title: "Screen") var screenOptions: ScreenOptions
  @Flag var output: Train.Output?

  func run() throws {
    let run = try store.store().run(named: name)
    let resumption = try changes.resumption(of: run)
    let plan = resumption.plan
    let data = try DataSources.open(
      plan.data, seed: plan.seed,
      validationShare: plan.validationShare ?? ImageFolder.standardValidationShare)
    if watch {
      try LiveScreen.watch(screenOptions) {
        [.init(plan, data: data, run: run, from: resumption)]
      }
    } else {
      let entry = TrainingSession.Entry(plan, data: data, run: run, from: resumption)
      try Train.follow([entry], until: StopSignals(), output)
    }
  }
}
