import ArgumentParser
import Blueprint
import Foundation

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
      + #"change. A file: by its table, [{"step": 5000, "factor": 0.1}, …]. (default: "#
      + "\(RecipeDefaults.schedule))"
  }

  func schedule() throws -> Schedule {
    switch name {
    case "plateau": return .plateau(.init())
    case "constant": return .constant
    default: return .table(try table())
    }
  }

  private func table() throws -> [Schedule.RateChange] {
    func refuse(_ reason: String) -> OptionError {
      OptionError(
        option: "--schedule", value: "'\(name)': \(reason)",
        allowed: #"a file with a table such as [{"step": 5000, "factor": 0.1}]"#)
    }
    guard let data = try? Data(contentsOf: URL(filePath: name)) else {
      throw refuse("it cannot be read")
    }
    guard let changes = try? JSONDecoder().decode([Schedule.RateChange].self, from: data) else {
      throw refuse("it does not contain a table")
    }
    guard zip(changes, changes.dropFirst()).allSatisfy({ $0.step < $1.step }),
      changes.allSatisfy({ $0.step >= 1 && $0.factor.isFinite && $0.factor >= 0 })
    else {
      throw refuse("steps must be 1 or more and rise, factors must be finite and not negative")
    }
    return changes
  }
}
