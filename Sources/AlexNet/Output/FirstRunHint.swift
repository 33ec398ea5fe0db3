/// The hint after the first training of a user.
enum FirstRunHint {
  /// Returns a line that names the next steps; `nil` if there are other runs.
  /// - Parameters:
  ///   - recorded: The number of runs in the folder of all runs.
  ///   - shown: The number of runs that the screen has shown.
  static func line(recorded: Int, shown: Int) -> String? {
    guard shown > 0, recorded == shown else { return nil }
    return "`\(AlexNetCommand.name) help \(HelpTopic.firstSteps.name)` lists what to try next"
  }
}
