import Blueprint
import DisplayText
import Runs

extension LaneState {
  /// Applies an event of the run. A requested change is shown as done only when its event arrives.
  /// - Returns: The text of a notice; `nil` for an event without one.
  mutating func apply(_ event: TrainingEvent) -> String? {
    validationHistory.add(event)
    switch event {
    case .started(let started):
      run = started
      job = JobSize(
        ranks: started.ranks, columns: started.columns, isHybrid: started.isHybrid)
      name = started.run
      dates.begin(at: started.time)
      adopt(started.plan)
      phase = .training
    case .step(let step):
      history.append(step)
      latest = step
      if speedStart == nil { speedStart = SpeedStart(step: step.step, seconds: step.seconds) }
      rate = step.rate
      _ = speed.add(step.imagesPerSecond)
    case .validation(let validation):
      history.append(validation)
    case .rate(let step, let rate, let cause):
      return rateChanged(to: rate, step: step, cause: cause)
    case .scheduled: break
    case .toggled(let step, let knob, let on):
      return toggled(knob, on: on, step: step)
    case .paused(_, let on):
      phase = on ? .paused : .training
      if requestedPause == on { requestedPause = nil }
    case .checkpoint(let step, _):
      // Only a requested checkpoint has an answer: those of the plan are in the messages.
      let isRequested = isSaving
      isSaving = false
      return isRequested ? NoticeText.checkpointWritten(step: step) : nil
    case .resumed(let resumed):
      adopt(resumed)
      speedStart = nil
      dates.begin(at: resumed.time, seconds: latest?.seconds ?? 0)
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

  mutating func trainerLost(_ message: String) {
    end(as: .failed(message: message))
    isTrainerLost = true
  }

  /// Returns to the step from which the run continues, with the settings of the event.
  private mutating func adopt(_ resumed: TrainingEvent.Resumed) {
    history.truncate(after: resumed.step)
    changes.removeAll { $0.step > resumed.step }
    undo = UndoStack(resuming: undo, from: resumed.step)
    let isFork =
      history.steps.isEmpty && plan?.lineage?.step == resumed.step
      && !changes.contains { $0.kind == .resumed }
    changes.append(
      LaneChange(step: resumed.step, kind: .resumed, label: isFork ? "forked" : "resumed"))
    if let step = latest?.step, step > resumed.step { latest = nil }
    if var plan {
      plan.knobs = resumed.knobs
      plan.length = resumed.length
      plan.data = resumed.data ?? plan.data
      adopt(plan, afterStep: resumed.step)
    }
    if let images = resumed.trainImages { run?.trainImages = images }
    if let images = resumed.validationImages { run?.validationImages = images }
    job = JobSize(ranks: resumed.ranks, columns: resumed.columns, isHybrid: resumed.isHybrid)
    rankReport = nil
    warning = nil
    isTrainerLost = false
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
    requestedPause = nil
    isSaving = false
    dropout.requested = nil
    lrn.requested = nil
    undo.cancelRequests()
  }

  private mutating func rateChanged(
    to new: Double, step: Int, cause: TrainingEvent.RateCause
  ) -> String? {
    defer { rate = new }
    let old = rate ?? new
    guard !old.isSameRate(as: new) else {
      if cause == .hand { undo.confirmWithoutChange(.rate(from: old, to: new)) }
      return nil
    }
    let isUndo =
      cause == .hand
      && undo.confirm(.rate(from: old, to: new), step: step, seconds: latest?.seconds ?? 0)
    // Several changes between two steps share one annotation.
    changes.removeAll { $0.kind == .rate && $0.step == step }
    changes.append(LaneChange(step: step, kind: .rate, label: "rate \(NumberText.plain(new))"))
    guard cause == .hand else { return NoticeText.scheduleHasSet(new) }
    return isUndo ? NoticeText.undone(NoticeText.rateIsNow(new)) : NoticeText.rateIsNow(new)
  }

  private mutating func toggled(
    _ knob: TrainingEvent.ToggledKnob, on: Bool, step: Int
  ) -> String {
    let isChange = self[knob].isOn != on
    self[knob].confirm(on)
    var isUndo = false
    if isChange {
      isUndo = undo.confirm(.toggled(knob, on: on), step: step, seconds: latest?.seconds ?? 0)
      let kind: LaneChange.Kind =
        switch knob {
        case .dropout: .dropout
        case .lrn: .lrn
        }
      changes.append(
        LaneChange(step: step, kind: kind, label: "\(knob.name) \(on ? "on" : "off")"))
    } else {
      undo.confirmWithoutChange(.toggled(knob, on: on))
    }
    let text = NoticeText.isNow(knob.name, on: on)
    return isUndo ? NoticeText.undone(text) : text
  }
}
