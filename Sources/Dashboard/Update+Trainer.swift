import Blueprint
import Runs
import TerminalUI

extension DashboardState {
  /// What the trainer says has happened is the only thing that is shown as done.
  mutating func learn(_ event: TrainingEvent) -> [DashboardEffect] {
    switch event {
    case .started(let started):
      run = started
      adopt(started.plan)
      phase = .training
    case .step(let step):
      history.append(step)
      latest = step
      rate = step.rate
      _ = speed.add(step.imagesPerSecond)
    case .validation(let validation):
      history.append(validation)
    case .rate(let step, let rate, let cause):
      changed(rate: rate, step: step, cause: cause)
    case .toggled(let step, let knob, let on):
      toggled(knob, on: on, step: step)
    case .paused(_, let on):
      phase = on ? .paused : .training
      if askedPause == on { askedPause = nil }
    case .checkpoint(let step, _):
      isSaving = false
      say("the checkpoint of step \(Digits.grouped(step)) is kept")
      note(.checkpoint, "checkpoint written", step: step)
    case .resumed(let resumed):
      adopt(resumed)
    case .warning(let step, _, let message):
      warning = Warning(step: step, message: message)
      note(.warning, message, step: step)
    case .finished(let step, let seconds, let reason):
      note(.end, "the run is over: \(reason.rawValue)", step: step)
      end(as: .finished(seconds: seconds, reason: reason))
      return isStopping ? [.quit] : []
    case .failed(let step, let message):
      note(.failure, message, step: step)
      end(as: .failed(message: message))
      overlay = .failure
    }
    return []
  }

  /// The run went on, perhaps from before where it had come to, and perhaps otherwise.
  private mutating func adopt(_ resumed: TrainingEvent.Resumed) {
    // What was before has been told before.
    log.markRead()
    note(.change, "resumed after step \(Digits.grouped(resumed.step))", step: resumed.step)
    history.truncate(after: resumed.step)
    changes.removeAll { $0.step > resumed.step }
    changes.append(Change(step: resumed.step, kind: .resumed, label: "resumed"))
    if let step = latest?.step, step > resumed.step { latest = nil }
    if var plan {
      plan.knobs = resumed.knobs
      plan.length = resumed.length
      adopt(plan)
    }
    warning = nil
    notice = nil
    overlay = nil
    phase = .training
  }

  private mutating func end(as phase: Phase) {
    self.phase = phase
    overlay = overlay == .quit ? nil : overlay
    askedPause = nil
    isSaving = false
    dropout.asked = nil
    lrn.asked = nil
  }

  private mutating func changed(rate new: Double, step: Int, cause: TrainingEvent.RateCause) {
    defer { rate = new }
    guard rate != new else { return }
    // Several presses between two steps are one mark.
    changes.removeAll { $0.kind == .rate && $0.step == step }
    changes.append(Change(step: step, kind: .rate, label: "rate \(Digits.plain(new))"))
    note(
      .change,
      "learning rate \(Digits.plain(new))" + (cause == .hand ? " by hand" : " by the schedule"),
      step: step, isRead: cause == .hand)
    say(
      cause == .hand
        ? "the rate is now \(Digits.plain(new))"
        : "the schedule has set the rate to \(Digits.plain(new))")
  }

  private mutating func toggled(_ knob: TrainingEvent.ToggledKnob, on: Bool, step: Int) {
    let word = on ? "on" : "off"
    switch knob {
    case .dropout:
      dropout.told(on)
      changes.append(Change(step: step, kind: .dropout, label: "dropout \(word)"))
    case .lrn:
      lrn.told(on)
      changes.append(Change(step: step, kind: .lrn, label: "LRN \(word)"))
    }
    let words = "\(knob == .lrn ? "LRN" : "dropout") is \(word)"
    note(.change, words, step: step, isRead: true)
    say(words)
  }

  private mutating func note(
    _ kind: MessageLog.Entry.Kind, _ text: String, step: Int, isRead: Bool = false
  ) {
    log.add(
      .init(kind: kind, text: text, step: step, seconds: latest?.seconds, isRead: isRead))
  }
}
