import Blueprint
import DisplayText
import Runs

/// One run of a training that is reported in sentences: its latest values, and the sentence of each event.
struct PlainLane {
  private(set) var progress: LaneProgress
  /// The path of the run's folder.
  var folder: String
  /// The knobs; `nil` for those that the network does not have, or before they are known.
  private(set) var dropout: Bool?
  private(set) var lrn: Bool?
  private(set) var rate: Double?
  private var history = ValidationHistory()
  private var epochs = EpochSummary()
  private var seconds = 0.0
  private var hasTop5 = true
  private var lineage: Lineage?
  private var warmUp: WarmUp?
  /// False after a warning about files of the run that are not complete on the disk.
  private var isSaved = true

  init(name: String, plan: RunPlan?, folder: String) {
    progress = LaneProgress(name: name, plan: plan)
    self.folder = folder
    if let plan { adopt(plan) }
  }

  var name: String {
    get { progress.name }
    set { progress.name = newValue }
  }
  var hasEnded: Bool { progress.hasEnded }
  var isPaused: Bool { progress.state == "paused" }

  private mutating func adopt(_ plan: RunPlan) {
    let kinds = plan.network.layers.map(\.kind)
    dropout = kinds.contains(.dropout) ? plan.knobs.dropout > 0 : nil
    let hasLRN = kinds.contains { if case .normalization = $0 { true } else { false } }
    lrn = hasLRN ? plan.knobs.lrn : nil
    rate = plan.knobs.rate * plan.rateFactor(ofStep: 1)
    hasTop5 = plan.network.hasTop5
    lineage = plan.lineage
    warmUp = plan.warmUp
  }

  private mutating func adopt(_ resumed: TrainingEvent.Resumed) {
    dropout = dropout.map { _ in resumed.knobs.dropout > 0 }
    lrn = lrn.map { _ in resumed.knobs.lrn }
    rate = resumed.knobs.rate * (warmUp?.factor(ofStep: resumed.step + 1) ?? 1)
    epochs = EpochSummary()
    isSaved = true
  }

  private var best: ValidationResult? { history.results.min { $0.top1 < $1.top1 } }

  /// Applies an event.
  /// - Returns: A sentence about the event; `nil` for one that is not reported.
  mutating func report(_ event: TrainingEvent) -> String? {
    let earlierBest = best
    let wasFork = lineage.map { $0.step > 0 } == true && progress.latest == nil
    var epoch: EpochSummary.Result?
    switch event {
    case .started(let started): adopt(started.plan)
    case .step(let step):
      seconds = step.seconds
      rate = step.rate
      epoch = epochs.add(step)
    case .rate(_, let rate, _): self.rate = rate
    case .toggled(_, .dropout, let on): dropout = on
    case .toggled(_, .lrn, let on): lrn = on
    case .resumed(let resumed): adopt(resumed)
    case .warning(_, kind: TrainingEvent.unsaved, _): isSaved = false
    case .validation, .scheduled, .paused, .checkpoint, .warning, .renamed, .finished, .failed:
      break
    }
    history.add(event)
    progress.update(event, at: seconds)
    switch event {
    case .step: return epoch.map(sentence)
    case .validation(let validation): return sentence(validation, after: earlierBest)
    case .resumed(let resumed): return sentence(resumed, isFork: wasFork)
    default: return sentence(event)
    }
  }

  // MARK: - Sentences

  private func sentence(_ epoch: EpochSummary.Result) -> String {
    let (first, last) = (epoch.epochs.lowerBound, epoch.epochs.upperBound)
    let names =
      first == last ? "Epoch \(last.grouped)" : "Epochs \(first.grouped) to \(last.grouped)"
    return
      "\(names) finished at step \(epoch.step.grouped): mean training loss "
      + "\(NumberText.loss(epoch.loss)), mean top-1 error \(SpokenText.percent(epoch.top1))"
      + speedAndTime.map { ", " + $0 }.joined() + "."
  }

  private func sentence(
    _ validation: TrainingEvent.Validation, after best: ValidationResult?
  ) -> String {
    let top5 = hasTop5 ? ", top-5 error \(SpokenText.percent(validation.top5))" : ""
    let isBest = best.map { validation.top1 < $0.top1 } ?? false
    return
      "Step \(validation.step.grouped), epoch \(validation.epoch.fixed(1)): validation loss "
      + "\(NumberText.loss(validation.loss)), top-1 error \(SpokenText.percent(validation.top1))\(top5)."
      + (isBest ? " This is the lowest top-1 error so far." : "")
  }

