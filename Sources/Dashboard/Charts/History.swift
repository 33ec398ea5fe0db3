import Runs
import TerminalUI

/// All numbers of a run so far, in order: nothing is thinned.
struct History: Equatable, Sendable {
  static let smoothings: [Double] = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995]

  private(set) var places = Places()
  private(set) var loss: Curve
  private(set) var top1: Curve
  private(set) var top5: Curve
  private(set) var imagesPerSecond: Curve
  private(set) var rate = Samples()

  private(set) var validationPlaces = Places()
  private(set) var validationLoss = Samples()
  private(set) var validationTop1 = Samples()
  private(set) var validationTop5 = Samples()
  private var validations: [TrainingEvent.Validation] = []
  /// The validation with the lowest top-1 error.
  private(set) var best: TrainingEvent.Validation?

  private(set) var glimpsePlaces = Places()
  /// Of every layer that has weights, in order.
  private(set) var sizes: [LayerSizes] = []
  private(set) var activations = ActivationTimeline()

  /// How large a layer's gradient was at every glimpse, and its update beside its weights.
  struct LayerSizes: Equatable, Sendable {
    var name: String
    var gradient: Curve
    var update: Curve
  }

  /// An index of `smoothings`.
  var smoothing = 3 {
    didSet {
      smoothing = min(Self.smoothings.count - 1, max(0, smoothing))
      guard smoothing != oldValue else { return }
      loss.smooth(memory: memory)
      top1.smooth(memory: memory)
      top5.smooth(memory: memory)
      imagesPerSecond.smooth(memory: memory)
      for index in sizes.indices {
        sizes[index].gradient.smooth(memory: memory)
        sizes[index].update.smooth(memory: memory)
      }
    }
  }
  var memory: Double { Self.smoothings[smoothing] }
  var steps: [Double] { places.steps }

  /// Smoothed, if anything is.
  func shown(_ curve: KeyPath<History, Curve>) -> Samples {
    memory > 0 ? self[keyPath: curve].smoothed : self[keyPath: curve].values
  }
  var validationSteps: [Double] { validationPlaces.steps }

  init() {
    let memory = Self.smoothings[3]
    loss = Curve(memory: memory)
    top1 = Curve(memory: memory)
    top5 = Curve(memory: memory)
    imagesPerSecond = Curve(memory: memory)
  }

  /// Steps rise; one that was told before is passed over.
  mutating func append(_ step: TrainingEvent.Step) {
    guard
      places.append(step: Double(step.step), epoch: step.epoch, seconds: step.seconds)
    else { return }
    loss.append(step.loss)
    top1.append(step.top1)
    top5.append(step.top5)
    rate.append(step.rate)
    imagesPerSecond.append(step.imagesPerSecond)
  }

  /// Forgets what came after a step: the run has gone back to it.
  mutating func truncate(after step: Int) {
    let count = places.truncate(after: Double(step))
    loss.keep(count)
    top1.keep(count)
    top5.keep(count)
    rate = rate.prefix(count)
    imagesPerSecond.keep(count)
    let validations = validationPlaces.truncate(after: Double(step))
    validationLoss = validationLoss.prefix(validations)
    validationTop1 = validationTop1.prefix(validations)
    validationTop5 = validationTop5.prefix(validations)
    if let best, best.step > step {
      // Of those that are left: the first with the lowest error.
      let errors = validationTop1.values
      self.best = errors.indices.min { errors[$0] < errors[$1] }.map { index in
        TrainingEvent.Validation(
          step: Int(validationSteps[index]), epoch: validationPlaces.epochs[index],
          loss: validationLoss.values[index], top1: errors[index],
          top5: validationTop5.values[index])
      }
    }
    activations.truncate(after: step)
    let glimpses = glimpsePlaces.truncate(after: Double(step))
    for index in sizes.indices {
      sizes[index].gradient.keep(glimpses)
      sizes[index].update.keep(glimpses)
    }
  }

  mutating func append(_ validation: TrainingEvent.Validation) {
    let step = Double(validation.step)
    guard
      validationPlaces.append(
        step: step, epoch: validation.epoch, seconds: places.value(at: step, in: .time))
    else { return }
    validationLoss.append(validation.loss)
    validationTop1.append(validation.top1)
    validationTop5.append(validation.top5)
    if validation.top1 < best?.top1 ?? .infinity { best = validation }
  }

  mutating func append(_ glimpse: Glimpse) {
    let step = Double(glimpse.step)
    let names = glimpse.layers.map(\.name)
    guard !names.isEmpty, sizes.isEmpty || names == sizes.map(\.name),
      glimpsePlaces.append(
        step: step, epoch: places.value(at: step, in: .epoch),
        seconds: places.value(at: step, in: .time))
    else { return }
    activations.append(glimpse)
    if sizes.isEmpty {
      sizes = names.map {
        LayerSizes(name: $0, gradient: Curve(memory: memory), update: Curve(memory: memory))
      }
    }
    for (index, layer) in glimpse.layers.enumerated() {
      // Before the first update there is none, which is not a size of 0.
      sizes[index].gradient.append(layer.gradientNorm > 0 ? layer.gradientNorm : .nan)
      sizes[index].update.append(layer.updateRatio > 0 ? layer.updateRatio : .nan)
    }
  }
}
