import DisplayText
import TerminalUI

/// The form in which an export is chosen: the kind of file, the checkpoint of a network, and the path.
struct ExportForm: Equatable, Sendable {
  /// A row of the form.
  enum Row: Hashable, Sendable { case format, checkpoint, path }

  /// The name of the run.
  let run: String
  /// The kernels on the screen; `nil` if it shows none of the run.
  let kernels: KernelExport?
  /// The files of the run; `nil` before they are read.
  private(set) var files: RunFiles?
  private(set) var format: ExportFormat
  private(set) var row = Row.format
  private(set) var checkpoint = CheckpointMenu()
  /// The path of each format, as it was edited.
  private var paths: [ExportFormat: PathEntry] = [:]
  /// The reason for which the export cannot start, or did not end; `nil` without one.
  var problem: String?
  /// The path of a file that exists, while the form asks whether it is replaced.
  var existing: String?
  /// True if the export starts as soon as the files are read.
  var startsWhenRead = false

  init(run: String, format: ExportFormat, kernels: KernelExport? = nil) {
    self.run = run
    self.format = format
    self.kernels = kernels
  }

  mutating func apply(_ files: RunFiles) {
    guard files.run == run else { return }
    self.files = files
    checkpoint = CheckpointMenu(files)
    problem = files.problem
  }

  var rows: [Row] { format.isNetwork ? [.format, .checkpoint, .path] : [.format, .path] }

  var index: Int { rows.firstIndex(of: row) ?? 0 }
  var isTyping: Bool { row == .path }

  mutating func move(by count: Int) { select((index + count + rows.count) % rows.count) }

  mutating func select(_ index: Int) {
    guard rows.indices.contains(index) else { return }
    row = rows[index]
    existing = nil
    problem = nil
  }

  mutating func choose(by count: Int) {
    problem = nil
    switch row {
    case .checkpoint: checkpoint.choose(by: count)
    case .format:
      let all = ExportFormat.allCases
      let index = (all.firstIndex(of: format) ?? 0) + count + all.count
      format = all[index % all.count]
    case .path: break
    }
  }

  // MARK: - The path

  /// The path of the chosen format.
  var path: PathEntry {
    get { paths[format] ?? PathEntry(standardPath) }
    set {
      paths[format] = newValue
      existing = nil
      problem = nil
    }
  }

  mutating func paste(_ text: String) {
    row = .path
    path.paste(text)
  }

  /// The path before it is edited: pictures are written into the run's folder, and files for other programs
  /// into the folder in which the dashboard was started.
  private var standardPath: String {
    guard let files else { return "" }
    let folder = files.workingFolder == "/" ? "" : files.workingFolder
    return switch format {
    case .kernels:
      "\(files.folder)/kernels-\(kernels?.step ?? files.kernelsStep ?? 0).png"
    case .kernelsAPNG, .kernelsGIF: "\(files.folder)/kernels\(format.ending)"
    case .safetensors, .onnx, .csv: "\(folder)/\(run)\(format.ending)"
    case .tensorBoard: "\(folder)/logs"
    }
  }

  /// The reason for which the export cannot start; `nil` if it can.
  var obstacle: String? {
    guard let files else { return nil }
    if let problem = files.problem { return problem }
    if format.isNetwork, files.steps.isEmpty { return files.noCheckpoint }
    let hasKernels = files.kernelsStep != nil || format == .kernels && kernels != nil
    if format.hasKernels, !hasKernels { return "No kernels of \(run) are recorded." }
    if path.path.isEmpty {
      return "Type the path of the \(format.ending.isEmpty ? "folder" : "file")."
    }
    guard path.path.lowercased().hasSuffix(format.ending) else {
      return "The name of the file must end in \(format.ending)."
    }
    return nil
  }

  func request(replacing: Bool) -> ExportRequest {
    ExportRequest(
      run: run, format: format, checkpoint: checkpoint.choice, path: path.path,
      kernels: format.hasKernels ? kernels : nil,
      kernelsStep: format == .kernels && kernels == nil ? files?.kernelsStep : nil,
      replaces: replacing)
  }

  fileprivate func detail(of format: ExportFormat) -> String {
    switch format {
    case .kernels:
      kernels.map { "as on the screen, step \(NumberText.grouped($0.step))" }
        ?? files?.kernelsStep.map { "step \(NumberText.grouped($0))" } ?? "the latest"
    case .kernelsAPNG: "through training, all colours"
    case .kernelsGIF: "through training, 256 colours"
    case .safetensors: "the weights, for PyTorch"
    case .onnx: "images to probabilities, for onnxruntime"
    case .csv: "the numbers of each step and validation"
    case .tensorBoard: "curves, kernels and histograms"
    }
  }
}

extension DashboardState {
  /// The box of the form.
  func box(_ form: ExportForm) -> FormBox {
    let rows = form.rows.map { row -> FormBox.Row in
      switch row {
      case .format:
        .init(
          name: "what",
          value: .value("\(form.format.name): \(form.detail(of: form.format))", hasMore: true))
      case .checkpoint:
        .init(
          name: "checkpoint",
          value: .value(form.checkpoint.text, hasMore: form.checkpoint.hasMore))
      case .path:
        .init(
          name: form.format == .tensorBoard ? "folder" : "file",
          value: .field(form.path.field, hint: "a path"))
      }
    }
    let question = form.existing.map {
      form.format == .tensorBoard
        ? "There are already events of the run in \($0). Replace them?"
        : "There is already a file \($0). Replace it?"
    }
    return FormBox(
      title: "Export \(form.run)", rows: rows, selected: form.index,
      text: form.problem ?? question ?? remark(on: form), isProblem: form.problem != nil,
      keys: form.existing == nil
        ? .form(start: "write", isTyping: form.isTyping, closing: ExportingKeys.letter)
        : .replacing)
  }

  private static let formats =
    "kernels as PNG, APNG or GIF · the network as safetensors or ONNX · metrics as CSV · TensorBoard"

  private func remark(on form: ExportForm) -> String {
    if form.startsWhenRead { return "reading the run…" }
    if form.isTyping, let remark = form.path.remark { return remark }
    if form.row == .format { return Self.formats }
    return switch form.format {
    case .csv: "Beside it, -validation.csv has a row for each validation."
    case .tensorBoard: "The run gets a folder in it; `tensorboard --logdir` shows it."
    case .kernels, .kernelsAPNG, .kernelsGIF, .safetensors, .onnx: ""
    }
  }
}
