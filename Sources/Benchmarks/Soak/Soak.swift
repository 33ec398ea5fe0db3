import Foundation
import Runs

/// The long trials of runs that are to survive: what each found is a row, and what must not be is
/// a failure.
struct Soak {
  enum Trial: String, CaseIterable { case kills, damage, watching, memory }

  var trials: [Trial]
  /// How many kills, changes or cycles; nil is each trial's own.
  var count: Int?
  /// How long the trial of memory takes.
  var seconds: Double

  func run() throws {
    let place = try SoakPlace()
    defer { place.remove() }
    var failures = 0
    say(Self.line("trial", "what", "found", "wanted"))
    for trial in trials {
      let rows =
        switch trial {
        case .kills: try SoakKills(place: place, count: count ?? 100).run()
        case .damage: try SoakDamage(place: place, count: count ?? 1000).run()
        case .watching: try SoakWatching(place: place, cycles: count ?? 50).run()
        case .memory: try SoakMemory(place: place, seconds: seconds).run()
        }
      for row in rows {
        say(
          Self.line(trial.rawValue, row.what, row.found, row.wanted)
            + (row.isGood ? "" : "  FAILED"))
        failures += row.isGood ? 0 : 1
      }
    }
    if failures > 0 { stop("\(failures) of these are not as wanted", status: 1) }
  }

  private static func line(_ trial: String, _ what: String, _ found: String, _ wanted: String)
    -> String
  {
    [trial.padded(to: 8), what.padded(to: 48), found.padded(to: 12), wanted]
      .joined(separator: "  ")
  }

  struct Row {
    var what: String
    var found: String
    var wanted = ""
    var isGood = true

    static func count(_ what: String, _ found: Int, atMost most: Int) -> Row {
      Row(what: what, found: "\(found)", wanted: "at most \(most)", isGood: found <= most)
    }
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}

/// Where the trials' runs are, and the program that makes them.
final class SoakPlace {
  let folder: String
  let store: RunStore
  /// Built beside this one.
  private let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "alexnet")

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "soak-\(UUID().uuidString)")
      .path()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    store = RunStore(directory: "\(folder)/runs")
    try Data(Self.network.utf8).write(to: URL(filePath: "\(folder)/tiny.json"))
    guard FileManager.default.isExecutableFile(atPath: program.path()) else {
      stop("there is no \(program.path()): build it first", status: 2)
    }
  }

  func remove() { try? FileManager.default.removeItem(atPath: folder) }

  /// Small enough for hundreds of steps a second, with every kind of layer.
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

  /// Options of a run of the tiny network.
  func tiny(_ name: String, _ options: String...) -> [String] {
    [
      "train", "--network", "\(folder)/tiny.json", "--run", name, "--batch", "16", "--limit",
      "256", "--validate-every", "0", "--augment", "crop,mirror,colour", "--threads", "2",
      "--quiet",
    ] + options
  }

  /// Starts the program on the runs of this place.
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

  /// Runs it to its end, which has to be a good one.
  func finish(_ arguments: [String]) throws {
    let process = try start(arguments)
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      stop(
        "`alexnet \(arguments.joined(separator: " "))` ended with \(process.terminationStatus)",
        status: 1)
    }
  }
}

/// A random generator with the same numbers in every run (Steele, Lea and Flood's SplitMix64).
struct SoakRandomGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}
