import Checksums
import Runs

/// A message as bytes, with its length, kind and checksum. `PacketReader` finds the packets in a stream of
/// bytes.
///
/// | bytes | |
/// |---|---|
/// | 4 | length of the payload, little-endian |
/// | 1 | kind |
/// | 4 | CRC-32 of all other bytes of the packet |
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
    head.withUnsafeBytes { checksum.update($0) }
    payload.withUnsafeBytes { checksum.update($0) }
    return checksum.value
  }

  private static func littleEndian(_ number: UInt32) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}

/// Finds the packets in a stream of bytes that arrive in pieces of any size.
struct PacketReader {
  enum Damage: Error, Equatable {
    case tooLong(Int)
    case checksum
  }

  private let maximumPayload: Int
  private var bytes: [UInt8] = []
  /// The offset of the first byte that is not part of an earlier packet.
  private var offset = 0

  /// Creates a reader that has received nothing.
  /// - Parameter maximumPayload: The largest payload in bytes. A header with a larger length is refused
  ///   before its payload arrives.
  init(maximumPayload: Int) { self.maximumPayload = maximumPayload }

  mutating func append(_ more: some Sequence<UInt8>) {
    if offset > 0 {
      bytes.removeFirst(offset)
      offset = 0
    }
    bytes.append(contentsOf: more)
  }

  /// Removes and returns the next packet; `nil` when it is not complete.
  mutating func next() throws(Damage) -> Packet? {
    guard bytes.count - offset >= Packet.headerBytes else { return nil }
    let length = Int(number(at: offset))
    guard length <= maximumPayload else { throw .tooLong(length) }
    let start = offset + Packet.headerBytes
    guard bytes.count - start >= length else { return nil }
    let payload = bytes[start..<start + length]
    guard number(at: offset + 5) == Packet.checksum(bytes[offset..<offset + 5], payload) else {
      throw .checksum
    }
    let kind = bytes[offset + 4]
    offset = start + length
    return Packet(kind: kind, payload: Array(payload))
  }

  private func number(at offset: Int) -> UInt32 {
    bytes.withUnsafeBytes {
      UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
  }
}
