/// A limit in time as it is written on the command line: hours, minutes and seconds, such as "1h30m".
enum TimeLimit {
  /// The units from the largest to the smallest, with their seconds.
  private static let units: [(letter: Character, seconds: Int)] = [
    ("h", 3600), ("m", 60), ("s", 1),
  ]
  /// The most hours, minutes or seconds in a text, so that their sum cannot overflow.
  private static let maximumCount = 1_000_000

  /// Reads a time. Each unit occurs once at most, the larger ones first.
  /// - Returns: `nil` for another text, and for a time of 0.
  static func duration(_ text: String) -> Duration? {
    var rest = text[...]
    var seconds = 0
    for unit in units {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard rest.dropFirst(digits.count).first == unit.letter else { continue }
      guard let count = Int(digits), count <= maximumCount else { return nil }
      seconds += count * unit.seconds
      rest = rest.dropFirst(digits.count + 1)
    }
    return rest.isEmpty && seconds > 0 ? .seconds(seconds) : nil
  }

  /// Writes a time, rounded up to a second: "1h30m".
  static func text(seconds: Double) -> String {
    var rest = Int(max(1, seconds.rounded(.up)))
    return units.reduce(into: "") { text, unit in
      let count = rest / unit.seconds
      rest %= unit.seconds
      if count > 0 { text += "\(count)\(unit.letter)" }
    }
  }
}
