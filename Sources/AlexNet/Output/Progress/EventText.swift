import DisplayText
import Runs

/// An event of a training as lines of text. A step has none: its values are lines of progress.
struct EventText {
  let event: TrainingEvent
  let run: String
  /// The folder of the run.
  let folder: String
  /// True if there are enough classes for a top-5 error.
  let hasTop5: Bool
  /// False if a warning has reported files of the run that are not complete on the disk.
  let isSaved: Bool

  /// True if the lines contain the name of the run.
  var namesTheRun: Bool {
    switch event {
    case .started, .resumed: true
    case .step, .validation, .rate, .scheduled, .toggled, .paused, .checkpoint, .warning, .renamed,
      .finished, .failed:
      false
    }
  }

  var lines: [String] {
    switch event {
    case .started(let started):
      [
        "\(started.network), \(started.parameters.grouped) parameters, on \(started.data): "
          + "\(started.trainImages.grouped) training and \(started.validationImages.grouped) "
          + "validation images, \(started.classes.count.grouped) classes",
        "run \(started.run) in \(folder)",
      ]
    case .resumed(let resumed):
      ["run \(run) in \(folder) continues after step \(resumed.step.grouped)"]
    case .step: []
    case .validation(let validation):
      [
        "step \(validation.step.grouped)  val loss \(NumberText.loss(validation.loss))  "
          + "val top-1 error \(validation.top1.percent)  "
          + "val top-5 error \(hasTop5 ? validation.top5.percent : "—")"
      ]
    case .rate(let step, let rate, let cause):
      [
        "step \(step.grouped)  learning rate \(NumberText.plain(rate)) "
          + (cause == .hand ? "(by hand)" : "(by the schedule)")
      ]
    case .scheduled(let step, let change):
      ["step \(step.grouped)  \(change.text) (by the schedule)"]
    case .toggled(let step, let knob, let on):
      ["step \(step.grouped)  \(knob.rawValue) \(on ? "on" : "off")"]
    case .paused(let step, let on): ["step \(step.grouped)  \(on ? "paused" : "continued")"]
    // A checkpoint is a matter of course. Its failure is a warning.
    case .checkpoint: []
    case .warning(let step, _, let message): ["step \(step.grouped)  warning: \(message)"]
    case .renamed(let step, let newName): ["step \(step.grouped)  renamed to \(newName)"]
    case .finished(let step, let seconds, let reason):
      [
        "\(reason.text) after \(step.stepsText), \(TableText.duration(seconds)) of training; "
          + (isSaved ? "saved in \(folder)" : "not completely saved in \(folder)")
      ]
    case .failed(let step, _): ["failed at step \(step.grouped)"]
    }
  }
}
