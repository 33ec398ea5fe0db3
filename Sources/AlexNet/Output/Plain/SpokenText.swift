import DisplayText

/// Numbers in words, for lines that a screen reader reads aloud.
enum SpokenText {
  /// A share from 0 to 1: "41.3 percent".
  static func percent(_ fraction: Double) -> String { "\((fraction * 100).fixed(1)) percent" }

  /// A duration in seconds in words, in its two largest units: "2 minutes 5 seconds", "1 hour".
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "an unknown time" }
    let whole = Int(seconds.rounded())
    let units = [
      (whole / 86_400, "day"), (whole / 3600 % 24, "hour"), (whole / 60 % 60, "minute"),
      (whole % 60, "second"),
    ]
    guard let first = units.firstIndex(where: { $0.0 > 0 }) else { return "less than a second" }
    return units[first...].prefix(2).filter { $0.0 > 0 }
      .map { "\($0.grouped) \($1)\($0 == 1 ? "" : "s")" }.joined(separator: " ")
  }

  /// Names in a sentence: "a", "a and b", "a, b and c".
  static func list(_ names: [String]) -> String {
    guard names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1]
  }
}
