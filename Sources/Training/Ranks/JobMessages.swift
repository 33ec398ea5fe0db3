import Blueprint
import FoundationEssentials
import Runs

/// The next action of the job, which rank 0 sends to the others.
enum JobOrder: Codable {
  /// A session with these lanes.
  case train([LaneOrder])
  /// The end of the job; with an error, its text.
  case end(String?)
}

/// A lane of a session that begins.
struct LaneOrder: Codable {
  var run: String
  var plan: RunPlan
  /// The knobs of the next step.
  var knobs: Knobs
  /// The state of the checkpoint from which the run continues; `nil` starts at step 0.
  var state: TrainingState?
  /// True if the images are not those of the checkpoint, and the user has accepted that.
  var hasOtherImages: Bool

  init(_ setup: Lane.Setup) {
    run = setup.run
    plan = setup.plan
    knobs = setup.firstKnobs
    state = setup.firstState
    hasOtherImages = setup.hasOtherImages
  }
}

/// The decisions of rank 0 before a turn.
struct TurnOrder: Codable {
  var commands: [AddressedCommand] = []
  /// True once the session's time limit has passed.
  var isOver = false

  var isEmpty: Bool { commands.isEmpty && !isOver }
}

/// A warning of another rank than 0, for the journal of one run.
struct RankWarning: Codable {
  var run: String
  var kind: String
  var message: String
}

/// The result of a part of the work on one rank.
struct RankReport: Codable {
  var host: String
  /// The text of the error; `nil` after success.
  var problem: String?
}

/// The coding of the messages between ranks.
enum RankCoding {
  static func encode(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("JSON can represent all messages")
    }
    return Array(data)
  }

  /// - Throws: `DecodingError` for a message of another program.
  static func decode<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(type, from: Data(bytes))
  }
}
