import Blueprint
import Observing
import Runs

/// The protocol between trainers and clients. A trainer can be days older than the program that attaches
/// to it, so each end sends its version first, and both must be equal.
enum AttachingProtocol {
  /// The version, which changes with the layout of any message; a test detects such changes.
  static let version = 6
}

/// A message from a trainer to a client.
enum TrainerMessage: Equatable, Sendable {
  /// The largest payload in bytes.
  static let maximumPayload = 1 << 26

  /// The answer to `hello`. Events follow from these positions in the runs' journals.
  case hello(version: Int, positions: [JournalPosition])
  /// An event as its line of the journal, which older and newer programs can read.
  case event(EventLine)
  /// Snapshots of all runs of interest, made between the same two steps.
  case snapshots([Snapshot])
  /// The reason why a command or the connection is refused, without a full stop.
  case refused(String)
}

/// The error of a packet whose kind is not a message.
struct UnknownKind: Error {}

extension TrainerMessage {
  func packet() throws -> Packet {
    switch self {
    case .hello(let version, let positions):
      // The version is first in every version of the protocol.
      Packet(
        kind: 1,
        payload: try BinaryWriter.bytes(of: version) + BinaryWriter.bytes(of: positions))
    case .event(let line): Packet(kind: 2, payload: Array(line.text.utf8))
    case .snapshots(let snapshots):
      Packet(kind: 3, payload: try BinaryWriter.bytes(of: snapshots))
    case .refused(let reason): Packet(kind: 4, payload: Array(reason.utf8))
    }
  }

  /// Reads a message; `nil` for an event that this program does not have.
  /// - Throws: `UnknownKind` or `CodingFailure` when the packet is not a message of this version.
  init?(_ packet: Packet, _ parser: EventLine.Parser) throws {
    switch packet.kind {
    case 1:
      let source = ByteSource(packet.payload)
      let version = try source.read(Int.self)
      let isSame = version == AttachingProtocol.version
      self = .hello(
        version: version, positions: isSame ? try source.read([JournalPosition].self) : [])
    case 2:
      guard let line = try parser.parse(String(decoding: packet.payload, as: UTF8.self)) else {
        return nil
      }
      self = .event(line)
    case 3: self = .snapshots(try BinaryReader.value([Snapshot].self, from: packet.payload))
    case 4: self = .refused(String(decoding: packet.payload, as: UTF8.self))
    default: throw UnknownKind()
    }
  }
}
