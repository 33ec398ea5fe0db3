import Blueprint
import Channels
import Foundation
import Observing
import Runs
import Testing
import Training

@testable import Attaching

@Suite struct HostTests {
  private let folder: RunFolder
  private let session = ScriptedSession()
  private let host: TrainerHost
  private var run: Run { folder.run }

  init() throws {
    folder = try RunFolder()
    host = try TrainerHost(session, of: folder.run)
  }

  /// Runs a test and closes the host.
  private func closingHost<Result>(_ body: () throws -> Result) rethrows -> Result {
    defer { host.close() }
    return try body()
  }

  @Test func eventsSnapshotsAndCommandsReachTheOtherEnd() throws {
    try closingHost {
      session.sendEvent()
      let attachment = try RunAttachment(to: run, interest: .nothing)
      #expect(attachment.initialPositions == [JournalPosition(run: "r", bytes: 1)])
      #expect(attachment.process == getpid())
      session.sendEvent()
      #expect(attachment.steps(upTo: 2) == [2])
      attachment.interest = .overview
      session.waitFor(interest: .overview)
      session.send(.sample)
      session.sendEvent()
      #expect(attachment.steps(upTo: 3) == [3])
      var snapshot: [Snapshot]?
      while snapshot == nil {
        snapshot = attachment.watcher.snapshots.removeValue()
        sched_yield()
      }
      #expect(snapshot == [.sample])
      for command in TrainerCommand.all { attachment.send(command) }
      attachment.send(.stop, run: "r")
      #expect(session.waitForCommands(TrainerCommand.all.count + 1) == TrainerCommand.all + [.stop])
      attachment.leave()
      session.waitForDepartures(1)
      attachment.waitForTheEnd()
    }
  }

  @Test func impossibleCommandsAreRefused() throws {
    try closingHost {
      let attachment = try RunAttachment(to: run, interest: .nothing)
      let numbers = [0, -1, Double.nan, .infinity]
      for number in numbers { attachment.send(.scaleRate(by: number)) }
      for number in numbers { attachment.send(.setRate(number)) }
      attachment.send(.pause, run: "another")
      var refusals: [String] = []
      while refusals.count < 9 {
        refusals += attachment.drainRefusals()
        sched_yield()
      }
      let expected =
        numbers.map { HostRefusal.invalidRateFactor($0) } + numbers.map { .invalidRate($0) }
        + [.unknownRun("another")]
      #expect(refusals == expected.map(\.description))
      attachment.send(.pause)
      #expect(session.waitForCommands(1) == [.pause])
    }
  }

  /// Attaches clients while events happen. The journal up to a client's position and the events after it are
  /// together all events.
  @Test func clientsMissNoEventAndReceiveNoneTwice() throws {
    try closingHost {
      let last = 20_000
      NamedThread.start("events") { [session] in for _ in 0..<last { session.sendEvent() } }
      var attachments: [RunAttachment] = []
      for _ in 0..<10 {
        attachments.append(try RunAttachment(to: run, interest: .nothing))
        _ = try RunAttachment(to: run, interest: .overview).leave()
      }
      for attachment in attachments {
        let position = try #require(attachment.initialPositions.first).bytes
        // For a client that attached after the last event, the journal has all events.
        let expected = Array(position + 1..<last + 1)
        #expect(position == last || attachment.steps(upTo: last) == expected)
      }
    }
  }

  @Test func receivedPositionsFollowTheJournal() throws {
    let attachment = try RunAttachment(to: run, interest: .nothing)
    let start = try #require(attachment.positions.first).bytes
    let journal = try run.openJournal()
    for step in 1...100 {
      session.sendEvent()
      try journal.append(.step(step))
    }
    host.close()
    attachment.waitForTheEnd()
    let end = start + journal.position.bytes
    #expect(attachment.positions == [JournalPosition(run: "r", bytes: end)])
  }

