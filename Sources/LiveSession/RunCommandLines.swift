/// The command lines that messages and screens offer for a run. The program that owns the commands
/// provides them, with the options that reach the run's store.
public struct RunCommandLines: Sendable {
  /// Returns the command line that continues a run, from the run's name.
  public var resume: @Sendable (_ run: String) -> String
  /// Returns the command line that shows a run on a screen, from the run's name.
  public var attach: @Sendable (_ run: String) -> String

  /// Creates the command lines from functions of a run's name.
  public init(
    resume: @escaping @Sendable (_ run: String) -> String,
    attach: @escaping @Sendable (_ run: String) -> String
  ) {
    self.resume = resume
    self.attach = attach
  }
}
