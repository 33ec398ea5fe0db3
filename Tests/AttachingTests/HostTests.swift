import Blueprint
import Foundation
import Observing
import Runs
import Testing
import Training

@testable import Attaching

@Suite struct Hosting {
  private let folder: RunFolder
  private let stage = Stage()
  private let host: TrainerHost
  private var run: Run { folder.run }

  init() throws {
    folder = try RunFolder()
    host = try TrainerHost(stage, of: folder.run)
  }

  private func finished<Result>(_ body: () throws -> Result) rethrows -> Result {
    defer { host.close() }
    return try body()
  }

  @Test func eventsSnapshotsAndCommandsCross() throws {
    try finished {
      stage.tell()
      let attachment = try RunAttachment(to: run, interest: .nothing)
      #expect(attachment.places == [JournalPosition(run: "r", bytes: 1)])
      #expect(attachment.process == getpid())
      stage.tell()
      #expect(attachment.steps(upTo: 2) == [2])
      attachment.interest = .overview
      stage.waitFor(interest: .overview)
      stage.show(.sample)
      stage.tell()
      #expect(attachment.steps(upTo: 3) == [3])
      var snapshot: [Snapshot]?
      while snapshot == nil {
        snapshot = attachment.watcher.snapshots.take()
        sched_yield()
      }
      #expect(snapshot == [.sample])
      for command in TrainerCommand.all { attachment.send(command) }
      attachment.send(.stop, run: "r")
      #expect(stage.waitForCommands(TrainerCommand.all.count + 1) == TrainerCommand.all + [.stop])
      attachment.leave()
      stage.waitUntilLeft(1)
      attachment.waitForTheEnd()
    }
  }

  @Test func whatCannotBeIsRefused() throws {
    try finished {
      let attachment = try RunAttachment(to: run, interest: .nothing)
      for factor in [0, -1, Double.nan, .infinity] { attachment.send(.scaleRate(by: factor)) }
      attachment.send(.pause, run: "another")
      var refusals: [String] = []
      while refusals.count < 5 {
        refusals += attachment.takeRefusals()
        sched_yield()
      }
      #expect(refusals.last == "there is no such run")
      attachment.send(.pause)
      #expect(stage.waitForCommands(1) == [.pause])
    }
  }

  /// However they come and go while events happen, what the journal has and what comes is everything,
  /// once.
  @Test func nothingIsMissedAndNothingComesTwice() throws {
    try finished {
      let last = 20_000
      let teller = Thread { [stage] in for _ in 0..<last { stage.tell() } }
      teller.start()
      var attachments: [RunAttachment] = []
      for _ in 0..<10 {
        attachments.append(try RunAttachment(to: run, interest: .nothing))
        _ = try RunAttachment(to: run, interest: .overview).leave()
      }
      for attachment in attachments {
        let place = try #require(attachment.places.first).bytes
        // Who came after the end has all of it in the journal.
        let expected = Array(place + 1..<last + 1)
        #expect(place == last || attachment.steps(upTo: last) == expected)
      }
    }
  }

  @Test func receivedPositionsFollowTheJournal() throws {
    let attachment = try RunAttachment(to: run, interest: .nothing)
    let start = try #require(attachment.positions.first).bytes
    let journal = try run.openJournal()
    for step in 1...100 {
      stage.tell()
      try journal.append(.step(step))
    }
    host.close()
    attachment.waitForTheEnd()
    let end = start + journal.position.bytes
    #expect(attachment.positions == [JournalPosition(run: "r", bytes: end)])
  }

