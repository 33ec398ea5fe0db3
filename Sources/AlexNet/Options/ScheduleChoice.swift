import ArgumentParser
import Blueprint
import FoundationEssentials

/// The value of `--schedule`: `plateau`, `constant`, or the path of a file with a table of changes.
struct ScheduleChoice {
  static let words = ["plateau", "constant"]

  private let name: String

  /// Creates the choice for a text; `nil` if it is neither a word nor the path of a file.
  init?(argument: String) {
    guard Self.words.contains(argument) || argument.hasSuffix(".json") else { return nil }
    name = argument
  }

  /// The help text, with the program's own numbers.
  static var help: String {
    let plateau = Schedule.Plateau()
    let points = (plateau.threshold * 100).fixed(1)
    return
      "How the rate changes by itself. plateau: the rate is divided by "
      + "\(plateau.divisor.fixed(0)) when \(plateau.patience) validations in a row (the patience) "
      + "have not improved the best top-1 error by \(points) percentage points (the threshold); "
      + "after \(plateau.drops) such drops the next plateau ends the run. constant: it does not "
      + #"change. A file: by its table of steps, [{"step": 5000, "factor": 0.1}, …], or of epochs, "#
      + #"[{"afterEpochs": 24, "weights": 0.1}, …]. (default: "#
      + "\(RecipeDefaults.schedule))"
  }

  /// Returns the schedule.
  /// - Parameter network: The network, whose layers a table can name.
  /// - Throws: `OptionError` for a file without a table that fits.
  func schedule(for network: NetworkSpec) throws(OptionError) -> Schedule {
    switch name {
    case "plateau": return .plateau(.init())
    case "constant": return .constant
    default: return try table(for: network)
    }
  }

  private func table(for network: NetworkSpec) throws(OptionError) -> Schedule {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: name))
    } catch {
      throw refusal("it cannot be read: \(error.systemReason ?? "\(error)")")
    }
    if let changes = try? JSONDecoder().decode([Schedule.RateChange].self, from: data) {
      return .table(try checked(changes))
    }
    guard let rows = try? JSONDecoder().decode([EpochTable.Row].self, from: data) else {
      throw refusal("it does not contain a table")
    }
    let table = EpochTable(rows: rows)
    if let problem = table.problem(in: network) { throw refusal(problem) }
    return .epochs(table)
  }

  private func checked(
    _ changes: [Schedule.RateChange]
  ) throws(OptionError) -> [Schedule.RateChange] {
    guard zip(changes, changes.dropFirst()).allSatisfy({ $0.step < $1.step }),
      changes.allSatisfy({ $0.step >= 1 && $0.factor.isFinite && $0.factor >= 0 })
    else {
      throw refusal("steps must be 1 or more and rise, factors must be finite and not negative")
    }
    return changes
  }

  private func refusal(_ reason: String) -> OptionError {
    OptionError(
      option: "--schedule", value: "'\(name)': \(reason)",
      allowed: #"a file with a table such as [{"step": 5000, "factor": 0.1}] or "#
        + #"[{"afterEpochs": 24, "weights": 0.1}]"#)
  }
}
