import Dashboard
import DisplayText
import Evaluating
import Exchange
import FoundationEssentials
import Glibc
import Machine
import Runs

extension RunJobs {
  /// Writes files. Files that exist are replaced only on request.
  func write(_ request: ExportRequest) {
    export.start { [store, replies] isCancelled in
      var clock = ProgressClock()
      do {
        let text = try ExportWork(request, in: store).write { share in
          if isCancelled() { throw ExchangeError.stopped }
          guard let due = clock.report(share) else { return }
          replies.post(
            .export(.progress(JobProgress(share: share, secondsLeft: due.secondsLeft))))
        }
        replies.post(.export(.written(text)))
      } catch ExchangeError.stopped {
        replies.post(.export(.cancelled))
      } catch let error as ExistingOutput {
        replies.post(.export(.exists(error.path)))
      } catch ExchangeError.eventsExist(let folder) {
        replies.post(.export(.exists(folder.homeAbbreviated)))
      } catch {
        replies.post(.export(.failed(Self.text(of: error))))
      }
    }
  }
}

/// The error of a file that exists.
private struct ExistingOutput: Error {
  var path: String
}

/// An export of one run.
private struct ExportWork {
  /// Called with the share of the work that is done. An error that it throws ends the work.
  typealias Report = (Double) throws -> Void

  private let request: ExportRequest
  private let run: Run
  private let path: String
  private var shownPath: String { path.homeAbbreviated }

  init(_ request: ExportRequest, in store: RunStore) throws {
    self.request = request
    run = try store.run(named: request.run)
    path = request.path.absolutePath
  }

  /// Writes the files.
  /// - Returns: A sentence with the names of the files.
  func write(_ report: Report) throws -> String {
    try checkIsNew()
    switch request.format {
    case .kernels: return try writePicture()
    case .kernelsAPNG: return try writeAnimation(.apng, report)
    case .kernelsGIF: return try writeAnimation(.gif, report)
    case .safetensors, .onnx: return try writeNetwork(report)
    case .csv: return try writeMetrics(report)
    case .tensorBoard: return try writeEvents(report)
    }
  }

  private func checkIsNew() throws {
    guard !request.replaces else { return }
    let paths: [String] =
      switch request.format {
      case .tensorBoard: []
      case .csv: [path, MetricsTable.validationPath(beside: path)]
      case .kernels, .kernelsAPNG, .kernelsGIF, .safetensors, .onnx: [path]
      }
    if let existing = paths.first(where: { access($0, F_OK) == 0 }) {
      throw ExistingOutput(path: existing.homeAbbreviated)
    }
  }

  // MARK: - Kernels

  /// The kernels on the screen, or the latest that are recorded.
  private func kernels() throws -> KernelExport {
    if let kernels = request.kernels { return kernels }
    let recorded = try run.kernels(at: request.kernelsStep)
    return KernelExport(
      step: recorded.step, kernels: recorded.kernels,
      separatesColumns: (try? run.plan())?.network.hasTwoColumns ?? false)
  }

  private func writePicture() throws -> String {
    let export = try kernels()
    try FileBytes.replace(path, export.picture.png)
    return
      "\(shownPath): the kernels of \(run.name) after step \(NumberText.grouped(export.step)), \(size)"
  }

  private func writeAnimation(
    _ format: KernelAnimation.Format, _ report: Report
  ) throws -> String {
    let animation = try KernelAnimation(of: run, like: kernels(), as: format, report: report)
    guard let animation else { throw RunsError.noKernels(run: run.name) }
    try report(1)
    try FileBytes.replace(path, animation.bytes)
    return "\(shownPath): the kernels of \(run.name), \(animation.summary)"
  }

  // MARK: - Files for other programs

  private func writeNetwork(_ report: Report) throws -> String {
    let network = try TrainedNetwork(run, at: request.checkpoint.choice)
    let exported = try ExportedNetwork(network)
    func progress(_ progress: ExportProgress) throws {
      try report(Double(progress.written) / Double(max(1, progress.total)))
    }
    if request.format == .onnx {
      try ONNXExport(exported).write(to: path, progress: progress)
    } else {
      try SafetensorsExport(exported).write(to: path, progress: progress)
    }
    return
      "\(shownPath): the network of \(run.name) after step \(NumberText.grouped(network.step)), \(size)"
  }

  private func writeMetrics(_ report: Report) throws -> String {
    let plan = try run.plan()
    let table = MetricsTable(try run.recording().events, classes: plan.network.classes)
    try report(0.5)
    let beside = MetricsTable.validationPath(beside: path)
    try table.writeSteps(to: path)
    try table.writeValidations(to: beside)
    let name = URL(filePath: beside).lastPathComponent
    return "\(shownPath) and \(name): \(NumberText.grouped(table.steps.count)) steps and "
      + "\(NumberText.grouped(table.validations.count)) validations of \(run.name)"
  }

  private func writeEvents(_ report: Report) throws -> String {
    let draw = KernelSheetDrawing.drawing(of: try? run.plan().network)
    let summary = try TensorBoardExport(run, to: path, draw: draw)
      .write(replacesEvents: request.replaces, progress: report)
    let folder = URL(filePath: summary.path).deletingLastPathComponent().path(percentEncoded: false)
    return "\(folder.homeAbbreviated): "
      + "\(NumberText.grouped(summary.steps)) steps, \(NumberText.grouped(summary.pictures)) pictures "
      + "and \(NumberText.grouped(summary.histograms)) histograms, \(NumberText.bytes(summary.bytes))"
  }

  /// The size of the written file.
  private var size: String {
    var status = stat()
    return NumberText.bytes(stat(path, &status) == 0 ? Int(status.st_size) : 0)
  }
}

extension ExportedNetwork {
  /// Creates the network to export from a run's network.
  public init(_ network: TrainedNetwork) throws {
    try self.init(
      network.spec, lrn: network.knobs.lrn, run: network.run.name, step: network.step,
      classes: network.classNames, image: network.imageShape, mean: network.mean
    ) { name, shape in try network.numbers(name, shape: shape) }
  }
}
