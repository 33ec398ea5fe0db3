import Blueprint
import Runs

extension Lane {
  /// Applies what the schedule changes with the next step, before its batch is chosen. The factors are functions
  /// of the step and the knobs are in the checkpoint, so a lane that continues has the rates of one that never
  /// stopped.
  func applySchedule() {
    if case .multiply(let factor) = schedule.decision(beforeStep: step + 1) {
      scaleRate(by: factor, cause: .schedule)
    }
    guard let table = schedule.table, table.begins(atStep: step + 1) else { return }
    setRateFactors()
    for change in table.changes(atStep: step + 1, in: plan.network) {
      report(
        .scheduled(
          step: step,
          change: .rate(
            layers: change.layers, biases: change.biases, rate: nextKnobs.rate * change.factor)))
    }
    if let on = table.colorNoise(fromStep: step + 1), on != knobs.augmentation.colorNoise {
      knobs.augmentation.colorNoise = on
      report(.scheduled(step: step, change: .colorNoise(on: on)))
    }
  }

  /// Sets the factors with which the schedule multiplies the rate of each parameter in the next step.
  func setRateFactors() {
    guard let table = schedule.table else { return }
    for parameter in network.parameters {
      parameter.scheduleFactor = table.relativeFactor(
        of: parameter.layer, biases: parameter.isBias, atStep: step + 1)
    }
  }
}
