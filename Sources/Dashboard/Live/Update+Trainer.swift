import Blueprint
import Runs
import TerminalUI

extension DashboardState {
  /// An event goes to the lane of its run; a run that starts and has none gets one.
  mutating func learn(_ event: TrainingEvent, run: String?) -> [DashboardEffect] {
    var index = index(ofRun: run)
    if index == nil, case .started = event {
      lanes.append(LaneState(smoothing: lane.history.smoothing))
      index = lanes.count - 1
    }
    guard let index else { return [] }
    let isNew = lanes[index].run == nil
    let entry = MessageLog.Entry(event, of: lanes[index], named: lanes.count > 1)
    let news = lanes[index].learn(event)
    if case .started = event { numberStrokes() }
    if case .renamed(_, let name) = event, let run { renamed(run, to: name) }
    if isNew, index > 0, overlay == nil, let words = lanes[index].run?.run {
      say("lane \(index + 1): \(words)")
    }
    if let news { say(lanes.count > 1 ? "\(lanes[index].name ?? "") · \(news)" : news) }
    if case .resumed = event {
      // What was before has been told before.
      log.markRead()
      isLeaving = false
    }
    if let entry { log.add(entry) }
    switch event {
    case .resumed where lanes.count == 1:
      notice = nil
      overlay = nil
    case .finished, .failed: return ended(index)
    default: break
    }
    return []
  }

  /// A lane has ended; the others go on, and so does the screen.
  private mutating func ended(_ index: Int) -> [DashboardEffect] {
    let failed = if case .failed = lanes[index].phase { true } else { false }
    if lanes.count == 1, failed { overlay = .failure }
    guard everyLaneHasEnded else { return [] }
    if overlay == .quit { overlay = nil }
    return !failed && isLeaving ? [.quit] : []
  }
}

extension DashboardState {
  /// The trainer is gone, and nobody will obey any more.
  mutating func cutOff(_ message: String) {
    for index in lanes.indices where !lanes[index].hasEnded { lanes[index].cutOff(message) }
    overlay = .failure
  }
}

extension LaneState {
  fileprivate mutating func cutOff(_ message: String) {
    end(as: .failed(message: message))
    isCutOff = true
  }

  /// What the trainer says has happened is the only thing that is shown as done.
  /// - Returns: what is to be said of it; nil is nothing.
  mutating func learn(_ event: TrainingEvent) -> String? {
    course.add(event)
    switch event {
    case .started(let started):
      run = started
      name = started.run
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
      return changed(rate: rate, step: step, cause: cause)
    case .toggled(let step, let knob, let on):
      return toggled(knob, on: on, step: step)
    case .paused(_, let on):
      phase = on ? .paused : .training
      if askedPause == on { askedPause = nil }
    case .checkpoint(let step, _):
      isSaving = false
      return "the checkpoint of step \(Digits.grouped(step)) is kept"
    case .resumed(let resumed):
      adopt(resumed)
    case .warning(let step, _, let message):
      warning = Warning(step: step, message: message)
    case .renamed(_, let name): rename(to: name)
    case .finished(_, let seconds, let reason):
      end(as: .finished(seconds: seconds, reason: reason))
    case .failed(_, let message):
      end(as: .failed(message: message))
    }
    return nil
  }

  /// The run went on, perhaps from before where it had come to, and perhaps otherwise.
  private mutating func adopt(_ resumed: TrainingEvent.Resumed) {
    history.truncate(after: resumed.step)
    changes.removeAll { $0.step > resumed.step }
    let isFork = history.steps.isEmpty && plan?.lineage?.step == resumed.step
    changes.append(
      Change(step: resumed.step, kind: .resumed, label: isFork ? "forked" : "resumed"))
    if let step = latest?.step, step > resumed.step { latest = nil }
    if var plan {
      plan.knobs = resumed.knobs
      plan.length = resumed.length
      plan.data = resumed.data ?? plan.data
      adopt(plan)
    }
    if let images = resumed.trainImages { run?.trainImages = images }
    if let images = resumed.validationImages { run?.validationImages = images }
    warning = nil
    isCutOff = false
    isStopping = false
    phase = .training
  }

  private mutating func rename(to name: String) {
    if let folder, let slash = folder.lastIndex(of: "/") {
      self.folder = folder[...slash] + name
    }
    self.name = name
    run?.run = name
  }

  private mutating func end(as phase: Phase) {
    self.phase = phase
    askedPause = nil
    isSaving = false
    dropout.asked = nil
    lrn.asked = nil
  }

  private mutating func changed(
    rate new: Double, step: Int, cause: TrainingEvent.RateCause
  ) -> String? {
    defer { rate = new }
    guard rate != new else { return nil }
    // Several presses between two steps are one mark.
    changes.removeAll { $0.kind == .rate && $0.step == step }
    changes.append(Change(step: step, kind: .rate, label: "rate \(Digits.plain(new))"))
    return cause == .hand
      ? "the rate is now \(Digits.plain(new))"
      : "the schedule has set the rate to \(Digits.plain(new))"
  }

  private mutating func toggled(
    _ knob: TrainingEvent.ToggledKnob, on: Bool, step: Int
  ) -> String {
    let word = on ? "on" : "off"
    switch knob {
    case .dropout:
      dropout.told(on)
      changes.append(Change(step: step, kind: .dropout, label: "dropout \(word)"))
    case .lrn:
      lrn.told(on)
      changes.append(Change(step: step, kind: .lrn, label: "LRN \(word)"))
    }
    return "\(knob == .lrn ? "LRN" : "dropout") is \(word)"
  }
}
