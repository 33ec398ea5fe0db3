import Blueprint
import Statistics

/// The validations of a run, the knobs that were changed by hand and the training time: the input of a
/// comparison. It is built from events one by one, so live and recorded runs have equal histories.
public struct ValidationHistory: Equatable, Sendable {
  /// A knob that was changed by hand while the run trained, or before it was forked from another.
  public struct KnobChange: Hashable, Sendable {
    /// The step before the change.
    public var step: Int
    /// The name of the knob and its new value, such as "rate 0.002".
    public var text: String

    /// The name of the knob.
    public var knob: Substring { text.prefix { $0 != " " } }
  }

  /// The validations in the order of their steps.
  public private(set) var results: [ValidationResult] = []
  /// The changes by hand in the order of their steps.
  public private(set) var knobChanges: [KnobChange] = []
  /// The number of steps so far, with those of a fork's parent.
  public private(set) var steps = 0
  /// The training time so far, in seconds.
  public private(set) var seconds = 0.0
  /// The length after the latest resumption; `nil` if the run was not resumed.
  public private(set) var resumedLength: RunPlan.Length?
  /// The knobs at the start, and after each step at which they were changed.
  private var settings: [KnobSettings] = []
  private var hasConstantRate = true
  private var warmUp: WarmUp?
  /// The batches since the last validation.
  private var batches = BatchMeans()
  private var secondsPerImage = RunningMean()

  /// Creates the history of a run that has not started.
  public init() {}

  /// Creates the history of a recorded run.
  public init(_ events: [TrainingEvent]) {
    for event in events { add(event) }
  }

  /// Adds the next event of the run.
  public mutating func add(_ event: TrainingEvent) {
    switch event {
    case .step(let step): add(step)
    case .validation(let validation): add(validation)
    case .started(let started):
      let knobs = started.plan.knobs
      hasConstantRate = started.plan.schedule == .constant
      warmUp = started.plan.warmUp
      settings = [
        KnobSettings(step: 0, rate: knobs.rate, dropout: knobs.dropout > 0, lrn: knobs.lrn)
      ]
    case .rate(let step, let rate, let cause):
      if cause == .hand { add(KnobChange(step: step, rate: rate)) }
      let factor = rateFactor(after: step)
      change(after: step) { $0.rate = rate / factor }
    case .toggled(let step, let knob, let on):
      add(KnobChange(step: step, knob, on: on))
      change(after: step) { $0[knob] = on }
    case .resumed(let resumed):
      resumedLength = resumed.length
      let isFork = steps == 0
      goBack(to: resumed.step)
      continueWith(resumed.knobs, after: resumed.step, isFork: isFork)
    case .finished(_, let seconds, _): self.seconds = max(self.seconds, seconds)
    case .scheduled, .paused, .checkpoint, .warning, .renamed, .failed: break
    }
  }

  /// Returns the quotient of the learning rate of the next step, which events have, and the knob's value.
  private func rateFactor(after step: Int) -> Double { warmUp?.factor(ofStep: step + 1) ?? 1 }

  private mutating func change(after step: Int, _ body: (inout KnobSettings) -> Void) {
    guard var new = settings.last else { return }
    body(&new)
    new.step = step
    settings.append(new)
  }

  /// Adds the knobs of a resumption that are not those of the plan and of the changes before it. A fork has
  /// those of its parent, whose changes by hand are not among the events of the fork.
  private mutating func continueWith(_ knobs: Knobs, after step: Int, isFork: Bool) {
    guard let old = settings.last else { return }
    // A schedule can have changed the rate of the parent.
    if !isFork || hasConstantRate, !old.hasSameRate(as: knobs.rate) {
      add(KnobChange(step: step, rate: knobs.rate * rateFactor(after: step)))
    }
    if old.dropout != (knobs.dropout > 0) {
      add(KnobChange(step: step, .dropout, on: knobs.dropout > 0))
    }
    if old.lrn != knobs.lrn { add(KnobChange(step: step, .lrn, on: knobs.lrn)) }
    change(after: step) {
      $0.rate = knobs.rate
      $0.dropout = knobs.dropout > 0
      $0.lrn = knobs.lrn
    }
  }