  @Test func aHostThatClosesSendsAllEventsFirst() throws {
    let attachments = try (0..<3).map { _ in try RunAttachment(to: run, interest: .nothing) }
    for _ in 0..<5000 { session.sendEvent() }
    host.close()
    for attachment in attachments {
      attachment.waitForTheEnd()
      #expect(attachment.steps(upTo: 5000) == Array(1...5000))
    }
    #expect(throws: AttachingError.noTrainer(run: "r")) {
      try RunAttachment(to: run, interest: .nothing)
    }
  }

  /// The session does not wait for a client that does not read, the other clients receive everything, and the
  /// client is disconnected when too many bytes wait.
  @Test func aClientThatDoesNotReadIsDisconnected() throws {
    try closingHost {
      let stalled = try TrainerSocket.connect(to: run)
      defer { close(stalled) }
      try send(.hello(version: AttachingProtocol.version), to: stalled)
      session.waitFor(watchers: 1)
      let attachment = try RunAttachment(to: run, interest: .nothing)
      let text = String(repeating: "x", count: 100_000)
      // The events are sent at the pace of the client that reads.
      for _ in 0..<100 {
        session.sendEvent(message: text)
        attachment.watcher.events.waitForMessage()
        #expect(attachment.watcher.events.drain().count == 1)
      }
      session.waitForDepartures(1)
      session.sendEvent()
      #expect(attachment.steps(upTo: 101) == [101])
    }
  }

  @Test func aSlowClientReceivesTheLatestSnapshotsOnly() throws {
    try closingHost {
      let slow = try TrainerSocket.connect(to: run)
      defer { close(slow) }
      try send(.hello(version: AttachingProtocol.version), to: slow)
      try send(.interest(.overview), to: slow)
      session.waitFor(interest: .overview)
      var kernels = Kernels(
        count: 100, channels: 3, size: 10, weights: .init(repeating: 0, count: 30_000))
      for step in 1...200 {
        kernels.weights[0] = Float(step)
        session.send(Snapshot(run: "r", step: step, layers: [], kernels: kernels))
        // The event makes the host check for room in the buffer.
        session.sendEvent()
      }
      host.close()
      var reader = PacketReader(maximumPayload: TrainerMessage.maximumPayload)
      var bytes = [UInt8](repeating: 0, count: 1 << 16)
      var steps: [Int] = []
      while case let count = read(slow, &bytes, bytes.count), count > 0 {
        reader.append(bytes[..<count])
        while let packet = try reader.next() {
          if case .snapshots(let snapshots) = try TrainerMessage(packet, .init()) {
            steps += snapshots.map(\.step)
          }
        }
      }
      #expect(steps.count < 20)
      #expect(steps == steps.sorted())
    }
  }

  @Test func aClientThatEndsIsRemoved() throws {
    try closingHost {
      for _ in 0..<50 {
        let descriptor = try TrainerSocket.connect(to: run)
        try send(.hello(version: AttachingProtocol.version), to: descriptor)
        session.sendEvent()
        close(descriptor)
      }
      session.waitFor(watchers: 0)
    }
  }

  @Test(arguments: [
    Array("GET / HTTP/1.1\r\n\r\n".utf8), [255, 255, 255, 255, 1, 0, 0, 0, 0],
    Packet(kind: 9, payload: []).bytes, Packet(kind: 2, payload: [1]).bytes,
    Packet(kind: 1, payload: [1]).bytes,
  ])
  func aClientThatSendsOtherBytesIsDisconnected(bytes: [UInt8]) throws {
    try closingHost {
      let client = try TrainerSocket.connect(to: run)
      defer { close(client) }
      #expect(write(client, bytes, bytes.count) == bytes.count)
      #expect(try answers(client) == [.refused("\(HostRefusal.unreadableMessage)")])
    }
  }

  @Test func helloComesFirstAndOnce() throws {
    try closingHost {
      let hello = try ClientMessage.hello(version: AttachingProtocol.version).packet().bytes
      for (bytes, reason) in [
        (
          try ClientMessage.command(AddressedCommand(.stop)).packet().bytes,
          HostRefusal.missingHello
        ),
        (hello + hello, .repeatedHello),
      ] {
        let client = try TrainerSocket.connect(to: run)
        defer { close(client) }
        #expect(write(client, bytes, bytes.count) == bytes.count)
        #expect(try answers(client).last == .refused("\(reason)"))
      }
    }
  }

  @Test func aClientOfAnotherVersionReceivesTheTrainersVersion() throws {
    try closingHost {
      let client = try TrainerSocket.connect(to: run)
      defer { close(client) }
      let bytes = try ClientMessage.hello(version: 77).packet().bytes
      #expect(write(client, bytes, bytes.count) == bytes.count)
      #expect(
        try answers(client) == [
          .hello(version: AttachingProtocol.version, positions: []),
          .refused("\(HostRefusal.otherVersion(AttachingProtocol.version))"),
        ])
    }
  }

  private func send(_ message: ClientMessage, to descriptor: Int32) throws {
    let bytes = try message.packet().bytes
    try #require(write(descriptor, bytes, bytes.count) == bytes.count)
  }

  /// Returns all messages until the end of the connection.
  private func answers(_ descriptor: Int32) throws -> [TrainerMessage] {
    var reader = PacketReader(maximumPayload: TrainerMessage.maximumPayload)
    var bytes = [UInt8](repeating: 0, count: 1 << 12)
    var messages: [TrainerMessage] = []
    while case let count = read(descriptor, &bytes, bytes.count), count > 0 {
      reader.append(bytes[..<count])
      while let packet = try reader.next() {
        if let message = try TrainerMessage(packet, .init()) { messages.append(message) }
      }
    }
    return messages
  }
}
