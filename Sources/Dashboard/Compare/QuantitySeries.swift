import Blueprint
import Runs
import TerminalUI

/// The values of a quantity over the steps of a run.
struct QuantitySeries: Sendable {
  let stepAxis: StepAxis
  let values: SeriesValues
  /// True if the values are those of validations. Between two validations there is none.
  let isOfValidations: Bool

  /// - Parameter sinceFork: True to count the steps from the fork of the run.
  init(
    _ lane: LaneState, _ quantity: ChartQuantity, of source: Lesson.Curve.Source = .validation,
    sinceFork: Bool = false
  ) {
    let history = lane.history
    let axes = HistoryAxes(history, sinceFork: sinceFork)
    isOfValidations = quantity.isValidated && source != .training
    let isSmooth = history.isSmooth
    func gap(_ gap: KeyPath<ValidationResult, Double?>) -> (StepAxis, SeriesValues) {
      // The first validation of a fork has no training values before it.
      let gaps = lane.validationHistory.results.map { $0[keyPath: gap] }
      let first = gaps.firstIndex { $0 != nil } ?? gaps.count
      return (
        axes.validation.dropFirst(first),
        SeriesValues(gaps.dropFirst(first).map { $0 ?? .nan })
      )
    }
    func training(_ curve: SmoothedSeries) -> (StepAxis, SeriesValues) {
      (axes.training, isSmooth ? curve.smoothed : curve.values)
    }
    guard quantity != .top5 || lane.hasTop5 else {
      (stepAxis, values) = (axes.validation, SeriesValues())
      return
    }
    (stepAxis, values) =
      switch quantity {
      case .loss where source == .gap: gap(\.lossGap)
      case .top1 where source == .gap: gap(\.top1Gap)
      case .top5 where source == .gap: gap(\.top5Gap)
      case .loss where source == .validation: (axes.validation, history.validationLoss)
      case .top1 where source == .validation: (axes.validation, history.validationTop1)
      case .top5 where source == .validation: (axes.validation, history.validationTop5)
      case .loss: training(history.loss)
      case .top1: training(history.top1)
      case .top5: training(history.top5)
      case .speed: training(history.imagesPerSecond)
      case .rate, .gradient, .update: (axes.training, history.rate)
      }
  }

  /// Returns the last value at or before a step, with its step; `nil` before the first step.
  func latest(atStep step: Double) -> (step: Double, value: Double)? {
    let steps = stepAxis.steps
    var (low, high) = (0, min(steps.count, values.count))
    while low < high {
      let middle = (low + high) / 2
      if steps[middle] <= step { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? (steps[low - 1], values.values[low - 1]) : nil
  }

  /// Returns the values at ascending steps, those of training interpolated linearly; NaN where there is no
  /// value, which is at all steps without a validation for values of validations.
  func values(atSteps steps: [Double]) -> [Double] {
    var index = 0
    return steps.map { value(atStep: $0, from: &index) ?? .nan }
  }

  /// Returns the value at a step; `nil` outside of the steps of the run.
  /// - Parameter index: The index at which the search begins; receives that of the step that was found.
  private func value(atStep step: Double, from index: inout Int) -> Double? {
    let steps = stepAxis.steps
    index = steps.firstIndex(notBelow: step, near: index)
    guard index < min(steps.count, values.count), index > 0 || steps[0] == step else { return nil }
    guard steps[index] > step else { return values.values[index] }
    guard !isOfValidations else { return nil }
    let (before, after) = (values.values[index - 1], values.values[index])
    return before + (after - before) * (step - steps[index - 1]) / (steps[index] - steps[index - 1])
  }
}
