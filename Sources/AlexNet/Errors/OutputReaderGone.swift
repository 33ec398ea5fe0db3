/// The error of a training that was saved and stopped because the reader of its progress ended.
struct OutputReaderGone: ProgramError, Equatable {
  /// The name of the run.
  var run: String
  /// The command line that continues the run.
  var command: String

  var problem: String {
    "the reader of standard output has ended, so run \(run) was saved and stopped"
  }
  var remedy: String { "`\(command)` continues it; with --detach, training needs no reader" }
  var hasNotStarted: Bool { false }
}
