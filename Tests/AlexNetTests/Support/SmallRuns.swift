import Foundation
import Runs
import Testing

/// Training for real, and small: options for runs that are kept in a folder of their own.
struct SmallRuns {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  var store: RunStore { RunStore(directory: "\(folder.path)/runs") }

  /// The compact network on few images, never validated.
  func compact(_ command: String, _ options: String...) -> [String] {
    [
      command, "--batch", "16", "--limit", "256", "--validate-every", "0", "--runs",
      store.directory,
    ]
      + options
  }

  /// The same for a network of two layers, which makes hundreds of steps a second.
  func tiny(_ command: String, _ options: String...) throws -> [String] {
    let spec = """
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
    return compact(command) + ["--network", try folder.file("tiny.json", spec)] + options
  }

  /// What the only run here, or the one of that name, has recorded.
  func recording(of name: String? = nil) throws -> Recording {
    let run = try name ?? #require(store.list().runs.first?.name)
    return try store.run(named: run).recording()
  }

  /// The words of the list's only line.
  func listed() throws -> [Substring] {
    let lines = try Program.run("runs", "list", "--runs", store.directory).lines
    #expect(lines.count == 2)
    return try #require(lines.last).split(separator: " ")
  }
}

/// Everything that trains takes turns: two at once on few cores only wait for each other.
@Suite(.serialized) enum ForReal {}
