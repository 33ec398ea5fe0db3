import DisplayText
import Reproduction

/// The time that is left for a study: the expected time of its runs, corrected by the sessions of this process.
struct StudyClock {
  private let study: Study
  /// The expected and the measured time of the sessions so far, in seconds.
  private var expected = 0.0
  private var measured = 0.0

  init(_ study: Study) { self.study = study }

  /// Measures the training of some runs.
  mutating func measure(_ runs: [Study.PlannedRun], _ body: () throws -> Void) rethrows {
    let start = ContinuousClock.now
    try body()
    expected += runs.reduce(0) { $0 + $1.seconds }
    measured += start.duration(to: .now) / .seconds(1)
  }

  /// Returns the time for the runs that are not finished: "3 h 20 min".
  func timeLeft(after finished: [String]) -> String {
    let rest = study.runs.filter { !finished.contains($0.name) }.reduce(0) { $0 + $1.seconds }
    return StudyTime.text(rest * (expected > 0 ? measured / expected : 1))
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
