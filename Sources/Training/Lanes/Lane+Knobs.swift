import Blueprint
import Runs

/// The learning rate of a step is the knob's value times the factor of the warm-up. Events, screens and commands
/// have the rate of a step; the plan, checkpoints and the options of a resumption have the knob's value, which
/// is the rate after the warm-up.
extension Lane {
  /// The knobs with the learning rate of the next step.
  var nextKnobs: Knobs {
    var knobs = knobs
    knobs.rate *= plan.rateFactor(ofStep: step + 1)
    return knobs
  }

  /// Multiplies the learning rate of all following steps.
  func scaleRate(by factor: Double, cause: TrainingEvent.RateCause) {
    knobs.rate *= factor
    report(.rate(step: step, rate: nextKnobs.rate, cause: cause))
  }

  /// Sets the learning rate of the next step. During a warm-up it continues to rise from there.
  func setRate(_ rate: Double, cause: TrainingEvent.RateCause) {
    knobs.rate = rate / plan.rateFactor(ofStep: step + 1)
    report(.rate(step: step, rate: rate, cause: cause))
  }

  func switchDropout(_ on: Bool) {
    // A plan without dropout uses the paper's probability when dropout is switched on.
    let planned = plan.knobs.dropout > 0 ? plan.knobs.dropout : 0.5
    knobs.dropout = on ? planned : 0
    report(.toggled(step: step, knob: .dropout, on: on))
  }

  func switchLRN(_ on: Bool) {
    knobs.lrn = on
    report(.toggled(step: step, knob: .lrn, on: on))
  }
}
