import Blueprint
import DisplayText
import Runs

/// The output of `runs show`. The fields are the contract of `runs show --json`.
struct RunReport: Encodable {
  var name: String
  var folder: String
  var state: String
  /// Seconds since 1970.
  var started: Double?
  var steps: Int
  /// The training time.
  var seconds: Double
  var imagesPerSecond: Double?
  /// The step of the latest checkpoint.
  var checkpoint: Int?
  /// The validation with the lowest top-1 error.
  var best: ComparisonReport.Validation?
  var last: ComparisonReport.Validation?
  var changes: [ComparisonReport.KnobChange]
  var note: String
  /// The failure of the run, or the damage of its journal.
  var message: String?
  var plan: RunPlan

  init(_ summary: RunSummary, _ history: ValidationHistory, folder: String) {
    name = summary.name
    self.folder = folder
    state = summary.state.name
    started = summary.started
    steps = history.steps
    seconds = history.seconds
    imagesPerSecond = history.imagesPerSecond
    checkpoint = summary.checkpoint
    best = history.best.map(ComparisonReport.Validation.init)
    last = history.last.map(ComparisonReport.Validation.init)
    changes = history.knobChanges.map { .init(step: $0.step, change: $0.text) }
    note = summary.note
    message = summary.problem
    plan = summary.plan
  }

  var text: String {
    var table = TextTable([.left("run"), .left(name)])
    table.add(["folder", folder])
    table.add(["state", state])
    table.add(["started", TableText.time(started)])
    table.add(["steps", "\(steps.grouped) in \(TableText.duration(seconds)) of training"])
    table.add(["images/s", imagesPerSecond.map(NumberText.perSecond) ?? "—"])
    table.add(["saved", checkpoint.map { "at step \($0.grouped)" } ?? "—"])
    table.add(["best", text(of: best)])
    table.add(["last", text(of: last)])
    for setting in plan.settings { table.add([setting.name, setting.value]) }
    for change in changes {
      table.add(["changed", "\(change.change) after step \(change.step.grouped)"])
    }
    for line in note.split(separator: "\n") { table.add(["note", String(line)]) }
    if let message { table.add(["problem", message]) }
    return table.text
  }

  private func text(of validation: ComparisonReport.Validation?) -> String {
    guard let validation else { return "—" }
    let top5 = TableText.percent(plan.network.hasTop5 ? validation.top5 : nil)
    return "top-1 \(TableText.percent(validation.top1)), top-5 \(top5), "
      + "loss \(validation.loss.fixed(3)) at step \(validation.step.grouped)"
  }
}
