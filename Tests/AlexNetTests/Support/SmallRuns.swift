import Attaching
import Foundation
import Runs
import Testing

/// Options for small trainings with the real program, with runs in a temporary folder.
struct SmallRuns {
  let folder: TemporaryFolder
  private let trainers: Trainers

  init() throws {
    folder = try TemporaryFolder()
    trainers = Trainers(of: folder)
  }

  var store: RunStore { RunStore(directory: "\(folder.path)/runs") }

  /// The arguments of a command with the compact network on few images, without validation.
  func compact(_ command: String, _ options: String...) -> [String] {
    [
      command, "--batch", "16", "--limit", "256", "--validate-every", "0", "--runs",
      store.directory,
    ]
      + options
  }

  /// The arguments of a command with a network of two layers, which makes hundreds of steps a second.
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

  /// The recording of a run.
  /// - Parameter name: The name; `nil` for the only run.
  func recording(of name: String? = nil) throws -> Recording {
    let run = try name ?? #require(store.list().runs.first?.name)
    return try store.run(named: run).recording()
  }

  /// The words of the first row of `runs list`.
  func listed() throws -> [Substring] {
    let lines = try Program.run("runs", "list", "--runs", store.directory).lines
    try #require(lines.count >= 2)
    return lines[1].split(separator: " ")
  }

  /// The process ID of a run's trainer; `nil` without a trainer.
  /// - Parameter name: The name; `nil` for the only run.
  func trainer(of name: String? = nil) throws -> pid_t? {
    let run = try name ?? #require(store.list().runs.first?.name)
    return try? RunAttachment(to: store.run(named: run), interest: .nothing).process
  }

  /// Waits until a run is over.
  func waitForTheEnd(of name: String) throws {
    let run = try store.run(named: name)
    let deadline = ContinuousClock.now + .seconds(60)
    while run.isTraining {
      try #require(ContinuousClock.now < deadline, "the trainer of \(name) does not end")
      usleep(10_000)
    }
  }
}

/// Kills all trainers with runs in a folder at the end of a test, also of one that failed.
private final class Trainers {
  private let folder: TemporaryFolder

  init(of folder: TemporaryFolder) { self.folder = folder }

  deinit {
    // No other process has the folder's name in its command line.
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    for process in processes.compactMap({ pid_t($0) }) where process != getpid() {
      guard let file = fopen("/proc/\(process)/cmdline", "re") else { continue }
      var bytes = [UInt8](repeating: 0, count: 1 << 14)
      let count = fread(&bytes, 1, bytes.count, file)
      fclose(file)
      let words = String(decoding: bytes[..<count], as: UTF8.self)
      let name = words.prefix { $0 != "\0" }.split(separator: "/").last ?? ""
      if words.contains(folder.path), name == "alexnet" || name == "alexnet-trainer" {
        kill(process, SIGKILL)
      }
    }
  }
}

/// The parent of all suites that train. They run one after another, since two trainings on few cores slow
/// each other down.
@Suite(.serialized) enum ForReal {}
