/// Numbers on the command line: negative numbers before parsing, and the errors for values that are not
/// numbers.
enum NumericArguments {
  /// Joins each negative number to the option before it: "--rate -1" becomes "--rate=-1". The parser
  /// treats each word that begins with a dash as an option, and would report a missing value.
  static func joined(_ arguments: [String]) -> [String] {
    var result: [String] = []
    for (index, word) in arguments.enumerated() {
      if word == "--" { return result + arguments[index...] }
      if let last = result.last, index > 0, last == arguments[index - 1], last.hasPrefix("--"),
        !last.contains("="), isNegativeNumber(word)
      {
        result[result.count - 1] = "\(last)=\(word)"
      } else {
        result.append(word)
      }
    }
    return result
  }

  private static func isNegativeNumber(_ word: String) -> Bool {
    word.hasPrefix("-") && !word.hasPrefix("--") && word.count > 1 && Double(word) != nil
  }

  /// Returns the error for a value that the parser could not read.
  /// - Parameter message: The parser's message.
  /// - Returns: `nil` for other messages, for options that are not in `AllowedValues`, and if the message
  ///   has a reason after a colon, from the option's own conversion.
  static func error(parserMessage message: String) -> OptionError? {
    let pattern =
      /(?s)The value '(?<value>.*)' is invalid for '(?<option>--[a-z0-9-]+)[^']*'(?!: ).*/
    guard let match = message.wholeMatch(of: pattern) else { return nil }
    let option = String(match.option)
    guard let allowed = AllowedValues.byOption[option] else { return nil }
    let value = String(match.value)
    return OptionError(
      option: option, value: Double(value) == nil ? "'\(value)'" : value, allowed: allowed)
  }
}
