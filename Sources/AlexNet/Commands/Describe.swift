import ArgumentParser
import Blueprint
import Runs

/// Prints the layers of a network and what they cost.
struct Describe: NamedCommand {
  static let name = "describe"
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Show the layers of a network: shapes, parameters, multiply-adds, memory.",
    discussion: """
      `\(HelpTopic.networks.invocation)` describes the networks and their files.

      Examples:
        \(invocation) paper
        \(invocation) mine.json --batch 64
      """)

  @Argument(
    help: ArgumentHelp(
      "\(NetworkSpec.presetNames.joined(separator: ", ")), a file, or a run.",
      valueName: "network"),
    completion: .networksAndRuns, transform: AllowedValues.networkOrRun.parse)
  var network = "compact"

  @Option(
    help: "Images in a step, for the memory (default: 128).", transform: AllowedValues.batch.parse)
  var batch = 128

  @Option(help: "The precision of activations and weights, for the memory.")
  var precision = Precision.fp32

  @OptionGroup var store: StoreOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let (spec, schedule) = try subject()
    let description = try NetworkDescription(
      spec, batch: batch, precision: precision, schedule: schedule)
    try StandardOutput.print(json ? JSONText.of(description) : description.text)
  }

  /// Returns the preset or the file of the given name with its default schedule, or else the network of the run
  /// of that name with the schedule of its plan.
  private func subject() throws -> (NetworkSpec, Schedule) {
    guard let choice = NetworkChoice(argument: network) else {
      let plan = try namedRun().plan()
      return (plan.network, plan.schedule)
    }
    let spec = try choice.spec()
    let plan = RunPlan.standard(
      spec, data: .folder(path: network), validationImages: 1, threads: 1)
    return (spec, plan.schedule)
  }

  /// The run of the given name.
  private func namedRun() throws -> Run {
    let store = try store.store()
    do throws(RunsError) {
      return try store.run(named: network)
    } catch {
      guard case .noSuchRun(_, _, let run) = error else { throw error }
      throw UnknownNetwork(
        name: network, nearest: network.nearest(in: NetworkSpec.presetNames) ?? run)
    }
  }
}

/// The error of a name that neither a network nor a run has.
struct UnknownNetwork: ProgramError, Equatable {
  var name: String
  /// A network or a run with a similar name.
  var nearest: String?

  var problem: String { "there is no network and no run '\(name)'" }
  var remedy: String {
    (nearest.map { "Did you mean \($0)? " } ?? "")
      + "The networks are \(NetworkSpec.presetNames.joined(separator: ", ")); a network file ends in "
      + ".json, and `\(RunsList.invocation)` lists the runs"
  }
  var hasNotStarted: Bool { true }
}
