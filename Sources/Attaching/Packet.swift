import Runs

/// A message on its way: how long it is, of what kind, its checksum, itself. A stream of bytes is cut
/// into packets by `PacketReader`.
///
/// | bytes | |
/// |---|---|
/// | 4 | length of the payload, little-endian |
/// | 1 | kind |
/// | 4 | CRC-32 of all bytes but these four |
/// | … | payload |
struct Packet: Equatable, Sendable {
  static let headerBytes = 9

  var kind: UInt8
  var payload: [UInt8]

  var bytes: [UInt8] {
    var bytes = Self.littleEndian(UInt32(payload.count)) + [kind]
    bytes += Self.littleEndian(Self.checksum(bytes[...], payload[...])) + payload
    return bytes
  }

  static func checksum(_ head: ArraySlice<UInt8>, _ payload: ArraySlice<UInt8>) -> UInt32 {
    var checksum = CRC32()
    head.withUnsafeBytes { checksum.add($0) }
    payload.withUnsafeBytes { checksum.add($0) }
    return checksum.value
  }

  private static func littleEndian(_ number: UInt32) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}

/// Cuts what comes through a socket into packets.
struct PacketReader {
  enum Damage: Error, Equatable {
    case tooLong(Int)
    case checksum
  }

  private let longest: Int
  private var bytes: [UInt8] = []
  private var place = 0

  /// - Parameter longest: of a payload; who announces more is refused before it is waited for.
  init(longest: Int) { self.longest = longest }

  mutating func append(_ more: some Sequence<UInt8>) {
    if place > 0 {
      bytes.removeFirst(place)
      place = 0
    }
    bytes.append(contentsOf: more)
  }

  /// The next whole packet; nil when more has to come first.
  mutating func next() throws(Damage) -> Packet? {
    guard bytes.count - place >= Packet.headerBytes else { return nil }
    let length = Int(number(at: place))
    guard length <= longest else { throw .tooLong(length) }
    let start = place + Packet.headerBytes
    guard bytes.count - start >= length else { return nil }
    let payload = bytes[start..<start + length]
    guard number(at: place + 5) == Packet.checksum(bytes[place..<place + 5], payload) else {
      throw .checksum
    }
    let kind = bytes[place + 4]
    place = start + length
    return Packet(kind: kind, payload: Array(payload))
  }

  private func number(at place: Int) -> UInt32 {
    bytes.withUnsafeBytes {
      UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: UInt32.self))
    }
  }
}
