import Runs
import TerminalUI

/// All numbers of a run so far, in order: nothing is thinned.
struct History: Equatable, Sendable {
  static let smoothings: [Double] = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995]

  private(set) var steps: [Double] = []
  private(set) var loss: Curve
  private(set) var top1: Curve
  private(set) var top5: Curve

  private(set) var validationSteps: [Double] = []
  private(set) var validationLoss = Samples()
  private(set) var validationTop1 = Samples()
  private(set) var validationTop5 = Samples()
  private var validations: [TrainingEvent.Validation] = []
  /// The validation with the lowest top-1 error.
  private(set) var best: TrainingEvent.Validation?

  /// An index of `smoothings`.
  var smoothing = 3 {
    didSet {
      smoothing = min(Self.smoothings.count - 1, max(0, smoothing))
      guard smoothing != oldValue else { return }
      loss.smooth(memory: memory)
      top1.smooth(memory: memory)
      top5.smooth(memory: memory)
    }
  }
  var memory: Double { Self.smoothings[smoothing] }

  init() {
    let memory = Self.smoothings[3]
    loss = Curve(memory: memory)
    top1 = Curve(memory: memory)
    top5 = Curve(memory: memory)
  }

  /// Steps rise; one that was told before is passed over.
  mutating func append(_ step: TrainingEvent.Step) {
    guard Double(step.step) > steps.last ?? -1 else { return }
    steps.append(Double(step.step))
    loss.append(step.loss)
    top1.append(step.top1)
    top5.append(step.top5)
  }

  /// Forgets what came after a step: the run has gone back to it.
  mutating func truncate(after step: Int) {
    var kept = History()
    kept.smoothing = smoothing
    for (index, told) in steps.enumerated() where told <= Double(step) {
      kept.steps.append(told)
      kept.loss.append(loss.values.values[index])
      kept.top1.append(top1.values.values[index])
      kept.top5.append(top5.values.values[index])
    }
    for validation in validations where validation.step <= step { kept.append(validation) }
    self = kept
  }

  mutating func append(_ validation: TrainingEvent.Validation) {
    guard Double(validation.step) > validationSteps.last ?? -1 else { return }
    validations.append(validation)
    validationSteps.append(Double(validation.step))
    validationLoss.append(validation.loss)
    validationTop1.append(validation.top1)
    validationTop5.append(validation.top5)
    if validation.top1 < best?.top1 ?? .infinity { best = validation }
  }
}
