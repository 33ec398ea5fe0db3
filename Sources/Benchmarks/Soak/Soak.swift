import ArgumentParser
import Foundation

/// Executes long trials with the real program. Each result is one row; a result outside its limit
/// is a failure.
struct Soak: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "soak",
    abstract:
      "Test for a long time that runs survive kills, damage, dashboards, lost ranks and hours.",
    discussion: """
      Without arguments all trials are executed, in about two hours. That of lost ranks needs an MPI \
      library and `make cluster`.
      """)

  /// A trial.
  enum Trial: String, CaseIterable, ExpressibleByArgument {
    case kills, damage, watching, memory, ranks
  }

  @Argument(help: "One trial.")
  var trial: Trial?
  @Argument(
    help:
      "The number of kills, changes, dashboards or ranks, or the duration of the memory trial in seconds.",
    transform: positive)
  var amount: Int?

  func run() throws {
    let workspace = try SoakWorkspace()
    defer { workspace.remove() }
    var failures = 0
    printLine(Self.line("trial", "result", "value", "limit"))
    for trial in trial.map({ [$0] }) ?? Trial.allCases {
      let rows =
        switch trial {
        case .kills: try KillTrial(workspace: workspace, count: amount ?? 100).run()
        case .damage: try DamageTrial(workspace: workspace, count: amount ?? 1000).run()
        case .watching: try WatchingTrial(workspace: workspace, cycles: amount ?? 50).run()
        case .memory:
          try MemoryTrial(workspace: workspace, seconds: Double(amount ?? 3600)).run()
        case .ranks: try RankTrial(workspace: workspace, count: amount ?? 20).run()
        }
      for row in rows {
        printLine(
          Self.line(trial.rawValue, row.name, row.value, row.limit)
            + (row.isWithinLimit ? "" : "  FAILED"))
        failures += row.isWithinLimit ? 0 : 1
      }
    }
    if failures > 0 { fail("\(failures) results are outside their limits.") }
  }

  private static func line(_ trial: String, _ name: String, _ value: String, _ limit: String)
    -> String
  {
    [trial.padded(to: 8), name.padded(to: 48), value.padded(to: 12), limit]
      .joined(separator: "  ")
  }
}

/// A result of a trial.
struct TrialResult {
  /// The name of the result.
  var name: String
  /// The measured value.
  var value: String
  /// The limit; empty if there is none.
  var limit = ""
  /// False if the value is outside the limit.
  var isWithinLimit = true

  /// Returns a result with an upper limit.
  static func count(_ name: String, _ count: Int, atMost maximum: Int) -> TrialResult {
    TrialResult(
      name: name, value: "\(count)", limit: "at most \(maximum)", isWithinLimit: count <= maximum)
  }

  /// Returns a result that is not a count, with an upper limit.
  static func limited(_ name: String, _ value: Double, atMost maximum: Double) -> TrialResult {
    TrialResult(
      name: name, value: String(format: "%.3g", value),
      limit: "at most \(String(format: "%g", maximum))", isWithinLimit: value <= maximum)
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
