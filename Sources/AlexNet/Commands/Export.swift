import ArgumentParser
import DisplayText
import Evaluating
import Exchange
import Glibc
import LiveSession
import Runs

/// Writes a run's network, or its metrics, for other programs.
struct Export: NamedCommand {
  static let name = "export"
  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Write a run's network or its metrics for other programs.",
    discussion: """
      The ending of the file determines the format:
        .safetensors   the weights, with the names that PyTorch gives them
        .onnx          the network from grey levels to probabilities, for onnxruntime
        .csv           the numbers of each step, and beside them FILE-validation.csv

      In the tables top1 and top5 are errors from 0 to 1, loss is in nats, seconds is the training time so \
      far, and waited the part of it in which the trainer waited for images.

      --tensorboard writes curves, kernels, histograms and hyperparameters into DIR/RUN instead; \
      `tensorboard --logdir DIR` shows them.

      Examples:
        \(invocation) first --to first.safetensors
        \(invocation) first --to first.onnx --step best
        \(invocation) first --to metrics.csv
        \(invocation) first --tensorboard logs
      """)

  @Argument(
    help: ArgumentHelp("The name of the run.", valueName: "run"), completion: .runs,
    transform: AllowedValues.run.parse
  )
  var runName: String

  @Option(
    name: .customLong("to"),
    help: ArgumentHelp(
      "The file to write: FILE.safetensors, FILE.onnx or FILE.csv.", valueName: "file"),
    completion: .file(extensions: ["safetensors", "onnx", "csv"]),
    transform: AllowedValues.exportedFile.parse)
  var file: ExportedFile?

  @Option(
    name: .customLong("tensorboard"),
    help: ArgumentHelp(
      "The folder that TensorBoard shows. The run gets a folder in it.", valueName: "dir"),
    completion: .directory, transform: AllowedValues.folder.parse)
  var tensorBoard: String?

  @OptionGroup var checkpoint: NetworkOptions

  @Flag(help: "Replace files that exist.")
  var force = false

  @Flag(help: "Print what was written as JSON.")
  var json = false

  @OptionGroup var store: StoreOptions

  func validate() throws {
    guard (file == nil) != (tensorBoard == nil) else {
      throw ValidationError("Give either --to FILE or --tensorboard DIR.")
    }
  }

  func run() throws {
    let signals = StopSignals()
    let run = try store.store().run(named: runName)
    if !force { try file?.checkIsNew() }
    var line = StatusLine()
    do {
      let report = try write(run, signals, &line)
      line.clear()
      try StandardOutput.print(json ? JSONText.of(report) : report.text)
    } catch {
      line.clear()
      try signals.exitIfStopped(error)
      throw error
    }
  }

  /// Writes the file, or the folder of TensorBoard, and shows the progress.
  private func write(
    _ run: Run, _ signals: StopSignals, _ line: inout StatusLine
  ) throws -> ExportReport {
    guard let file else { return try writeEvents(run, signals, &line) }
    switch file.format {
    case .csv:
      guard checkpoint.step == nil else { throw NoStepOfMetrics() }
      return try .metrics(of: run, to: file.path)
    case .safetensors, .onnx:
      let network = try TrainedNetwork(run, at: checkpoint.choice)
      try ExportedNetwork(network).write(to: file) { progress in
        if signals.received != nil { throw ExchangeError.stopped }
        line.show { _ in
          "\(file.path): \(progress.written.fileSizeText) of \(progress.total.fileSizeText)"
        }
      }
      return .network(network, to: file)
    }
  }

  /// Writes the events of a run for TensorBoard.
  private func writeEvents(
    _ run: Run, _ signals: StopSignals, _ line: inout StatusLine
  ) throws -> ExportReport {
    guard checkpoint.step == nil else { throw NoStepOfMetrics() }
    let draw = KernelSheetDrawing.drawing(of: try? run.plan().network)
    let summary = try TensorBoardExport(run, to: tensorBoard ?? "", draw: draw)
      .write(replacesEvents: force) { share in
        if signals.received != nil { throw ExchangeError.stopped }
        line.show { _ in "writing the events · \(NumberText.percent(share, 0))" }
      }
    return .events(summary, of: run)
  }
}

/// The file that a run is exported to. The extension of its name determines the format.
struct ExportedFile: Sendable {
  enum Format: String, Sendable, CaseIterable { case safetensors, onnx, csv }

  /// The path as it was given.
  let path: String
  let format: Format

  /// Creates the file for a path; `nil` if its extension is of no format.
  init?(path: String) {
    guard let name = path.split(separator: "/").last,
      let dot = name.lastIndex(of: "."), dot > name.startIndex,
      let format = Format(rawValue: name[name.index(after: dot)...].lowercased())
    else { return nil }
    self.path = path
    self.format = format
  }

  /// The paths of all files that the export writes.
  var paths: [String] {
    format == .csv ? [path, MetricsTable.validationPath(beside: path)] : [path]
  }

  /// Checks that the export replaces no file.
  /// - Throws: `ExistingFile`.
  func checkIsNew() throws(ExistingFile) {
    for path in paths where access(path, F_OK) == 0 { throw ExistingFile(path: path) }
  }
}

extension AllowedValues {
  /// The file of an export.
  static let exportedFile = ValueRule(
    "the path of a file that ends in .safetensors, .onnx or .csv"
  ) { ExportedFile(path: $0) }
}

extension ExportedNetwork {
  /// Writes the network in the format of a file.
  fileprivate func write(to file: ExportedFile, progress: ExportProgress.Reader) throws {
    switch file.format {
    case .safetensors: try SafetensorsExport(self).write(to: file.path, progress: progress)
    case .onnx: try ONNXExport(self).write(to: file.path, progress: progress)
    case .csv: preconditionFailure("a network is not written as a table")
    }
  }
}

/// The error of a file that exists.
struct ExistingFile: ProgramError, Equatable {
  var path: String

  var problem: String { "there is already a file \(path)" }
  var remedy: String { "Give --force to replace it, or another path with --to" }
  var hasNotStarted: Bool { true }
}

/// The error of `--step` for metrics.
struct NoStepOfMetrics: ProgramError, Equatable {
  var problem: String {
    "--step cannot be used with FILE.csv and --tensorboard, which have all steps"
  }
  var remedy: String { "Leave out --step" }
  var hasNotStarted: Bool { true }
}
