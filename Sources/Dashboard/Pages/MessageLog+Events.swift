import DisplayText
import Runs
import TerminalUI

extension MessageLog.Message {
  /// Creates the message for an event, before the event has changed the lane; `nil` for events that
  /// the curves show.
  /// - Parameter isNamed: True to begin the text with the run's name.
  init?(_ event: TrainingEvent, of lane: LaneState, named isNamed: Bool) {
    switch event {
    case .started, .step, .validation, .paused: return nil
    case .rate(let step, let rate, let cause):
      guard rate != lane.rate else { return nil }
      let isByHand = cause == .hand
      let origin = isByHand ? "hand" : "the schedule"
      self.init(
        kind: .change, text: "the learning rate is \(NumberText.plain(rate)), set by \(origin)",
        step: step)
      isRead = isByHand
    case .toggled(let step, let knob, let on):
      let name = knob == .lrn ? "LRN" : "dropout"
      self.init(kind: .change, text: "\(name) is \(on ? "on" : "off")", step: step)
      isRead = true
    case .checkpoint(let step, _):
      self.init(kind: .checkpoint, text: "a checkpoint is saved", step: step)
      isRead = true
    case .resumed(let resumed):
      self.init(
        kind: .change, text: "resumed after step \(NumberText.grouped(resumed.step))",
        step: resumed.step)
    case .warning(let step, _, let message):
      self.init(kind: .warning, text: message, step: step)
    case .renamed(let step, let name):
      self.init(kind: .change, text: "renamed to \(name)", step: step)
      isRead = true
    case .finished(let step, _, let reason):
      self.init(kind: .end, text: "the run has ended: \(reason.rawValue)", step: step)
    case .failed(let step, let message):
      self.init(kind: .failure, text: message, step: step)
    }
    seconds = lane.latest?.seconds
    if isNamed, let name = lane.name { text = "\(name) · \(text)" }
  }
}
