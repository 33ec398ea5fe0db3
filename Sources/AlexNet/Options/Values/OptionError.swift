/// An option with a value that is not accepted.
struct OptionError: ProgramError, Equatable {
  /// The option with its dashes, or the placeholder of an argument: "--batch", "<run>".
  var option: String
  /// The value as it was given, or a description of it.
  var value: String
  /// The accepted values, as they follow "Give": "1 to 65536".
  var allowed: String
  /// The accepted word that the value can be a misspelling of.
  var nearest: String?

  var problem: String { "\(option) cannot be \(value)" }
  var remedy: String { (nearest.map { "Did you mean \($0)? " } ?? "") + "Give \(allowed)" }
  var hasNotStarted: Bool { true }
}

extension OptionError {
  /// A value as messages show it: a number as it was typed, and any other text in quotes.
  static func shown(_ value: String) -> String { Double(value) == nil ? "'\(value)'" : value }
}
