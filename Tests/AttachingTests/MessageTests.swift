import Blueprint
import Checksums
import Runs
import Testing

@testable import Attaching

@Suite struct MessageTests {
  private static var packets: [Packet] {
    get throws {
      try ClientMessage.all.map { try $0.packet() } + TrainerMessage.all.map { try $0.packet() }
    }
  }

  @Test func everyMessageIsReadAsWritten() throws {
    for message in ClientMessage.all { #expect(try ClientMessage(message.packet()) == message) }
    let parser = EventLine.Parser()
    for message in TrainerMessage.all {
      #expect(try TrainerMessage(message.packet(), parser) == message)
    }
  }

  /// A trainer can be older than the program that attaches to it. If this test fails because a message has
  /// changed, such as by a new field in `Snapshot` or `Interest`, increase `AttachingProtocol.version` and
  /// update the checksum. A new case of `TrainerCommand` changes no earlier message.
  @Test func aProtocolThatHasChangedHasAnotherVersion() throws {
    var checksum = CRC32()
    let commands = TrainerCommand.all.prefix(8).map {
      ClientMessage.command(AddressedCommand($0, run: "r"))
    }
    let messages =
      try ([.hello(version: 0), .interest(.overview), .leave] + commands).map { try $0.packet() }
      + [
        .hello(version: 0, positions: [JournalPosition(run: "r", bytes: 1)]), .snapshots([.sample]),
      ]
      .map { (message: TrainerMessage) in try message.packet() }
    for packet in messages { packet.bytes.withUnsafeBytes { checksum.update($0) } }
    let known: (version: Int, checksum: UInt32) = (6, 3_842_725_371)
    #expect(known == (AttachingProtocol.version, checksum.value))
  }

  @Test func theVersionIsReadInEveryVersion() throws {
    let packet = Packet(kind: 1, payload: try BinaryWriter.bytes(of: 99) + [1, 2, 3])
    #expect(
      try TrainerMessage(packet, EventLine.Parser()) == .hello(version: 99, positions: []))
  }

  @Test func anEventOfANewerProgramIsIgnored() throws {
    let packet = Packet(kind: 2, payload: Array(#"{"event":"sung","run":"r"}"#.utf8))
    #expect(try TrainerMessage(packet, EventLine.Parser()) == nil)
  }

  @Test func packetsArriveInAnyPieces() throws {
    let packets = try Self.packets
    let bytes = packets.flatMap(\.bytes)
    for size in [1, 2, 7, 100, bytes.count] {
      var reader = PacketReader(maximumPayload: 1 << 20)
      var found: [Packet] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        reader.append(bytes[start..<min(start + size, bytes.count)])
        while let packet = try reader.next() { found.append(packet) }
      }
      #expect(found == packets)
    }
  }

  @Test func aPacketThatIsTooLongIsRefusedByItsHeader() throws {
    var reader = PacketReader(maximumPayload: 100)
    reader.append([101, 0, 0, 0, 1, 0, 0, 0, 0])
    #expect(throws: PacketReader.Damage.tooLong(101)) { try reader.next() }
  }

  @Test func everyChangedBitIsDetected() throws {
    let bytes = try ClientMessage.command(AddressedCommand(.scaleRate(by: 0.5), run: "r")).packet()
      .bytes
    for bit in 32..<8 * bytes.count {
      var changed = bytes
      changed[bit / 8] ^= 1 << (bit % 8)
      var reader = PacketReader(maximumPayload: 1 << 16)
      reader.append(changed)
      #expect(throws: PacketReader.Damage.checksum) { try reader.next() }
    }
  }

  /// Reads random payloads, and changed or shortened ones of valid messages, in packets with a correct
  /// checksum; and packets with a changed bit.
  @Test func noBytesCrashTheReader() throws {
    var random = FixedRandomGenerator(state: 1)
    let parser = EventLine.Parser()
    let packets = try Self.packets
    var (messages, corruptPackets) = (0, 0)
    for round in 0..<100_000 {
      var packet = packets[Int.random(in: 0..<packets.count, using: &random)]
      if round % 4 == 0 {
        packet.kind = UInt8.random(in: 0...5, using: &random)
        packet.payload = (0..<Int.random(in: 0...80, using: &random)).map { _ in
          UInt8.random(in: 0...255, using: &random)
        }
      } else {
        for _ in 0..<Int.random(in: 1...3, using: &random) where !packet.payload.isEmpty {
          let index = Int.random(in: 0..<packet.payload.count, using: &random)
          packet.payload[index] = UInt8.random(in: 0...255, using: &random)
        }
        if round % 4 == 1 {
          packet.payload.removeLast(Int.random(in: 0...packet.payload.count, using: &random))
        }
      }
      if (try? ClientMessage(packet)) != nil { messages += 1 }
      if (try? TrainerMessage(packet, parser)) != nil { messages += 1 }
      var bytes = packet.bytes
      bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1
      var reader = PacketReader(maximumPayload: 1 << 16)
      reader.append(bytes)
      if (try? reader.next()) != nil { corruptPackets += 1 }
    }
    // A changed payload can be another valid message. A packet with one changed bit is never valid.
    #expect(messages > 1000)
    #expect(corruptPackets == 0)
  }
}
