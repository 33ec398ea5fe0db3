/// The command lines that messages and screens offer for runs. The program that owns the commands
/// provides them, with the options that reach the runs' store.
public struct RunCommandLines: Sendable {
  /// Returns the words of the command line that continues runs side by side, from the names of the runs
  /// and the rest of their time limit in seconds; `nil` without a limit.
  public var resume: @Sendable (_ runs: [String], _ secondsLeft: Double?) -> [String]
  /// Returns the words of the command line that shows a run on a screen, from the run's name.
  public var attach: @Sendable (_ run: String) -> [String]

  /// The words that follow those of `resume` when a screen starts a trainer for interrupted runs.
  public var restartOptions: [String] = []

  /// Creates the command lines from functions of the runs' names.
  public init(
    resume: @escaping @Sendable (_ runs: [String], _ secondsLeft: Double?) -> [String],
    attach: @escaping @Sendable (_ run: String) -> [String]
  ) {
    self.resume = resume
    self.attach = attach
  }

  /// Returns the text of the command line that continues runs side by side.
  public func resumeText(_ runs: [String], secondsLeft: Double? = nil) -> String {
    Self.text(resume(runs, secondsLeft))
  }

  /// Returns words as a line for a shell. Words with other characters than those of names, numbers and
  /// paths are quoted.
  public static func text(_ words: [String]) -> String {
    words.map { word in
      let isPlain = word.allSatisfy { character in
        character.isASCII && (character.isLetter || character.isNumber)
          || "-_./=,:+@%".contains(character)
      }
      return isPlain && !word.isEmpty ? word : "'\(word.replacing("'", with: #"'\''"#))'"
    }
    .joined(separator: " ")
  }
}
