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

  /// Returns the error for a value that the parser could not read, from the parser's message; `nil` for
  /// other messages, for options that accept any word, and if the option's own conversion gives a
  /// reason behind a colon.
  static func error(parserMessage message: String) -> OptionError? {
    let pattern =
      /(?s)The value '(?<value>.*)' is invalid for '(?<option>--[a-z0-9-]+)[^']*'(?!: ).*/
    guard let match = message.wholeMatch(of: pattern) else { return nil }
    let option = String(match.option)
    guard let allowed = allowed[option] else { return nil }
    let value = String(match.value)
    return OptionError(
      option: option, value: Double(value) == nil ? "'\(value)'" : value, allowed: allowed)
  }

  /// The accepted values of options that do not accept any text, as they follow "Give".
  private static let allowed: [String: String] = {
    let whole = "a whole number"
    let count = "\(whole), 1 or more"
    let size = "\(whole), 0 or more"
    return [
      "--batch": "\(whole), \(Limits.batch.words)",
      "--threads": "\(whole), \(Limits.threads.words)",
      "--steps": count, "--epochs": count, "--limit": count, "--seeds": count,
      "--seed": "\(whole), 0 to \(UInt64.max)",
      "--validate-every": size, "--checkpoint-every": size, "--from": size, "--step": size,
      "--quality": "\(whole), 1 to 100",
      "--rate": OptionError.anyRate, "--decay": OptionError.anyRate,
      "--momentum": OptionError.share, "--dropout": "'off' or a number, \(OptionError.share)",
      "--damage-limit": "a share, \(OptionError.share)",
      "--validation-share": "a share above 0 and below 1",
      "--error": "a percentage, 0 to 100",
      "--once": "columns and rows, such as 80x24",
      "--augment": "any of crop, mirror and colour, joined by commas, or 'off'",
    ]
  }()
}
