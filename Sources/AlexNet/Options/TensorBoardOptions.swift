import ArgumentParser
import Exchange
import LiveSession
import Runs

/// The folder in which TensorBoard's files are written during training.
struct TensorBoardOptions: ParsableArguments {
  @Option(
    name: .customLong("tensorboard"),
    help: ArgumentHelp(
      "Also write the events for TensorBoard, into a folder of each run in this folder; "
        + "`tensorboard --logdir DIR` shows them.", valueName: "dir"),
    completion: .directory, transform: AllowedValues.folder.parse)
  var tensorBoard: String?

  /// Returns the path of the folder, and creates it; `nil` without the option.
  /// - Throws: `ExchangeError` if no file can be created in it.
  func folder() throws(ExchangeError) -> String? {
    guard let path = tensorBoard?.absolutePath else { return nil }
    try EventFolder.create(path)
    return path
  }

  /// The words that give the option to another process.
  var words: [String] { tensorBoard.map { ["--tensorboard", $0.absolutePath] } ?? [] }
}

extension TensorBoardRecorder {
  /// Creates the recorder of a session; `nil` without a folder.
  /// - Parameters:
  ///   - folder: The folder that TensorBoard shows.
  ///   - run: A run of the session.
  ///   - store: The options with the folder of all runs.
  convenience init?(to folder: String?, beside run: Run, in store: StoreOptions) {
    guard let folder else { return nil }
    self.init(to: folder, store: run.store) { run in
      store.commandLine(Export.self, run, "--tensorboard", folder, "--force")
    }
  }

  /// Waits until all events are written, and repeats the warnings of the session on standard error.
  func finishAndReport(within limit: Duration) {
    for warning in finish(within: limit) { StandardError.write(ErrorMessage.line(warning)) }
  }
}
