import ArgumentParser
import Blueprint
import Runs

/// Shows a network's layers and what they cost.
struct Describe: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show a network's layers: shapes, parameters, multiply-adds, memory.")

  @Argument(
    help: ArgumentHelp(
      "\(NetworkSpec.presetNames.joined(separator: ", ")), a file, or a run.",
      valueName: "network"),
    transform: GivenText.nonEmpty)
  var network = "compact"

  @Option(help: "Images a step, for the memory.")
  var batch = 128

  @Option(help: "Of activations and weights, for the memory.")
  var precision = Precision.fp32

  @OptionGroup var store: StoreOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    try OptionError.check("--batch", batch, in: Limits.batch)
    let description = try NetworkDescription(spec(), batch: batch, precision: precision)
    try StandardOutput.print(json ? JSONText.of(description) : description.text)
  }

  /// The preset or file of that name, else the network of the run of that name.
  private func spec() throws -> NetworkSpec {
    do {
      return try NetworkChoice(name: network).spec()
    } catch BlueprintError.unknownPreset(let name, let known) {
      guard let run = try? store.store().run(named: name) else {
        throw BlueprintError.unknownPreset(name, known: known)
      }
      return try run.plan().network
    }
  }
}
