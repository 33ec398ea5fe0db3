import Blueprint
import Machine

/// A selection of runs that a user has typed. A word is a part of a run's name, `lrn=off` is a setting of the
/// plan, and `state=running`, `after=2026-11-01` and `before=…` are properties of the run. A run must
/// match all terms.
public struct RunFilter: Equatable, Sendable {
  /// One condition. Dates are in seconds since 1970.
  enum Term: Equatable, Sendable {
    case word(String)
    case setting(Setting, value: String)
    case state(String)
    case after(Double)
    case before(Double)
  }

  let terms: [Term]
  /// One message for each error in the text. A term with an error matches every run.
  public let problems: [String]

  /// Reads a filter from one text.
  public init(_ text: String) {
    self.init(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }

  /// Reads a filter from the words of a command line.
  public init(_ words: [String]) {
    var terms: [Term] = []
    var problems: [String] = []
    for word in words.flatMap({ $0.split(whereSeparator: \.isWhitespace) }) where !word.isEmpty {
      guard let sign = word.firstIndex(of: "="), sign != word.startIndex else {
        terms.append(.word(word.lowercased()))
        continue
      }
      let name = word[..<sign].lowercased()
      let value = word[word.index(after: sign)...].lowercased()
      // The value is still being typed.
      if value.isEmpty { continue }
      switch name {
      case "state":
        if RunSummary.State.names.contains(where: { $0.hasPrefix(value) }) {
          terms.append(.state(value))
        } else {
          problems.append("'\(value)' is not a state; a run is \(Self.allStates)")
        }
      case "after", "before":
        if let time = Self.time(value) {
          terms.append(name == "after" ? .after(time) : .before(time))
        } else {
          problems.append("'\(value)' is not a date such as 2026-11-01")
        }
      default:
        if let setting = Setting(rawValue: name) {
          terms.append(.setting(setting, value: value))
        } else {
          problems.append("'\(name)' is not a setting of runs; the settings are \(Self.allNames)")
        }
      }
    }
    self.terms = terms
    self.problems = problems
  }

  /// True if the filter has no terms, so that it matches every run.
  public var isEmpty: Bool { terms.isEmpty }

  /// Returns true if a run matches all terms.
  public func admits(_ run: RunSummary) -> Bool {
    guard !terms.isEmpty else { return true }
    return terms.allSatisfy { term in
      switch term {
      case .word(let word): run.name.lowercased().contains(word)
      case .setting(.data, let value):
        [run.data, run.plan.data.description].contains { $0.lowercased().contains(value) }
      case .setting(let setting, let value):
        Self.matches(setting.value(in: run.currentPlan), value)
      case .state(let word): run.state.name.hasPrefix(word)
      case .after(let time): run.started.map { $0 >= time } ?? false
      case .before(let time): run.started.map { $0 < time } ?? false
      }
    }
  }

  /// Compares the value in a plan with the typed one. Numbers are compared by their values, texts match
  /// their beginnings, and "on" matches everything but "off".
  private static func matches(_ value: String, _ typed: String) -> Bool {
    // Screens separate thousands: "2,000".
    if let one = Double(value), let other = Double(typed.filter { $0 != "," }) {
      return abs(one - other) <= 1e-6 * abs(one)
    }
    if typed == "on", value != "off" { return true }
    let value = value.lowercased()
    return value == typed || value.hasPrefix(typed) && Double(typed) == nil
  }

  private static let allStates =
    RunSummary.State.names.dropLast().joined(separator: ", ")
    + " or \(RunSummary.State.names.last ?? "")"
  private static let allNames = (Setting.allCases.map(\.name) + ["state", "after", "before"])
    .joined(separator: ", ")

  /// Returns the beginning of a day in the local time zone, in seconds since 1970.
  private static func time(_ text: String) -> Double? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
      (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    return CalendarTime.start(ofDay: day, month: month, year: year)
  }
}

extension RunSummary.State {
  /// The word for the state: `running`, `finished` at the end of the plan, `stopped` on request or since its
  /// import, `failed` or `interrupted`.
  public var name: String {
    switch self {
    case .running: "running"
    case .finished(.completed), .finished(.plateau), .finished(.trainingError): "finished"
    case .finished(.stopped), .finished(.timeLimit), .finished(.imported): "stopped"
    case .failed: "failed"
    case .interrupted: "interrupted"
    }
  }

  /// The words for all states.
  static let names = ["running", "finished", "stopped", "failed", "interrupted"]
}
