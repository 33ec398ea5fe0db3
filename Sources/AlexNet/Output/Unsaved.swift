/// A run whose end is not all on the disk, though training itself did not fail.
struct Unsaved: Explained, Equatable {
  var run: String
  /// A sentence, as the run's last warning has it.
  var message: String
  /// What continues the run.
  var command: String

  var problem: String { "run \(run) is not all saved: \(message)" }
  var remedy: String {
    "Make room or check the folder, then `\(command)` continues from what is saved"
  }
  var hasNotStarted: Bool { false }
}

/// A run that was ended in order because the program that read its progress has ended.
struct ReaderLeft: Explained, Equatable {
  var run: String
  /// What continues the run.
  var command: String

  var problem: String {
    "the reader of standard output has ended, so run \(run) was saved and stopped"
  }
  var remedy: String { "`\(command)` continues it; with --detach it needs no reader" }
  var hasNotStarted: Bool { false }
}
