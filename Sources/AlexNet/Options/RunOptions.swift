import ArgumentParser
import Blueprint
import Images
import Runs
import Training

/// The name of a new run, and the folder in which it is saved.
struct RunOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The name of the run (default: its network, its data and a number).", valueName: "name"),
    transform: AllowedValues.newRunName.parse)
  var run: String?

  @OptionGroup var store: StoreOptions

  /// The sentence on a run that is training already, and that shares the processors; `nil` without one.
  var runInTraining: String? {
    let runs = (try? store.store().list().runs) ?? []
    return runs.first { $0.state == .running }.map { run in
      "\(run.name) is training too: `\(store.commandLine(Attach.self, run.name))` shows it"
    }
  }

  /// Creates the run of a plan and the runs of its lanes, each with its plan in its folder.
  /// - Parameter lanes: The changes of each lane.
  func makeSetups(
    _ plan: RunPlan, data: any DataSource, lanes: [[PlanChange]]
  ) throws -> [TrainingSession.RunSetup] {
    let run = try store.store().create(plan, name: run, data: data.name)
    return [TrainingSession.RunSetup(plan, data: data, run: run)]
      + (try LaneOptions.laneSetups(lanes, beside: plan, data: data, run: run))
  }
}
