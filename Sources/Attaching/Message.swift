import Blueprint
import Runs

/// The language of trainers and those who watch them. A trainer may be days older than the program
/// that attaches to it, so each says its version first; only the same version is understood.
enum Language {
  /// To be raised when what a message looks like changes: a test sees to that.
  static let version = 2
}

/// What one who watches says.
enum ClientMessage: Equatable, Sendable {
  static let longest = 1 << 16

  case hello(version: Int)
  case interest(Interest)
  /// - run: which of the trainer's runs; nil is the first.
  case command(TrainerCommand, run: String?)
  case leave
}

/// What a trainer says.
enum TrainerMessage: Equatable, Sendable {
  static let longest = 1 << 26

  /// - places: how far each run's journal had come when the events began that follow.
  case hello(version: Int, places: [JournalPlace])
  /// As the journal has it: its lines are understood by older and newer programs.
  case event(EventLine)
  /// Of all the runs that it looks at, between the same two steps.
  case glimpses([Glimpse])
  case refused(String)
}

/// Bytes that are no message.
struct NoMessage: Error {}

extension ClientMessage {
  private struct Order: Codable {
    var command: TrainerCommand
    var run: String?
  }

  func packet() throws -> Packet {
    switch self {
    case .hello(let version): Packet(kind: 1, payload: try BinaryWriter.bytes(of: version))
    case .interest(let interest):
      Packet(kind: 2, payload: try BinaryWriter.bytes(of: interest))
    case .command(let command, let run):
      Packet(kind: 3, payload: try BinaryWriter.bytes(of: Order(command: command, run: run)))
    case .leave: Packet(kind: 4, payload: [])
    }
  }

  init(_ packet: Packet) throws {
    switch packet.kind {
    case 1: self = .hello(version: try BinaryReader.value(Int.self, from: packet.payload))
    case 2: self = .interest(try BinaryReader.value(Interest.self, from: packet.payload))
    case 3:
      let order = try BinaryReader.value(Order.self, from: packet.payload)
      self = .command(order.command, run: order.run)
    case 4: self = .leave
    default: throw NoMessage()
    }
  }
}

extension TrainerMessage {
  func packet() throws -> Packet {
    switch self {
    case .hello(let version, let places):
      // The version comes first in every version.
      Packet(
        kind: 1,
        payload: try BinaryWriter.bytes(of: version) + BinaryWriter.bytes(of: places))
    case .event(let line): Packet(kind: 2, payload: Array(line.text.utf8))
    case .glimpses(let glimpses):
      Packet(kind: 3, payload: try BinaryWriter.bytes(of: glimpses))
    case .refused(let reason): Packet(kind: 4, payload: Array(reason.utf8))
    }
  }

  /// Nil for an event that this program does not know.
  init?(_ packet: Packet, _ parser: EventLine.Parser) throws {
    switch packet.kind {
    case 1:
      let source = Source(packet.payload)
      let version = try source.read(Int.self)
      let places = version == Language.version ? try source.read([JournalPlace].self) : []
      self = .hello(version: version, places: places)
    case 2:
      guard let line = try parser.parse(String(decoding: packet.payload, as: UTF8.self)) else {
        return nil
      }
      self = .event(line)
    case 3: self = .glimpses(try BinaryReader.value([Glimpse].self, from: packet.payload))
    case 4: self = .refused(String(decoding: packet.payload, as: UTF8.self))
    default: throw NoMessage()
    }
  }
}
