import ArgumentParser
import Blueprint
import Runs

/// Prints the layers of a network and what they cost.
struct Describe: NamedCommand {
  static let name = "describe"
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Show the layers of a network: shapes, parameters, multiply-adds, memory.")

  @Argument(
    help: ArgumentHelp(
      "\(NetworkSpec.presetNames.joined(separator: ", ")), a file, or a run.",
      valueName: "network"),
    transform: NonEmptyText.parse)
  var network = "compact"

  @Option(help: "Images in a step, for the memory.")
  var batch = 128

  @Option(help: "The precision of activations and weights, for the memory.")
  var precision = Precision.fp32

  @OptionGroup var store: StoreOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    try OptionError.check("--batch", batch, in: Limits.batch)
    let description = try NetworkDescription(spec(), batch: batch, precision: precision)
    try StandardOutput.print(json ? JSONText.of(description) : description.text)
  }

  /// Returns the preset or the file of the given name, or else the network of the run of that name.
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
