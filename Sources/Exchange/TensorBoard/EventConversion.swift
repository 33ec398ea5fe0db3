import Blueprint
import FoundationEssentials
import Observing
import Runs
import SwiftProtobuf

/// Makes the records of an event file from the events and the recorded statistics of one run.
struct EventConversion {
  /// The smallest difference of a date that is corrected, in seconds. Events are read every few seconds.
  private static let tolerance = 5.0

  private let hasTop5: Bool
  /// A date, in seconds since 1970, with the training time of the same moment.
  private var start = (date: 0.0, seconds: 0.0)
  /// The training time of the latest step, in seconds.
  private var seconds = 0.0
  /// The names that already have a value, and with it their description.
  private var described: Set<String> = []

  /// Creates the conversion for a run.
  /// - Parameter network: The run's network.
  init(_ network: NetworkSpec) { hasTop5 = network.hasTop5 }

  /// The date of the latest step, in seconds since 1970: the start of the session plus the training time since.
  var date: Double { date(at: seconds) }

  private func date(at seconds: Double) -> Double { start.date + seconds - start.seconds }

  /// Adds the time of a pause to the dates of later steps. Otherwise pauses are not a part of the dates, as
  /// they are not a part of the training time.
  /// - Parameters:
  ///   - seconds: The training time of a step, in seconds.
  ///   - now: The date of that step, in seconds since 1970.
  mutating func synchronize(_ seconds: Double, with now: Double) {
    if abs(now - date(at: seconds)) > Self.tolerance { start = (now, seconds) }
  }

  // MARK: - Records

  /// Returns the first record of a file.
  static func version(at date: Double) -> Tensorboard_Event {
    var event = Tensorboard_Event()
    event.wallTime = date
    event.fileVersion = "brain.Event:2"
    return event
  }

  /// Returns the record after which TensorBoard ignores all earlier values from a step on.
  static func restart(at step: Int, date: Double) -> Tensorboard_Event {
    var event = Tensorboard_Event()
    event.wallTime = date
    event.step = Int64(step)
    event.sessionLog.status = .start
    return event
  }

  /// Returns the record of an event; `nil` for events without numbers.
  mutating func record(of event: TrainingEvent) -> Tensorboard_Event? {
    switch event {
    case .started(let started):
      start = (started.time, seconds)
      return record(0, Hyperparameters.start(of: started.plan, time: started.time))
    case .resumed(let resumed):
      start = (resumed.time, seconds)
      return nil
    case .step(let step):
      seconds = step.seconds
      return record(step.step, values(of: step))
    case .validation(let validation):
      return record(validation.step, values(of: validation))
    case .finished(let step, _, .completed), .finished(let step, _, .plateau),
      .finished(let step, _, .trainingError):
      return record(step, [Hyperparameters.end(hasFailed: false, time: date)])
    case .failed(let step, _):
      return record(step, [Hyperparameters.end(hasFailed: true, time: date)])
    // A run that was stopped has not ended: it can be resumed.
    case .finished, .rate, .scheduled, .toggled, .paused, .checkpoint, .warning, .renamed:
      return nil
    }
  }

  /// Returns the record of the statistics of all layers: the histograms and numbers that were recorded.
  mutating func record(of layers: LayerTimeline.Record) -> Tensorboard_Event {
    var values: [Tensorboard_Summary.Value] = []
    let measurements = layers.measurements
    for layer in measurements.layers {
      add(.activations, layer.name, layer.tensorBoardHistogram, to: &values)
      add(.gradientNorm, layer.name, layer.gradientNorm, to: &values)
      add(.updateRatio, layer.name, layer.updateRatio, to: &values)
      add(.zeros, layer.name, layer.zeros, to: &values)
      add(.deadUnits, layer.name, layer.deadUnits.map(Double.init), to: &values)
    }
    for weights in measurements.weights {
      add(.weights, weights.layer, weights.tensorBoardHistogram, to: &values)
    }
    for gradient in measurements.gradients {
      add(.gradients, gradient.layer, gradient.tensorBoardHistogram, to: &values)
    }
    return record(layers.step, values)
  }

  /// Returns the record of a picture.
  /// - Parameters:
  ///   - picture: The picture of all kernels.
  ///   - layer: The name of the layer with the kernels.
  ///   - step: The step of the kernels.
  mutating func record(
    of picture: EncodedPicture, layer: String, step: Int
  ) -> Tensorboard_Event {
    var value = value(
      "kernels/\(layer)", "All kernels, each scaled by its largest weight.", plugin: "images")
    value.image.width = Int32(clamping: picture.width)
    value.image.height = Int32(clamping: picture.height)
    value.image.colorspace = 3
    value.image.encodedImageString = Data(picture.png)
    return record(step, [value])
  }

  // MARK: - Values

  private mutating func values(of step: TrainingEvent.Step) -> [Tensorboard_Summary.Value] {
    var values = [value(.trainLoss, step.loss), value(.trainTop1, step.top1)]
    if hasTop5 { values.append(value(.trainTop5, step.top5)) }
    values.append(value(.rate, step.rate))
    values.append(value(.imagesPerSecond, step.imagesPerSecond))
    values.append(value(.epoch, step.epoch))
    return values
  }

  private mutating func values(
    of validation: TrainingEvent.Validation
  ) -> [Tensorboard_Summary.Value] {
    var values = [
      value(.validationLoss, validation.loss), value(.validationTop1, validation.top1),
    ]
    if hasTop5 { values.append(value(.validationTop5, validation.top5)) }
    return values
  }

  private mutating func value(_ tag: ScalarTag, _ number: Double) -> Tensorboard_Summary.Value {
    var value = value(tag.rawValue, tag.summary, plugin: "scalars")
    value.simpleValue = Float(number)
    return value
  }

  /// Returns a value with its name, and with its plugin and description if it is the first of this name.
  private mutating func value(
    _ tag: String, _ summary: String, plugin: String
  ) -> Tensorboard_Summary.Value {
    var value = Tensorboard_Summary.Value()
    value.tag = tag
    if described.insert(tag).inserted {
      value.metadata.pluginData.pluginName = plugin
      value.metadata.summaryDescription = summary
    }
    return value
  }

  private mutating func add(
    _ tag: LayerTag, _ layer: String, _ number: Double?,
    to values: inout [Tensorboard_Summary.Value]
  ) {
    guard let number, number.isFinite else { return }
    var value = value(tag.name(of: layer), tag.summary, plugin: "scalars")
    value.simpleValue = Float(number)
    values.append(value)
  }

  private mutating func add(
    _ tag: LayerTag, _ layer: String, _ histogram: Tensorboard_HistogramProto?,
    to values: inout [Tensorboard_Summary.Value]
  ) {
    guard let histogram else { return }
    var value = value(tag.name(of: layer), tag.summary, plugin: "histograms")
    value.histo = histogram
    values.append(value)
  }

  private func record(
    _ step: Int, _ values: [Tensorboard_Summary.Value]
  ) -> Tensorboard_Event {
    var event = Tensorboard_Event()
    event.wallTime = date
    event.step = Int64(step)
    event.summary.value = values
    return event
  }
}

extension Message {
  /// The bytes of the message as a record of an event file.
  var recordBytes: [UInt8] { EventRecord.bytes(of: [UInt8](encoded)) }

  /// The bytes of the message. Encoding fails only for required fields without a value, which this format
  /// does not have.
  var encoded: Data {
    do {
      return try serializedBytes()
    } catch {
      preconditionFailure("\(error)")
    }
  }
}
