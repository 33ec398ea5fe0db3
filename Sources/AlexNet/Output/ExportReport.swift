import DisplayText
import Evaluating
import Exchange
import Glibc
import Runs

/// The files that an export has written, as text and as JSON.
struct ExportReport: Encodable {
  /// A file that was written.
  struct File: Encodable {
    /// The path as it was given.
    var path: String
    var bytes: Int
    /// The number of rows of a table, without the names of the columns.
    var rows: Int?
    /// The counts in the events for TensorBoard; `nil` for other files.
    var steps: Int?
    var validations: Int?
    var pictures: Int?
    var histograms: Int?
  }

  /// The name of the run.
  var run: String
  /// The format: "safetensors", "onnx", "csv" or "tensorboard".
  var format: String
  /// The step of the weights; `nil` for metrics.
  var step: Int?
  /// The number of classes; `nil` for metrics.
  var classes: Int?
  var files: [File]

  /// A line for each file.
  var text: String {
    files.map { file in
      let content =
        file.eventText ?? file.rows.map { rows in rows == 1 ? "1 row" : "\(rows.grouped) rows" }
        ?? "the network of '\(run)' after step \((step ?? 0).grouped)"
      return "\(file.path): \(content), \(file.bytes.fileSizeText)"
    }.joined(separator: "\n").printableLines
  }

  /// The report on the events for TensorBoard.
  static func events(_ summary: TensorBoardExport.Summary, of run: Run) -> ExportReport {
    ExportReport(
      run: run.name, format: "tensorboard",
      files: [
        File(
          path: summary.path, bytes: summary.bytes, steps: summary.steps,
          validations: summary.validations, pictures: summary.pictures,
          histograms: summary.histograms)
      ])
  }

  /// The report on a network.
  static func network(_ network: TrainedNetwork, to file: ExportedFile) -> ExportReport {
    ExportReport(
      run: network.run.name, format: file.format.rawValue, step: network.step,
      classes: network.classes.count, files: [File(path: file.path, bytes: size(of: file.path))])
  }

  /// Writes the tables of a run, and returns the report on them.
  /// - Throws: `RunsError` and `ExchangeError`.
  static func metrics(of run: Run, to path: String) throws -> ExportReport {
    let plan = try run.plan()
    let table = MetricsTable(try run.recording().events, classes: plan.network.classes)
    let beside = MetricsTable.validationPath(beside: path)
    try table.writeSteps(to: path)
    try table.writeValidations(to: beside)
    return ExportReport(
      run: run.name, format: ExportedFile.Format.csv.rawValue,
      files: [
        File(path: path, bytes: size(of: path), rows: table.steps.count),
        File(path: beside, bytes: size(of: beside), rows: table.validations.count),
      ])
  }

  /// The size of a file in bytes; 0 if it cannot be read.
  private static func size(of path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }
}

extension ExportReport.File {
  /// The content of the events for TensorBoard; `nil` for other files.
  fileprivate var eventText: String? {
    guard let steps, let validations, let pictures, let histograms else { return nil }
    let counts = [
      (steps, "step"), (validations, "validation"), (pictures, "picture"),
      (histograms, "histogram"),
    ]
    return counts.map { "\($0.grouped) \($1)\($0 == 1 ? "" : "s")" }.joined(separator: ", ")
  }
}
