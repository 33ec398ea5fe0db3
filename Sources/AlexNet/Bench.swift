import ArgumentParser

/// Measures how fast a network trains here.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure training speed, layer by layer, against what the processor can do.")

  enum Precision: String, ExpressibleByArgument, CaseIterable {
    case fp32
  }

  @Option(help: "\(NetworkChoice.help)")
  var network = NetworkChoice(name: "compact")

  @Option(help: "Images a step.")
  var batch = 128

  @Option(help: "Steps to time.")
  var steps = 20

  @Option(help: "The numbers' precision.")
  var precision = Precision.fp32

  @Option(help: "Threads that compute (default: every core).")
  var threads: Int?

  @Flag(help: "Print JSON.")
  var json = false
}
