import ArgumentParser
import LiveSession
import Runs

/// Prints everything about a run.
struct RunsShow: NamedCommand {
  static let name = "show"
  static let parent: (any NamedCommand.Type)? = RunsCommand.self
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Show a run: its folder, sizes, planned end, errors, evaluations and settings.")

  @Argument(
    help: ArgumentHelp("The name of the run.", valueName: "run"), completion: .runs,
    transform: AllowedValues.run.parse
  )
  var name: String

  @OptionGroup var store: StoreOptions

  @Flag(help: "Print JSON. The values top1 and top5 are errors, from 0 to 1.")
  var json = false

  func run() throws {
    let run = try store.store().run(named: name)
    let summary = try run.summary()
    let report = RunReport(
      run, summary, try run.recording().events,
      process: summary.state == .running ? run.trainerProcess : nil)
    try StandardOutput.print(json ? JSONText.of(report) : report.text)
  }
}
