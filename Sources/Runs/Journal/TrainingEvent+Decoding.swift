import Blueprint

/// The event of a line, decoded from JSON.
///
/// A journal can be older or newer than the program. The order of fields is therefore irrelevant, and
/// unknown fields and unknown events are not errors.
struct DecodedEvent: Decodable {
  /// The name of the run; `nil` if the line does not contain it.
  let run: String?
  /// The event; `nil` if it is of a later version of the program.
  let event: TrainingEvent?

  init(from decoder: any Decoder) throws {
    let fields = try Fields(decoder)
    run = try? fields["run"]
    let step: () throws -> Int = { try fields["step"] }
    switch try fields["event"] as String {
    case "started": event = .started(try Self.started(fields))
    case "step": event = .step(try Self.step(fields))
    case "validation": event = .validation(try Self.validation(fields))
    case "rate":
      event = .rate(step: try step(), rate: try fields["rate"], cause: try fields["cause"])
    case "scheduled":
      event = .scheduled(step: try step(), change: try Self.scheduledChange(fields))
    case "toggled":
      event = .toggled(step: try step(), knob: try fields["knob"], on: try fields["on"])
    case "paused":
      event = .paused(step: try step(), on: try fields["on"])
    case "checkpoint":
      event = .checkpoint(step: try step(), path: try fields["path"])
    case "resumed": event = .resumed(try Self.resumed(fields))
    case "warning":
      event = .warning(step: try step(), kind: try fields["kind"], message: try fields["message"])
    case "renamed": event = .renamed(step: try step(), name: try fields["name"])
    case "finished":
      event = .finished(
        step: try step(), seconds: try fields["seconds"], reason: try fields["reason"])
    case "failed":
      event = .failed(step: try step(), message: try fields["message"])
    default:
      event = nil
    }
  }

  private static func scheduledChange(_ fields: Fields) throws -> ScheduledChange {
    if let on: Bool = try? fields["colorNoise"] { return .colorNoise(on: on) }
    let parameters: String = try fields["parameters"]
    return .rate(
      layers: try fields["layers"], biases: parameters == "biases", rate: try fields["rate"])
  }

  private static func resumed(_ fields: Fields) throws -> TrainingEvent.Resumed {
    var resumed = TrainingEvent.Resumed(
      step: try fields["step"], knobs: try fields["knobs"], length: try fields["length"],
      time: try fields["time"], data: try? fields["data"], trainImages: try? fields["trainImages"],
      validationImages: try? fields["validationImages"])
    resumed.ranks = try? fields["ranks"]
    resumed.columns = try? fields["columns"]
    resumed.isHybrid = (try? fields["hybrid"]) ?? false
    return resumed
  }

  private static func started(_ fields: Fields) throws -> TrainingEvent.Started {
    var started = TrainingEvent.Started(
      run: try fields["run"], network: try fields["network"],
      parameters: try fields["parameters"], data: try fields["data"],
      classes: try fields["classes"], trainImages: try fields["trainImages"],
      validationImages: try fields["validationImages"], seed: try fields["seed"],
      plan: try fields["plan"], time: try fields["time"])
    started.ranks = try? fields["ranks"]
    started.columns = try? fields["columns"]
    started.isHybrid = (try? fields["hybrid"]) ?? false
    return started
  }

  private static func step(_ fields: Fields) throws -> TrainingEvent.Step {
    TrainingEvent.Step(
      step: try fields["step"], epoch: try fields["epoch"], loss: try fields["loss"],
      top1: try fields["top1"], top5: try fields["top5"], rate: try fields["rate"],
      imagesPerSecond: try fields["imagesPerSecond"], seconds: try fields["seconds"],
      // Older journals do not have this field.
      waited: (try? fields["waited"]) ?? 0, secondsLeft: try? fields["secondsLeft"])
  }

  private static func validation(_ fields: Fields) throws -> TrainingEvent.Validation {
    TrainingEvent.Validation(
      step: try fields["step"], epoch: try fields["epoch"], loss: try fields["loss"],
      top1: try fields["top1"], top5: try fields["top5"])
  }
}

/// The fields of a JSON object, decoded by name as the type that the caller expects.
private struct Fields {
  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private let container: KeyedDecodingContainer<Name>

  init(_ decoder: any Decoder) throws {
    container = try decoder.container(keyedBy: Name.self)
  }

  subscript<Value: Decodable>(name: String) -> Value {
    get throws { try container.decode(Value.self, forKey: Name(stringValue: name)) }
  }
}
