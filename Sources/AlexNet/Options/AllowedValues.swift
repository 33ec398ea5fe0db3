/// The accepted values of options, in words. An option that is missing here has the parser's own message
/// for a value that is not a number, and so does not name the accepted values.
enum AllowedValues {
  /// The accepted rates.
  static let anyRate = "a number, 0 or more"
  /// The accepted shares.
  static let share = "0 or more, below 1"

  /// The accepted values of each option that does not accept any text, as they follow "Give".
  static let byOption: [String: String] = {
    let whole = "a whole number"
    let count = "\(whole), 1 or more"
    let size = "\(whole), 0 or more"
    return [
      "--batch": "\(whole), \(Limits.batch.text)",
      "--threads": "\(whole), \(Limits.threads.text)",
      "--steps": count, "--epochs": count, "--limit": count, "--seeds": count,
      "--seed": "\(whole), 0 to \(UInt64.max)",
      "--validate-every": size, "--checkpoint-every": size, "--from": size, "--step": size,
      "--quality": "\(whole), 1 to 100",
      "--rate": anyRate, "--decay": anyRate,
      "--momentum": share, "--dropout": "'off' or a number, \(share)",
      "--damage-limit": "a share, \(share)",
      "--validation-share": "a share above 0 and below 1",
      "--error": "a percentage, 0 to 100",
      "--once": "columns and rows, such as 80x24",
      "--augment": "any of crop, mirror and colour, joined by commas, or 'off'",
    ]
  }()
}

/// The ranges of options that several commands have.
enum Limits {
  /// Images in a batch.
  static let batch = 1...65_536
  static let threads = 1...1024
  /// A number of things, of which there is at least one.
  static let count = 1...Int.max
}

extension ClosedRange<Int> {
  /// The range in words: "1 to 100", or "1 or more" without an upper limit.
  var text: String {
    upperBound == .max ? "\(lowerBound) or more" : "\(lowerBound) to \(upperBound)"
  }
}
