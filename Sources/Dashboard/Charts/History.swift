import Observing
import Runs
import TerminalUI

/// All series of one run, with every value.
struct History: Equatable, Sendable {
  private(set) var stepAxis = StepAxis()
  /// The step after which the run began as a copy of another; 0 for a run that began by itself.
  var origin = 0.0
  private(set) var loss: SmoothedSeries
  private(set) var top1: SmoothedSeries
  private(set) var top5: SmoothedSeries
  private(set) var imagesPerSecond: SmoothedSeries
  private(set) var rate = SeriesValues()

  private(set) var validationStepAxis = StepAxis()
  private(set) var validationLoss = SeriesValues()
  private(set) var validationTop1 = SeriesValues()
  private(set) var validationTop5 = SeriesValues()
  /// The validation with the lowest top-1 error.
  private(set) var best: TrainingEvent.Validation?

  private(set) var snapshotStepAxis = StepAxis()
  /// The norms of the layers with weights, in order.
  private(set) var layerNorms: [LayerNorms] = []
  private(set) var activations = ActivationTimeline()

  /// The norm of a layer's gradient, and of its update relative to its weights, at each snapshot.
  struct LayerNorms: Equatable, Sendable {
    var name: String
    var gradient: SmoothedSeries
    var update: SmoothedSeries
  }

  /// The current smoothing, an index of `SmoothedSeries.memories`.
  var smoothing = SmoothedSeries.standardMemory {
    didSet {
      smoothing = min(SmoothedSeries.memories.count - 1, max(0, smoothing))
      guard smoothing != oldValue else { return }
      loss.smooth(memory: memory)
      top1.smooth(memory: memory)
      top5.smooth(memory: memory)
      imagesPerSecond.smooth(memory: memory)
      for index in layerNorms.indices {
        layerNorms[index].gradient.smooth(memory: memory)
        layerNorms[index].update.smooth(memory: memory)
      }
    }
  }
  /// The curves that are drawn of smoothed values.
  var smoothingMode = SmoothingMode.overRaw
  /// True if smoothed curves are drawn.
  var isSmooth: Bool { memory > 0 && smoothingMode != .none }
  /// True if the values without smoothing are drawn behind the smoothed curves.
  var showsRaw: Bool { isSmooth && smoothingMode == .overRaw }
  var memory: Double { SmoothedSeries.memories[smoothing] }
  var steps: [Double] { stepAxis.steps }

  /// Returns the smoothed values of a series, or its values if smoothing is off.
  func shown(_ curve: KeyPath<History, SmoothedSeries>) -> SeriesValues {
    isSmooth ? self[keyPath: curve].smoothed : self[keyPath: curve].values
  }
  var validationSteps: [Double] { validationStepAxis.steps }

  init() {
    let memory = SmoothedSeries.memories[SmoothedSeries.standardMemory]
    loss = SmoothedSeries(memory: memory)
    top1 = SmoothedSeries(memory: memory)
    top5 = SmoothedSeries(memory: memory)
    imagesPerSecond = SmoothedSeries(memory: memory)
  }

  /// Appends a step. A step that is not later than the last is ignored.
  mutating func append(_ step: TrainingEvent.Step) {
    // A fork is validated before its first step, which gives its training time.
    if steps.isEmpty { validationStepAxis.setSeconds(step.seconds) }
    guard
      stepAxis.append(step: Double(step.step), epoch: step.epoch, seconds: step.seconds)
    else { return }
    loss.append(step.loss)
    top1.append(step.top1)
    top5.append(step.top5)
    rate.append(step.rate)
    imagesPerSecond.append(step.imagesPerSecond)
  }

  /// Removes all values after a step, from which the run continues.
  mutating func truncate(after step: Int) {
    let count = stepAxis.truncate(after: Double(step))
    loss.keep(count)
    top1.keep(count)
    top5.keep(count)
    rate = rate.prefix(count)
    imagesPerSecond.keep(count)
    let validations = validationStepAxis.truncate(after: Double(step))
    validationLoss = validationLoss.prefix(validations)
    validationTop1 = validationTop1.prefix(validations)
    validationTop5 = validationTop5.prefix(validations)
    if let best, best.step > step {
      // The first of the remaining validations with the lowest error.
      let errors = validationTop1.values
      self.best = errors.indices.min { errors[$0] < errors[$1] }.map { index in
        TrainingEvent.Validation(
          step: Int(validationSteps[index]), epoch: validationStepAxis.epochs[index],
          loss: validationLoss.values[index], top1: errors[index],
          top5: validationTop5.values[index])
      }
    }
    activations.truncate(after: step)
    let snapshots = snapshotStepAxis.truncate(after: Double(step))
    for index in layerNorms.indices {
      layerNorms[index].gradient.keep(snapshots)
      layerNorms[index].update.keep(snapshots)
    }
  }

  mutating func append(_ validation: TrainingEvent.Validation) {
    let step = Double(validation.step)
    guard
      validationStepAxis.append(
        step: step, epoch: validation.epoch, seconds: stepAxis.value(at: step, in: .time))
    else { return }
    validationLoss.append(validation.loss)
    validationTop1.append(validation.top1)
    validationTop5.append(validation.top5)
    if validation.top1 < best?.top1 ?? .infinity { best = validation }
  }

  mutating func append(_ snapshot: Snapshot) {
    append(snapshot.layers, step: snapshot.step)
  }

  /// Adds the recorded statistics of the steps before the first snapshot and after the latest one.
  mutating func add(_ records: [LayerTimeline.Record]) {
    let (axis, norms, shown) = (snapshotStepAxis, layerNorms, activations)
    let first = axis.steps.first ?? .infinity
    let earlier = records.filter { Double($0.step) < first }
    if !earlier.isEmpty {
      (snapshotStepAxis, layerNorms, activations) = (StepAxis(), [], ActivationTimeline())
      for record in earlier { append(record.measurements.layers, step: record.step) }
      let isSameNetwork = norms.isEmpty || norms.map(\.name) == layerNorms.map(\.name)
      guard isSameNetwork else {
        (snapshotStepAxis, layerNorms, activations) = (axis, norms, shown)
        return
      }
      snapshotStepAxis.append(axis)
      for (index, norm) in norms.enumerated() {
        for value in norm.gradient.values.values { layerNorms[index].gradient.append(value) }
        for value in norm.update.values.values { layerNorms[index].update.append(value) }
      }
      activations.append(shown)
    }
    for record in records where Double(record.step) > snapshotStepAxis.steps.last ?? -1 {
      append(record.measurements.layers, step: record.step)
    }
  }

  private mutating func append(_ layers: [Snapshot.LayerSummary], step number: Int) {
    let step = Double(number)
    let names = layers.map(\.name)
    guard !names.isEmpty, layerNorms.isEmpty || names == layerNorms.map(\.name),
      snapshotStepAxis.append(
        step: step, epoch: stepAxis.value(at: step, in: .epoch),
        seconds: stepAxis.value(at: step, in: .time))
    else { return }
    activations.append(layers, step: number)
    if layerNorms.isEmpty {
      layerNorms = names.map {
        LayerNorms(
          name: $0, gradient: SmoothedSeries(memory: memory), update: SmoothedSeries(memory: memory)
        )
      }
    }
    for (index, layer) in layers.enumerated() {
      // A norm of 0 means that there was no update yet.
      layerNorms[index].gradient.append(layer.gradientNorm > 0 ? layer.gradientNorm : .nan)
      layerNorms[index].update.append(layer.updateRatio > 0 ? layer.updateRatio : .nan)
    }
  }
}