  private mutating func add(_ step: TrainingEvent.Step) {
    // A step that is reported again after a resumption has been counted already.
    guard step.step > steps else { return }
    // A fork is validated before its first step, which gives its training time.
    if seconds == 0 {
      for index in results.indices { results[index].seconds = step.seconds }
    }
    steps = step.step
    seconds = max(seconds, step.seconds)
    batches.add(step)
    if step.imagesPerSecond > 0, step.imagesPerSecond.isFinite {
      secondsPerImage.add(1 / step.imagesPerSecond)
    }
  }

  private mutating func add(_ validation: TrainingEvent.Validation) {
    guard validation.step > results.last?.step ?? -1 else { return }
    results.append(
      ValidationResult(
        step: validation.step, seconds: seconds, loss: validation.loss, top1: validation.top1,
        top5: validation.top5, trainingLoss: batches.loss.value, trainingTop1: batches.top1.value,
        trainingTop5: batches.top5.value))
    batches = BatchMeans()
  }

  private mutating func add(_ change: KnobChange) {
    // Several changes of a knob between two steps count as one.
    knobChanges.removeAll { $0.step == change.step && $0.knob == change.knob }
    knobChanges.append(change)
  }

  /// Removes everything after a step, because a resumed run reports later steps again.
  private mutating func goBack(to step: Int) {
    results.removeAll { $0.step > step }
    knobChanges.removeAll { $0.step > step }
    settings.removeAll { $0.step > step }
    if step < steps { seconds = results.last?.seconds ?? 0 }
    // A fork begins after the steps of its parent.
    steps = steps == 0 ? step : min(steps, step)
    batches = BatchMeans()
  }

  private struct BatchMeans: Equatable, Sendable {
    var loss = RunningMean()
    var top1 = RunningMean()
    var top5 = RunningMean()

    mutating func add(_ step: TrainingEvent.Step) {
      loss.add(step.loss)
      top1.add(step.top1)
      top5.add(step.top5)
    }
  }
}

/// The knobs that can be changed while a run trains, as they are after a step.
private struct KnobSettings: Equatable, Sendable {
  var step: Int
  var rate: Double
  var dropout: Bool
  var lrn: Bool

  subscript(knob: TrainingEvent.ToggledKnob) -> Bool {
    get {
      switch knob {
      case .dropout: dropout
      case .lrn: lrn
      }
    }
    set {
      switch knob {
      case .dropout: dropout = newValue
      case .lrn: lrn = newValue
      }
    }
  }

  /// Returns true if two rates are equal up to the precision of events.
  func hasSameRate(as other: Double) -> Bool {
    abs(rate - other) <= 1e-6 * max(abs(rate), abs(other))
  }
}

extension ValidationHistory.KnobChange {
  fileprivate init(step: Int, rate: Double) {
    self.init(step: step, text: "rate \(Setting.text(of: rate))")
  }

  fileprivate init(step: Int, _ knob: TrainingEvent.ToggledKnob, on: Bool) {
    self.init(step: step, text: "\(knob.rawValue) \(on ? "on" : "off")")
  }
}

extension ValidationHistory {
  /// The latest validation; `nil` before the first.
  public var last: ValidationResult? { results.last }

  /// The validation with the lowest top-1 error, the first of equals; `nil` before the first.
  public var best: ValidationResult? {
    results.lazy.filter { $0.top1.isFinite }.min { $0.top1 < $1.top1 }
  }

  /// The lowest top-5 error of all validations, 0…1; `nil` before the first.
  public var bestTop5: Double? { results.lazy.map { $0.top5 }.filter { $0.isFinite }.min() }

  /// Returns the validation at a step; `nil` when the run was not validated then.
  public func result(atStep step: Int) -> ValidationResult? {
    var (low, high) = (0, results.count)
    while low < high {
      let middle = (low + high) / 2
      if results[middle].step < step { low = middle + 1 } else { high = middle }
    }
    return low < results.count && results[low].step == step ? results[low] : nil
  }

  /// Returns the first validation with at most this top-1 error; `nil` when there is none.
  public func first(reaching top1: Double) -> ValidationResult? {
    results.first { $0.top1 <= top1 }
  }

  /// The images per second over all steps, without the time between steps for validations and
  /// checkpoints; `nil` before the first step.
  public var imagesPerSecond: Double? {
    secondsPerImage.sum > 0 ? Double(secondsPerImage.count) / secondsPerImage.sum : nil
  }
}
