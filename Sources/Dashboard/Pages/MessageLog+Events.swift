import DisplayText
import Runs
import TerminalUI

extension MessageLog.Message {
  /// Creates the message for an event, before the event has changed the lane; `nil` for events that
  /// the curves show.
  /// - Parameter date: The date of the event, in seconds since 1970; `nil` for an event of the
  ///   journal, whose date is estimated.
  init?(_ event: TrainingEvent, of lane: LaneState, at date: Double?) {
    switch event {
    case .started, .step, .validation: return nil
    case .paused(let step, let on):
      self.init(kind: .change, text: on ? "paused" : "continued", step: step)
      status = .read
    case .rate(let step, let rate, let cause):
      guard rate != lane.rate else { return nil }
      let isByHand = cause == .hand
      let value = "learning rate \(NumberText.plain(rate))"
      let isUndo = isByHand && lane.undo.isUndo(.rate(from: lane.rate ?? rate, to: rate))
      let origin = isByHand ? "by hand" : "by the schedule"
      self.init(
        kind: .change, text: isUndo ? NoticeText.undone(value) : "\(value), set \(origin)",
        step: step)
      if isByHand { status = .read }
    case .scheduled(let step, let change):
      self.init(kind: .change, text: "\(change.text), set by the schedule", step: step)
    case .toggled(let step, let knob, let on):
      let name = knob == .lrn ? "LRN" : "dropout"
      let text = "\(name) \(on ? "on" : "off")"
      let isUndo = lane.undo.isUndo(.toggled(knob, on: on))
      self.init(kind: .change, text: isUndo ? NoticeText.undone(text) : text, step: step)
      status = .read
    case .checkpoint(let step, _):
      let text = "checkpoint of step \(NumberText.grouped(step)) saved"
      self.init(kind: .checkpoint, text: text, step: step)
      status = .read
    case .resumed(let resumed):
      self.init(
        kind: .change, text: "resumed after step \(NumberText.grouped(resumed.step))",
        step: resumed.step)
    case .warning(let step, _, let message):
      self.init(kind: .warning, text: message, step: step)
    case .renamed(let step, let name):
      self.init(kind: .change, text: "renamed to \(name)", step: step)
      status = .read
    case .finished(let step, _, let reason):
      self.init(kind: .end, text: reason.text(after: step), step: step)
    case .failed(let step, let message):
      self.init(kind: .failure, text: "failed: \(message)", step: step)
    }
    run = lane.name ?? lane.run?.run
    self.date = date ?? lane.dates.date(atSeconds: lane.latest?.seconds)
    isDateEstimated = date == nil
    if case .resumed(let resumed) = event {
      self.date = resumed.time
      isDateEstimated = false
    }
  }
}

extension TrainingEvent.FinishReason {
  /// Returns the state of the run, and the reason: "finished after 2,000 steps".
  func text(after steps: Int?) -> String {
    let count = steps.map { $0 == 1 ? "1 step" : NumberText.grouped($0) + " steps" } ?? "no step"
    return switch self {
    case .completed: "finished after \(count)"
    case .stopped: "stopped after \(count)"
    case .plateau: "finished after \(count): no improvement"
    case .trainingError: "finished after \(count): the training error is reached"
    case .timeLimit: "stopped by its time limit after \(count)"
    case .imported: "imported, not trained here yet"
    }
  }
}
