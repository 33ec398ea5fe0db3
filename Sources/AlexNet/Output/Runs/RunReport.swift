import Blueprint
import DisplayText
import Runs

/// The output of `runs show`. The fields are the contract of `runs show --json`.
struct RunReport: Encodable {
  /// The sizes of files, in bytes.
  struct Size: Encodable {
    /// All files of the run.
    var total: Int
    var checkpoints: Int
    var journal: Int
    /// The timeline of the first layer's kernels.
    var kernels: Int
    /// The timeline of the statistics of all layers.
    var layers: Int
    /// The number of checkpoints.
    var checkpointCount: Int
  }

  var name: String
  var folder: String
  var state: String
  /// The process ID of the trainer; `nil` if the run does not train.
  var process: Int32?
  /// Seconds since 1970.
  var started: Double?
  var steps: Int
  /// The training time.
  var seconds: Double
  var imagesPerSecond: Double?
  /// The number of steps at the planned end, after the latest resumption; `nil` for a run without an end.
  var plannedSteps: Int?
  /// The steps after which the run was resumed.
  var resumedAfter: [Int]
  /// The number of processes of the latest training; `nil` for one.
  var ranks: Int?
  /// The number of columns of the latest training, each in a process of its own; `nil` for whole networks.
  var columns: Int?
  /// True if the processes of the latest training divide the units of the fully-connected layers; `nil` otherwise.
  var hybrid: Bool?
  /// The step of the latest checkpoint.
  var checkpoint: Int?
  var size: Size
  /// The validation with the lowest top-1 error.
  var best: ComparisonReport.Validation?
  var last: ComparisonReport.Validation?
  var changes: [ComparisonReport.KnobChange]
  /// The recorded results of `evaluate`, the latest first.
  var evaluations: [RecordedEvaluation]
  var note: String
  /// The failure of the run, or the damage of its journal.
  var message: String?
  var plan: RunPlan
  private var length: RunLength

  private enum CodingKeys: CodingKey {
    case name, folder, state, process, started, steps, seconds, imagesPerSecond, plannedSteps
    case resumedAfter, ranks, columns, hybrid, checkpoint, size, best, last, changes, evaluations,
      note,
      message, plan
  }

  /// Creates the report of a run.
  /// - Parameters:
  ///   - run: The run.
  ///   - summary: Its summary.
  ///   - events: All events of its journal.
  ///   - process: The process ID of its trainer; `nil` without one.
  init(_ run: Run, _ summary: RunSummary, _ events: [TrainingEvent], process: Int32? = nil) {
    self.process = process
    let history = ValidationHistory(events)
    length = RunLength(summary.plan, events)
    plannedSteps = length.plannedSteps
    resumedAfter = length.resumedAfter
    let sessions = JobSession.all(in: events)
    ranks = sessions.last?.ranks
    columns = sessions.last?.columns
    hybrid = sessions.last?.isHybrid == true ? true : nil
    size = Size(run.size)
    name = summary.name
    folder = run.folder
    state = summary.state.name
    started = summary.started
    steps = history.steps
    seconds = history.seconds
    imagesPerSecond = history.imagesPerSecond
    checkpoint = summary.checkpoint
    best = history.best.map(ComparisonReport.Validation.init)
    last = history.last.map(ComparisonReport.Validation.init)
    changes = history.knobChanges.map { .init(step: $0.step, change: $0.text) }
    evaluations = summary.evaluations.map(RecordedEvaluation.init)
    note = summary.note
    message = summary.problem
    plan = summary.plan
  }

  var text: String {
    var table = TextTable([.left("run"), .left(name)])
    table.add(["folder", folder])
    table.add(["size", size.text])
    table.add(["state", state + (process.map { " in process \($0)" } ?? "")])
    table.add(["started", TableText.time(started)])
    table.add(["steps", "\(steps.grouped) in \(TableText.duration(seconds)) of training"])
    table.add(["planned end", plannedEnd])
    if !resumedAfter.isEmpty { table.add(["resumed", resumptions]) }
    if let ranks { table.add(["processes", processes(ranks)]) }
    table.add(["images/s", imagesPerSecond.map { "\(NumberText.perSecond($0)), the mean" } ?? "—"])
    table.add(["checkpoint", checkpoint.map { "at step \($0.grouped)" } ?? "—"])
    table.add(["best", text(of: best)])
    table.add(["last", text(of: last)])
    // The planned end has the length.
    for setting in plan.settings where setting.name != Setting.length.name {
      table.add([setting.name, setting.value])
    }
    for change in changes {
      table.add(["changed", "\(change.change) after step \(change.step.grouped)"])
    }
    for evaluation in evaluations {
      table.add(["evaluated", evaluation.text(hasTop5: plan.network.hasTop5)])
    }
    for line in note.split(separator: "\n") { table.add(["note", String(line)]) }
    if let message { table.add(["problem", message]) }
    return table.text
  }

  private func processes(_ ranks: Int) -> String {
    if hybrid == true { return "\(ranks.grouped), which divide the fully-connected layers" }
    guard let columns else { return ranks.grouped }
    return "\(ranks.grouped), in \(columns) columns of kernels"
  }

  /// The length, and the one at the start if it was another.
  private var plannedEnd: String {
    var text = Self.text(of: length.current)
    if case .epochs = length.current, let plannedSteps { text += ", step \(plannedSteps.grouped)" }
    guard length.current != plan.length else { return text }
    return text + "; \(Self.text(of: plan.length)) when it started"
  }

  private static func text(of length: RunPlan.Length) -> String {
    switch length {
    case .steps(let steps): "step \(steps.grouped)"
    case .epochs(let epochs): "\(epochs.grouped) epochs"
    case .endless: "none"
    }
  }

  private var resumptions: String {
    let steps = resumedAfter.map(\.grouped).joined(separator: ", ")
    return resumedAfter.count == 1
      ? "once, after step \(steps)" : "\(resumedAfter.count) times, after steps \(steps)"
  }

  private func text(of validation: ComparisonReport.Validation?) -> String {
    guard let validation else { return "—" }
    let top5 = TableText.percent(plan.network.hasTop5 ? validation.top5 : nil)
    return "val top-1 error \(TableText.percent(validation.top1)), val top-5 error \(top5), "
      + "val loss \(NumberText.loss(validation.loss)) at step \(validation.step.grouped)"
  }
}

extension RunReport.Size {
  fileprivate init(_ size: RunSize) {
    self.init(
      total: size.total, checkpoints: size.checkpoints, journal: size.journal,
      kernels: size.kernels, layers: size.layers, checkpointCount: size.checkpointCount)
  }

  fileprivate var text: String {
    let files = checkpointCount == 1 ? "1 checkpoint" : "\(checkpointCount.grouped) checkpoints"
    return "\(total.fileSizeText): \(files) \(checkpoints.fileSizeText), journal "
      + "\(journal.fileSizeText), kernels \(kernels.fileSizeText), layers \(layers.fileSizeText), "
      + "other files \((total - checkpoints - journal - kernels - layers).fileSizeText)"
  }
}
