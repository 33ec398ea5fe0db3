import Blueprint
import FoundationEssentials

// The JSON of each event. `TrainingEvent+Decoding.swift` reads it, and the article Events.md describes it.

extension FlatJSON {
  /// Creates the JSON object of an event.
  /// - Parameter run: The name of the run; `nil` omits it.
  init(_ event: TrainingEvent, of run: String?) {
    var line = FlatJSON()
    line.add("event", event.name)
    if let run { line.add("run", run) }
    switch event {
    case .started(let started): Self.add(started, to: &line)
    case .step(let step): Self.add(step, to: &line)
    case .validation(let validation):
      line.add("step", validation.step)
      line.add("epoch", validation.epoch)
      line.add("loss", validation.loss)
      line.add("top1", validation.top1)
      line.add("top5", validation.top5)
    case .rate(let step, let rate, let cause):
      line.add("step", step)
      line.add("rate", rate)
      line.add("cause", cause.rawValue)
    case .scheduled(let step, let change):
      line.add("step", step)
      Self.add(change, to: &line)
    case .toggled(let step, let knob, let on):
      line.add("step", step)
      line.add("knob", knob.rawValue)
      line.add("on", on)
    case .paused(let step, let on):
      line.add("step", step)
      line.add("on", on)
    case .checkpoint(let step, let path):
      line.add("step", step)
      line.add("path", path)
    case .resumed(let resumed):
      line.add("step", resumed.step)
      line.add("time", resumed.time)
      line.add("knobs", json: JSONEncoder.text(resumed.knobs))
      line.add("length", json: JSONEncoder.text(resumed.length))
      if let data = resumed.data { line.add("data", json: JSONEncoder.text(data)) }
      if let images = resumed.trainImages { line.add("trainImages", images) }
      if let images = resumed.validationImages { line.add("validationImages", images) }
      if let ranks = resumed.ranks { line.add("ranks", ranks) }
      if let columns = resumed.columns { line.add("columns", columns) }
      if resumed.isHybrid { line.add("hybrid", true) }
    case .warning(let step, let kind, let message):
      line.add("step", step)
      line.add("kind", kind)
      line.add("message", message)
    case .renamed(let step, let name):
      line.add("step", step)
      line.add("name", name)
    case .finished(let step, let seconds, let reason):
      line.add("step", step)
      line.add("seconds", seconds)
      line.add("reason", reason.rawValue)
    case .failed(let step, let message):
      line.add("step", step)
      line.add("message", message)
    }
    self = line
  }

  private static func add(_ started: TrainingEvent.Started, to line: inout FlatJSON) {
    line.add("network", started.network)
    line.add("parameters", started.parameters)
    line.add("data", started.data)
    line.add("classes", started.classes)
    line.add("trainImages", started.trainImages)
    line.add("validationImages", started.validationImages)
    line.add("seed", started.seed)
    line.add("time", started.time)
    if let ranks = started.ranks { line.add("ranks", ranks) }
    if let columns = started.columns { line.add("columns", columns) }
    if started.isHybrid { line.add("hybrid", true) }
    line.add("plan", json: started.plan.json)
  }

  private static func add(_ change: ScheduledChange, to line: inout FlatJSON) {
    switch change {
    case .rate(let layers, let biases, let rate):
      line.add("layers", layers)
      line.add("parameters", biases ? "biases" : "weights")
      line.add("rate", rate)
    case .colorNoise(let on): line.add("colorNoise", on)
    }
  }

  private static func add(_ step: TrainingEvent.Step, to line: inout FlatJSON) {
    line.add("step", step.step)
    line.add("epoch", Float(step.epoch))
    line.add("loss", Float(step.loss))
    line.add("top1", Float(step.top1))
    line.add("top5", Float(step.top5))
    line.add("rate", Float(step.rate))
    line.add("imagesPerSecond", Float(step.imagesPerSecond))
    line.add("seconds", Float(step.seconds))
    line.add("waited", Float(step.waited))
    if let seconds = step.secondsLeft { line.add("secondsLeft", Float(seconds)) }
  }
}

extension TrainingEvent {
  /// The word in the field `event`.
  public var name: String {
    switch self {
    case .started: "started"
    case .step: "step"
    case .validation: "validation"
    case .rate: "rate"
    case .scheduled: "scheduled"
    case .toggled: "toggled"
    case .paused: "paused"
    case .checkpoint: "checkpoint"
    case .resumed: "resumed"
    case .warning: "warning"
    case .renamed: "renamed"
    case .finished: "finished"
    case .failed: "failed"
    }
  }
}
