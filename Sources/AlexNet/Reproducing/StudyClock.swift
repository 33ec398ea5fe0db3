import DisplayText

/// The time that is left for a study: the expected time, corrected by what this process has trained so far.
struct StudyClock {
  /// The expected time that counts as measured before anything was trained, in seconds. A short session on a
  /// busy machine then hardly changes the time that is left for hours of training.
  static let trustedSeconds = 1800.0
  private var expected = StudyClock.trustedSeconds
  private var measured = StudyClock.trustedSeconds

  /// Adds the time of some training.
  /// - Parameters:
  ///   - seconds: The measured time.
  ///   - expectation: The time that was expected for it, in seconds.
  mutating func add(_ seconds: Double, for expectation: Double) {
    expected += expectation
    measured += seconds
  }

  /// Returns the time for what is left of a study: "3 h 20 min".
  /// - Parameter expectation: The time that is expected for it, in seconds.
  func timeLeft(for expectation: Double) -> String {
    StudyTime.text(expectation * measured / expected)
  }
}

/// The text of long times.
enum StudyTime {
  /// Returns a time in days, hours and minutes, rounded up to a minute: "2 d 3 h", "3 h 20 min", "1 min".
  static func text(_ seconds: Double) -> String {
    let minutes = Int(min(max(1, (seconds / 60).rounded(.up)), 1e9))
    let (hours, rest) = minutes.quotientAndRemainder(dividingBy: 60)
    if hours >= 48 { return "\(NumberText.grouped(hours / 24)) d \(hours % 24) h" }
    return hours == 0 ? "\(minutes) min" : rest == 0 ? "\(hours) h" : "\(hours) h \(rest) min"
  }
}
