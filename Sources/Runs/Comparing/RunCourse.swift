import Blueprint

/// How a run went, in the few numbers that comparing needs: made of its events as they come, so that
/// a live run has it as well as a recorded one.
public struct RunCourse: Equatable, Sendable {
  /// A validation, and how training went before it.
  public struct Check: Equatable, Sendable {
    public var step: Int
    /// Training time until then.
    public var seconds: Double
    public var loss: Double
    public var top1: Double
    public var top5: Double
    /// Means over the batches since the validation before; nil when there was none.
    public var trainingLoss: Double?
    public var trainingTop1: Double?
    public var trainingTop5: Double?
  }

  /// Something that a person changed while it went.
  public struct Change: Hashable, Sendable {
    public var step: Int
    public var words: String
  }

  public private(set) var checks: [Check] = []
  public private(set) var changes: [Change] = []
  /// Updates made.
  public private(set) var steps = 0
  /// Training time so far.
  public private(set) var seconds = 0.0
  private var since = Batches()
  private var secondsAnImage = 0.0
  private var timedSteps = 0

  public init() {}

  public init(_ events: [TrainingEvent]) {
    for event in events { add(event) }
  }

  public mutating func add(_ event: TrainingEvent) {
    switch event {
    case .step(let step):
      // A step that was told before is passed over.
      guard step.step > steps else { return }
      steps = step.step
      seconds = max(seconds, step.seconds)
      since.add(step)
      if step.imagesPerSecond > 0, step.imagesPerSecond.isFinite {
        secondsAnImage += 1 / step.imagesPerSecond
        timedSteps += 1
      }
    case .validation(let validation):
      guard validation.step > checks.last?.step ?? -1 else { return }
      checks.append(
        Check(
          step: validation.step, seconds: seconds, loss: validation.loss, top1: validation.top1,
          top5: validation.top5, trainingLoss: since.meanLoss, trainingTop1: since.meanTop1,
          trainingTop5: since.meanTop5))
      since = Batches()
    case .rate(let step, let rate, cause: .hand): change(step, "rate \(PlanFacts.number(rate))")
    case .toggled(let step, let knob, let on):
      change(step, "\(knob.rawValue) \(on ? "on" : "off")")
    case .resumed(let resumed): goBack(to: resumed.step)
    case .finished(_, let seconds, _): self.seconds = max(self.seconds, seconds)
    case .started, .rate, .paused, .checkpoint, .warning, .renamed, .failed: break
    }
  }

  private mutating func change(_ step: Int, _ words: String) {
    // Several presses between two steps are one change.
    if let last = changes.last, last.step == step,
      last.words.split(separator: " ").first == words.split(separator: " ").first
    {
      changes.removeLast()
    }
    changes.append(Change(step: step, words: words))
  }

  /// What came after is told again.
  private mutating func goBack(to step: Int) {
    checks.removeAll { $0.step > step }
    changes.removeAll { $0.step > step }
    if step < steps { seconds = checks.last?.seconds ?? 0 }
    steps = min(steps, step)
    since = Batches()
  }

  private struct Batches: Equatable, Sendable {
    var loss = 0.0
    var top1 = 0.0
    var top5 = 0.0
    var count = 0

    mutating func add(_ step: TrainingEvent.Step) {
      loss += step.loss
      top1 += step.top1
      top5 += step.top5
      count += 1
    }

    var meanLoss: Double? { count > 0 ? loss / Double(count) : nil }
    var meanTop1: Double? { count > 0 ? top1 / Double(count) : nil }
    var meanTop5: Double? { count > 0 ? top5 / Double(count) : nil }
  }
}

extension RunCourse {
  public var last: Check? { checks.last }

  /// The validation with the lowest top-1 error, the first of equals.
  public var best: Check? {
    // The first of equals has the lower step.
    checks.lazy.filter { $0.top1.isFinite }.min { $0.top1 < $1.top1 }
  }

  public var bestTop5: Double? { checks.lazy.map { $0.top5 }.filter { $0.isFinite }.min() }

  public func check(atStep step: Int) -> Check? {
    var (low, high) = (0, checks.count)
    while low < high {
      let middle = (low + high) / 2
      if checks[middle].step < step { low = middle + 1 } else { high = middle }
    }
    return low < checks.count && checks[low].step == step ? checks[low] : nil
  }

  /// The first validation whose top-1 error is no more than this.
  public func first(reaching top1: Double) -> Check? { checks.first { $0.top1 <= top1 } }

  /// Images a second over all its steps, not counting what is between them: validation, checkpoints.
  public var imagesPerSecond: Double? {
    timedSteps > 0 && secondsAnImage > 0 ? Double(timedSteps) / secondsAnImage : nil
  }
}

extension RunCourse.Check {
  /// Validation less training: the mean of the batches since the validation before, as they were seen,
  /// with dropout and varied. Above 0 the network does better on what it has seen.
  public var lossGap: Double? { trainingLoss.map { loss - $0 } }
  public var top1Gap: Double? { trainingTop1.map { top1 - $0 } }
  public var top5Gap: Double? { trainingTop5.map { top5 - $0 } }
}
