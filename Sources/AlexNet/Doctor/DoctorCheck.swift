/// A property of this machine or terminal, as `doctor` reports it. The fields are the contract of
/// `doctor --json`.
struct DoctorCheck: Equatable, Encodable {
  /// The parts of the program that the properties are for, in the order in which they are printed.
  enum Group: String, Encodable, CaseIterable { case computing, terminal, processes, folders }

  /// The use that the program can make of a property.
  enum State: String, Encodable {
    /// Everything that the program can use is there.
    case ok
    /// The program works, and could do more.
    case limited
    /// A part that only some commands need is not there.
    case missing
    /// The program cannot train.
    case failed
  }

  /// A value for scripts.
  enum Fact: Equatable, Encodable {
    case count(Int)
    case number(Double)
    case flag(Bool)
    case text(String)

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .count(let value): try container.encode(value)
      case .number(let value): try container.encode(value)
      case .flag(let value): try container.encode(value)
      case .text(let value): try container.encode(value)
      }
    }
  }

  var group: Group
  var name: String
  var state: State
  /// The property in words, without a full stop.
  var value: String
  /// The user's next action, in sentences; `nil` if there is none.
  var advice: String?
  /// The property for scripts.
  var facts: [String: Fact]

  init(
    _ group: Group, _ name: String, state: State = .ok, _ value: String, advice: String? = nil,
    facts: [String: Fact] = [:]
  ) {
    self.group = group
    self.name = name
    self.state = state
    self.value = value
    self.advice = advice
    self.facts = facts
  }
}
