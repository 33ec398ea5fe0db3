import Cluster
import Foundation
import Runs
import Testing

@testable import AlexNet

/// A launcher of this machine with the part of the program that uses its library.
struct MPIRun: CustomTestStringConvertible, Sendable {
  var library: MPILibrary
  var path: String
  var testDescription: String { library.rawValue }

  /// The launchers that can be used; none without `make cluster`.
  static let all: [MPIRun] = [.openMPI, .mpich].compactMap { (library: MPILibrary) in
    let shim = Program.executable.deletingLastPathComponent().appending(path: library.fileName)
    let path = "/usr/bin/mpirun.\(library.rawValue)"
    guard access(shim.path, F_OK) == 0, access(path, X_OK) == 0 else { return nil }
    return MPIRun(library: library, path: path)
  }

  /// A shell command that replaces the words of the program by those of the launcher.
  func preparation(ranks: Int) -> String {
    var options = ["-n", "\(ranks)"]
    if library == .openMPI {
      options += ["--oversubscribe", "--bind-to", "none"]
      if geteuid() == 0 { options.append("--allow-run-as-root") }
    }
    return "set -- \(path) \(options.joined(separator: " ")) \"$@\""
  }

  /// Starts the program as ranks.
  func start(_ ranks: Int, _ arguments: [String]) throws -> Program {
    try Program(arguments, after: preparation(ranks: ranks))
  }

  /// Runs the program as ranks to its end.
  func run(_ ranks: Int, _ arguments: [String]) throws -> Program.Result {
    try start(ranks, arguments).result()
  }
}

extension SmallRuns {
  /// The arguments of a command with a small network of the form of `code-145`: groups, a convolution over both
  /// columns, and normalisation within a column.
  func columns(_ command: String, _ options: String...) throws -> [String] {
    let spec = """
      {"name": "columns", "input": [3, 32, 32], "inputScale": 0.017, "layers": [
        {"name": "conv1", "kind": "convolution", "outputs": 32, "kernel": 5, "padding": 2,
         "stride": 2, "weights": 0.01},
        {"name": "relu1", "kind": "relu"},
        {"name": "pool1", "kind": "pooling", "size": 3, "stride": 2},
        {"name": "conv2", "kind": "convolution", "outputs": 32, "kernel": 3, "padding": 1,
         "groups": 2, "weights": 0.01},
        {"name": "relu2", "kind": "relu"},
        {"name": "conv3", "kind": "convolution", "outputs": 32, "kernel": 3, "padding": 1,
         "weights": 0.01},
        {"name": "relu3", "kind": "relu"},
        {"name": "fc6", "kind": "fully-connected", "outputs": 64, "weights": "he"},
        {"name": "relu6", "kind": "relu"},
        {"name": "fc8", "kind": "fully-connected", "outputs": 40, "weights": "he"}
      ]}
      """
    return compact(command) + ["--network", try folder.file("columns.json", spec)] + options
  }

  /// The losses of the recorded steps of a run.
  func losses(of name: String) throws -> [Double] {
    try recording(of: name).events.compactMap { event in
      if case .step(let step) = event { step.loss } else { nil }
    }
  }

  /// The message of the failure with which a run ended; `nil` for another end.
  func failure(of name: String) throws -> String? {
    guard case .failed(_, let message) = try recording(of: name).events.last else { return nil }
    return message
  }
}

/// Returns the largest relative difference between two series.
func largestDifference(_ first: [Double], _ second: [Double]) -> Double {
  guard first.count == second.count else { return .infinity }
  return zip(first, second).map { abs($0 - $1) / abs($1) }.max() ?? .infinity
}