  private func sentence(_ resumed: TrainingEvent.Resumed, isFork: Bool) -> String? {
    // The sentence of the start has named the run from which a fork was copied.
    isFork ? nil : "Run \(name) continues after step \(resumed.step.grouped)."
  }

  private func sentence(_ started: TrainingEvent.Started) -> String {
    if let lineage, lineage.step > 0 {
      return
        "Run \(started.run) begins as a copy of \(lineage.parent) after step \(lineage.step.grouped)."
    }
    return
      "Run \(started.run) trains \(started.network), \(started.parameters.grouped) parameters, on "
      + "\(started.data): \(started.trainImages.grouped) training images, "
      + "\(started.validationImages.grouped) validation images, "
      + "\(started.classes.count.grouped) classes."
  }

  private func sentence(_ event: TrainingEvent) -> String? {
    func at(_ step: Int, _ text: String) -> String { "Step \(step.grouped): \(text)." }
    switch event {
    case .started(let started): return sentence(started)
    case .step, .validation, .resumed: return nil
    case .rate(let step, let rate, let cause):
      let origin = cause == .hand ? "by hand" : "by the schedule"
      return at(step, "the learning rate is now \(NumberText.plain(rate)), set \(origin)")
    case .scheduled(let step, let change): return at(step, "\(change.text), set by the schedule")
    case .toggled(let step, let knob, let on):
      return at(step, "\(knob == .lrn ? "LRN" : "dropout") is now \(on ? "on" : "off")")
    case .paused(let step, let on):
      return at(step, on ? "training is paused" : "training continues")
    case .checkpoint(let step, _): return at(step, "the checkpoint is saved")
    case .warning(let step, _, let message):
      return at(step, "warning: \(message.trimmingSuffix("."))")
    case .renamed(_, let newName): return "Run \(name) is now named \(newName)."
    case .finished(let step, let seconds, let reason): return ending(step, seconds, reason)
    case .failed(let step, let message):
      return "Run \(name) failed at step \(step.grouped): \(message.trimmingSuffix("."))."
    }
  }

  private func ending(
    _ step: Int, _ seconds: Double, _ reason: TrainingEvent.FinishReason
  ) -> String {
    "Run \(name) \(reason.text) after \(step.stepsText) and \(SpokenText.duration(seconds)) of training."
      + (best.map {
        " Its lowest top-1 error is \(SpokenText.percent($0.top1)), at step \($0.step.grouped)."
      } ?? "") + " It is \(isSaved ? "" : "not completely ")saved in \(folder)."
  }

  // MARK: - The state

  private var speedAndTime: [String] {
    let speed = progress.latest.map {
      "\(NumberText.perSecond($0.imagesPerSecond)) images per second"
    }
    let time = progress.secondsLeft.map { "about \(SpokenText.duration($0)) left" }
    return [speed, time].compactMap(\.self)
  }

  /// The latest values, the validations and the knobs, in sentences.
  var status: String {
    let state = progress.state.map { "Run \(name) is \($0)" } ?? "Run \(name) is training"
    guard let latest = progress.latest else { return "\(state). No step is complete yet." }
    let total = progress.plannedSteps.map { " of \($0.grouped)" } ?? ""
    var sentences = [
      "\(state): step \(latest.step.grouped)\(total), epoch \(latest.epoch.fixed(1))",
      "The latest batch has a loss of \(NumberText.loss(latest.loss)) and a top-1 error of "
        + SpokenText.percent(latest.top1),
    ]
    if let last = progress.validation, let best {
      sentences.append(
        "The latest validation, at step \(last.step.grouped), has a loss of "
          + "\(NumberText.loss(last.loss)) and a top-1 error of \(SpokenText.percent(last.top1))"
          + (best.step == last.step
            ? "" : "; the lowest is \(SpokenText.percent(best.top1)), at step \(best.step.grouped)")
      )
    }
    let knobs = [
      dropout.map { "dropout \($0 ? "on" : "off")" }, lrn.map { "LRN \($0 ? "on" : "off")" },
      rate.map { "learning rate \(NumberText.plain($0))" },
    ]
    sentences.append("Settings: \(knobs.compactMap(\.self).joined(separator: ", "))")
    if !hasEnded, !isPaused, !speedAndTime.isEmpty {
      sentences.append("Speed: \(speedAndTime.joined(separator: ", "))")
    }
    return sentences.map { $0 + "." }.joined(separator: " ")
  }
}

extension String {
  /// The text without an ending, if it has it.
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
