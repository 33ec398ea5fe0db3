import Blueprint
import Observing

/// A message from a client to a trainer.
enum ClientMessage: Equatable, Sendable {
  /// The largest payload in bytes.
  static let maximumPayload = 1 << 16

  /// The first message, with the version of the client's protocol.
  case hello(version: Int)
  case interest(Interest)
  case command(AddressedCommand)
  case leave
}

extension ClientMessage {
  func packet() throws -> Packet {
    switch self {
    case .hello(let version): Packet(kind: 1, payload: try BinaryWriter.bytes(of: version))
    case .interest(let interest):
      Packet(kind: 2, payload: try BinaryWriter.bytes(of: interest))
    case .command(let command):
      Packet(kind: 3, payload: try BinaryWriter.bytes(of: command))
    case .leave: Packet(kind: 4, payload: [])
    }
  }

  /// Reads a message.
  /// - Throws: `UnknownKind` or `CodingFailure` when the packet is not a message of this version.
  init(_ packet: Packet) throws {
    switch packet.kind {
    case 1: self = .hello(version: try BinaryReader.value(Int.self, from: packet.payload))
    case 2: self = .interest(try BinaryReader.value(Interest.self, from: packet.payload))
    case 3: self = .command(try BinaryReader.value(AddressedCommand.self, from: packet.payload))
    case 4: self = .leave
    default: throw UnknownKind()
    }
  }
}