  @Test func atTheEndEverybodyHearsEverything() throws {
    let attachments = try (0..<3).map { _ in try RunAttachment(to: run, interest: .nothing) }
    for _ in 0..<5000 { stage.tell() }
    host.close()
    for attachment in attachments {
      attachment.waitForTheEnd()
      #expect(attachment.steps(upTo: 5000) == Array(1...5000))
    }
    #expect(throws: AttachingError.notThere(run: "r")) {
      try RunAttachment(to: run, interest: .nothing)
    }
  }

  /// One that does not read: those who tell never wait for it, the others hear everything, and when it
  /// has fallen too far behind it is let go.
  @Test func whoStallsIsLetGo() throws {
    try finished {
      let stalled = try TrainerSocket.connect(to: run)
      defer { close(stalled) }
      try say(.hello(version: Language.version), to: stalled)
      stage.waitFor(watchers: 1)
      let attachment = try RunAttachment(to: run, interest: .nothing)
      let text = String(repeating: "x", count: 100_000)
      // In the pace of one that listens.
      for _ in 0..<100 {
        stage.tell(message: text)
        attachment.watcher.events.waitForMail()
        #expect(attachment.watcher.events.dequeueAll().count == 1)
      }
      stage.waitUntilLeft(1)
      stage.tell()
      #expect(attachment.steps(upTo: 101) == [101])
    }
  }

  @Test func whoStallsGetsTheLatestPictureOnly() throws {
    try finished {
      let slow = try TrainerSocket.connect(to: run)
      defer { close(slow) }
      try say(.hello(version: Language.version), to: slow)
      try say(.interest(.overview), to: slow)
      stage.waitFor(interest: .overview)
      var kernels = Kernels(
        count: 100, channels: 3, size: 10, weights: .init(repeating: 0, count: 30_000))
      for step in 1...200 {
        kernels.weights[0] = Float(step)
        stage.show(Snapshot(run: "r", step: step, layers: [], kernels: kernels))
        // The host looks whether there is room for it.
        stage.tell()
      }
      host.close()
      var reader = PacketReader(longest: TrainerMessage.longest)
      var bytes = [UInt8](repeating: 0, count: 1 << 16)
      var pictures: [Int] = []
      while case let count = read(slow, &bytes, bytes.count), count > 0 {
        reader.append(bytes[..<count])
        while let packet = try reader.next() {
          if case .snapshots(let snapshots) = try TrainerMessage(packet, .init()) {
            pictures += snapshots.map(\.step)
          }
        }
      }
      #expect(pictures.count < 20)
      #expect(pictures == pictures.sorted())
    }
  }

  @Test func whoDiesIsForgotten() throws {
    try finished {
      for _ in 0..<50 {
        let descriptor = try TrainerSocket.connect(to: run)
        try say(.hello(version: Language.version), to: descriptor)
        stage.tell()
        close(descriptor)
      }
      stage.waitFor(watchers: 0)
    }
  }

  @Test(arguments: [
    Array("GET / HTTP/1.1\r\n\r\n".utf8), [255, 255, 255, 255, 1, 0, 0, 0, 0],
    Packet(kind: 9, payload: []).bytes, Packet(kind: 2, payload: [1]).bytes,
    Packet(kind: 1, payload: [1]).bytes,
  ])
  func whoSaysWhatIsNoMessageIsSentAway(bytes: [UInt8]) throws {
    try finished {
      let liar = try TrainerSocket.connect(to: run)
      defer { close(liar) }
      #expect(write(liar, bytes, bytes.count) == bytes.count)
      #expect(try answer(liar) == [.refused("that is no message")])
    }
  }

  @Test func helloComesFirstAndOnce() throws {
    try finished {
      let hello = try ClientMessage.hello(version: Language.version).packet().bytes
      for (bytes, reason) in [
        (try ClientMessage.command(.stop, run: nil).packet().bytes, "say hello first"),
        (hello + hello, "hello once is enough"),
      ] {
        let liar = try TrainerSocket.connect(to: run)
        defer { close(liar) }
        #expect(write(liar, bytes, bytes.count) == bytes.count)
        #expect(try answer(liar).last == .refused(reason))
      }
    }
  }

  @Test func anotherVersionIsToldWhichWouldBeUnderstood() throws {
    try finished {
      let stranger = try TrainerSocket.connect(to: run)
      defer { close(stranger) }
      let bytes = try ClientMessage.hello(version: 77).packet().bytes
      #expect(write(stranger, bytes, bytes.count) == bytes.count)
      #expect(
        try answer(stranger) == [
          .hello(version: Language.version, places: []),
          .refused("this trainer speaks version \(Language.version)"),
        ])
    }
  }

  private func say(_ message: ClientMessage, to descriptor: Int32) throws {
    let bytes = try message.packet().bytes
    try #require(write(descriptor, bytes, bytes.count) == bytes.count)
  }

  /// All that is said until the end.
  private func answer(_ descriptor: Int32) throws -> [TrainerMessage] {
    var reader = PacketReader(longest: TrainerMessage.longest)
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
