import Blueprint
import Foundation

/// Which runs are wanted, as a person types it: words are parts of names, `lrn=off` and the like are
/// what a plan says, `state=running`, `after=2026-11-01` and `before=…` are about the run itself. All of
/// them have to hold.
public struct RunFilter: Equatable, Sendable {
  enum Term: Equatable, Sendable {
    case word(String)
    case setting(Setting, value: String)
    case state(String)
    /// Seconds since 1970.
    case after(Double)
    case before(Double)
  }

  let terms: [Term]
  /// What of it is not understood, in words; such terms let everything through.
  public let complaints: [String]

  public init(_ text: String) {
    self.init(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }

  public init(_ words: [String]) {
    var terms: [Term] = []
    var complaints: [String] = []
    for word in words.flatMap({ $0.split(whereSeparator: \.isWhitespace) }) where !word.isEmpty {
      guard let sign = word.firstIndex(of: "="), sign != word.startIndex else {
        terms.append(.word(word.lowercased()))
        continue
      }
      let name = word[..<sign].lowercased()
      let value = word[word.index(after: sign)...].lowercased()
      // Who is still typing has not said yet.
      if value.isEmpty { continue }
      switch name {
      case "state": terms.append(.state(value))
      case "after", "before":
        if let time = Self.time(value) {
          terms.append(name == "after" ? .after(time) : .before(time))
        } else {
          complaints.append("'\(value)' is no date like 2026-11-01")
        }
      default:
        if let setting = Setting(rawValue: name) {
          terms.append(.setting(setting, value: value))
        } else {
          complaints.append("a run has no '\(name)'; there are \(Self.allNames)")
        }
      }
    }
    self.terms = terms
    self.complaints = complaints
  }

  public var isEmpty: Bool { terms.isEmpty }

  public func admits(_ run: RunSummary) -> Bool {
    guard !terms.isEmpty else { return true }
    return terms.allSatisfy { term in
      switch term {
      case .word(let word): run.name.lowercased().contains(word)
      case .setting(.data, let value):
        [run.data, run.plan.data.description].contains { $0.lowercased().contains(value) }
      case .setting(let setting, let value):
        Self.matches(setting.value(in: run.plan), value)
      case .state(let word): run.state.word.hasPrefix(word)
      case .after(let time): run.started.map { $0 >= time } ?? false
      case .before(let time): run.started.map { $0 < time } ?? false
      }
    }
  }

  /// Numbers are the same however they are written; a network's name may be the beginning of it;
  /// "on" is whatever is not off.
  private static func matches(_ fact: String, _ value: String) -> Bool {
    if let one = Double(fact), let other = Double(value) {
      return abs(one - other) <= 1e-6 * abs(one)
    }
    if value == "on", fact != "off" { return true }
    let fact = fact.lowercased()
    return fact == value || fact.hasPrefix(value) && Double(value) == nil
  }

  private static let allNames = (Setting.allCases.map(\.name) + ["state", "after", "before"])
    .joined(separator: ", ")

  /// The beginning of a day, by the clock on the wall here.
  private static func time(_ text: String) -> Double? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
      (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .current
    return calendar.date(from: DateComponents(year: year, month: month, day: day))?
      .timeIntervalSince1970
  }
}

extension RunSummary.State {
  /// `running`, `completed`, `stopped`, `plateau`, `failed` or `died`.
  public var word: String {
    switch self {
    case .running: "running"
    case .finished(let reason): reason.rawValue
    case .interrupted: "died"
    case .failed: "failed"
    }
  }
}
