import Foundation
import Runs

/// A temporary folder with the runs of the trials, and the program that creates them.
final class SoakWorkspace {
  /// The path of the folder.
  let folder: String
  /// The store of the runs.
  let store: RunStore
  /// The program, which is built in the same folder as this one.
  private let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "alexnet")

  /// Creates the folder.
  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "soak-\(UUID().uuidString)")
      .path()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    store = RunStore(directory: "\(folder)/runs")
    try Data(Self.network.utf8).write(to: URL(filePath: "\(folder)/tiny.json"))
    guard FileManager.default.isExecutableFile(atPath: program.path()) else {
      fail("'\(program.path())' was not found. Build it first.", status: 2)
    }
  }

  /// Removes the folder.
  func remove() { try? FileManager.default.removeItem(atPath: folder) }

  /// A network for hundreds of steps in a second, with every kind of layer.
  private static let network = """
    {"name": "tiny", "input": [3, 32, 32], "inputScale": 0.017, "layers": [
      {"name": "conv1", "kind": "convolution", "outputs": 16, "kernel": 5, "padding": 2,
       "stride": 2, "weights": 0.01},
      {"name": "relu1", "kind": "relu"},
      {"name": "norm1", "kind": "lrn"},
      {"name": "pool1", "kind": "pooling", "size": 3, "stride": 2},
      {"name": "drop1", "kind": "dropout"},
      {"name": "fc2", "kind": "fully-connected", "outputs": 40, "weights": "he"}
    ]}
    """

  /// Returns the arguments for a run of the tiny network.
  func tiny(_ name: String, _ options: String...) -> [String] {
    [
      "train", "--network", "\(folder)/tiny.json", "--run", name, "--batch", "16", "--limit",
      "256", "--validate-every", "0", "--augment", "crop,mirror,colour", "--threads", "2",
      "--quiet",
    ] + options
  }

  /// Starts the program with the runs of this folder.
  func start(_ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments + ["--runs", store.directory]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Executes the program until it ends successfully; otherwise this program ends.
  func finish(_ arguments: [String]) throws {
    let process = try start(arguments)
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      fail(
        "`alexnet \(arguments.joined(separator: " "))` ended with status "
          + "\(process.terminationStatus).")
    }
  }
}
