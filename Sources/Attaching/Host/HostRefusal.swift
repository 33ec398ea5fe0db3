/// A reason why a host refuses a command or a connection.
public enum HostRefusal: Hashable, Sendable {
  /// The bytes are not a message.
  case unreadableMessage
  /// The first message is not `hello`, or no message arrived in time.
  case missingHello
  /// The client sent a second `hello`.
  case repeatedHello
  /// The client uses another version of the protocol. The value is the trainer's version.
  case otherVersion(Int)
  /// The factor for the learning rate is not finite, or not above 0.
  case invalidRateFactor(Double)
  /// The learning rate is not finite, or not above 0.
  case invalidRate(Double)
  /// The trainer does not train the run.
  case unknownRun(String)
}

extension HostRefusal: CustomStringConvertible {
  /// The reason, without a full stop.
  public var description: String {
    switch self {
    case .unreadableMessage: "the message cannot be read"
    case .missingHello: "the first message must be `hello`"
    case .repeatedHello: "`hello` was sent twice"
    case .otherVersion(let version): "the trainer uses version \(version) of the protocol"
    case .invalidRateFactor(let factor):
      "the learning rate cannot be multiplied by \(factor), only by a factor above 0"
    case .invalidRate(let rate):
      "the learning rate cannot be \(rate), only a number above 0"
    case .unknownRun(let run): "the trainer does not train the run '\(run)'"
    }
  }
}
