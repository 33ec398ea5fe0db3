/// An option with a value that is not accepted.
struct OptionError: ProgramError, Equatable {
  /// The option with its dashes: "--batch".
  var option: String
  /// The value as it was given, or a description of it.
  var value: String
  /// The accepted values, as they follow "Give": "1 to 65536".
  var allowed: String

  var problem: String { "\(option) cannot be \(value)" }
  var remedy: String { "Give \(allowed)" }
  var hasNotStarted: Bool { true }
}

extension OptionError {
  /// Checks a whole number; `nil` is accepted.
  static func check(
    _ option: String, _ value: Int?, in range: ClosedRange<Int>
  ) throws(OptionError) {
    guard let value, !range.contains(value) else { return }
    throw OptionError(option: option, value: "\(value)", allowed: range.text)
  }

  /// Checks a number; `nil` is accepted, infinities and NaN are not.
  /// - Parameter allowed: The accepted values in words.
  static func check(
    _ option: String, _ value: Double?, in range: Range<Double>, _ allowed: String
  ) throws(OptionError) {
    guard let value, !range.contains(value) else { return }
    // A whole number is printed without ".0", as the user typed it.
    let text = Int(exactly: value).map(String.init) ?? "\(value)"
    throw OptionError(option: option, value: text, allowed: allowed)
  }

  /// Checks the knobs that are numbers.
  static func check(rate: Double?, momentum: Double?, decay: Double?) throws(OptionError) {
    try check("--rate", rate, in: 0..<Double.infinity, AllowedValues.anyRate)
    try check("--momentum", momentum, in: 0..<1, AllowedValues.share)
    try check("--decay", decay, in: 0..<Double.infinity, AllowedValues.anyRate)
  }
}
