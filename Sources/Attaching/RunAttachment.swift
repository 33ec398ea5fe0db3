import Blueprint
import Channels
import Foundation
import Observing
import Runs
import Synchronization
import Training

/// A watcher of a run that another process trains: what it gets comes through the socket in the run's
/// folder. It says what it looks at, and passes on what is asked of the trainer.
public final class RunAttachment: Sendable {
  /// How long a trainer may take to answer; its host has nothing else to do.
  private static let patience = Duration.seconds(5)

  /// Events and snapshots, as they come.
  public let watcher: Watcher
  /// The position in each run's journal before the first event.
  public let places: [JournalPosition]
  /// The trainer's process.
  public let process: pid_t

  private struct Line {
    /// Nil when the connection is over.
    var descriptor: Int32?
    var interest: Interest
    var refusals: [String] = []
    /// The offset in each run's journal after the last event that arrived, in bytes, by the run's name.
    var journalOffsets: [String: Int]
  }
  private let line: Mutex<Line>
  private let onNews: @Sendable () -> Void

  /// - Parameters:
  ///   - run: the run.
  ///   - interest: what it shows at first.
  ///   - onNews: called on another thread when there is something to take, or the end.
  public init(
    to run: Run, interest: Interest, onNews: @escaping @Sendable () -> Void = {}
  ) throws(AttachingError) {
    let descriptor = try TrainerSocket.connect(to: run)
    var conversation = Conversation(descriptor: descriptor)
    process = TrainerSocket.peer(of: descriptor).process
    do throws(AttachingError) {
      try Self.say(.hello(version: Language.version), to: descriptor)
      try Self.say(.interest(interest), to: descriptor)
      places = try conversation.hello(within: Self.patience, of: process)
    } catch {
      Glibc.close(descriptor)
      throw error
    }
    watcher = Watcher(interest, onNews: onNews)
    let offsets = Dictionary(uniqueKeysWithValues: places.map { ($0.run, $0.bytes) })
    line = Mutex(Line(descriptor: descriptor, interest: interest, journalOffsets: offsets))
    self.onNews = onNews
    let thread = Thread { [self, conversation] in
      var conversation = conversation
      while let messages = conversation.next() {
        for (message, byteCount) in messages { take(message, byteCount: byteCount) }
      }
      end()
    }
    thread.name = "attachment"
    thread.start()
  }

  /// Whether nothing more will come: the trainer has ended, or has let go of this watcher.
  public var isOver: Bool { line.withLock { $0.descriptor == nil } }

  /// What it looks at; may change at any time.
  public var interest: Interest {
    get { line.withLock { $0.interest } }
    set {
      line.withLock { line in
        guard line.interest != newValue else { return }
        line.interest = newValue
        Self.say(.interest(newValue), on: &line)
      }
    }
  }

  /// Asks for something; what came of it is told by an event, or is among the refusals.
  public func send(_ command: TrainerCommand, run: String? = nil) {
    line.withLock { Self.say(.command(command, run: run), on: &$0) }
  }

  /// What the trainer would not do, once.
  public func takeRefusals() -> [String] {
    line.withLock { line in
      defer { line.refusals = [] }
      return line.refusals
    }
  }

  /// Lets go of the trainer, which goes on.
  public func leave() {
    line.withLock { line in
      Self.say(.leave, on: &line)
      // The thread that reads sees the end, and closes.
      if let descriptor = line.descriptor { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }
  }

  /// The position in each run's journal after the last event that arrived.
  public var positions: [JournalPosition] {
    line.withLock { $0.journalOffsets }.map { JournalPosition(run: $0.key, bytes: $0.value) }
  }

  private func take(_ message: TrainerMessage, byteCount: Int) {
    switch message {
    case .event(let event):
      let journalByteCount = event.journalByteCount(textByteCount: byteCount)
      line.withLock { line in
        line.journalOffsets[event.run, default: 0] += journalByteCount
        if case .renamed(_, let name) = event.event {
          line.journalOffsets[name] = line.journalOffsets.removeValue(forKey: event.run)
        }
      }
      watcher.events.post(event)
    case .snapshots(let snapshots): watcher.snapshots.set(snapshots)
    case .refused(let reason):
      line.withLock { $0.refusals.append(reason) }
      onNews()
    case .hello: break
    }
  }

  private func end() {
    line.withLock { line in
      if let descriptor = line.descriptor { Glibc.close(descriptor) }
      line.descriptor = nil
    }
    onNews()
  }

  private static func say(_ message: ClientMessage, on line: inout Line) {
    guard let descriptor = line.descriptor else { return }
    do throws(AttachingError) {
      try say(message, to: descriptor)
    } catch {
      shutdown(descriptor, Int32(SHUT_RDWR))
    }
  }

  /// A few bytes, for which there is room unless nobody has listened for very long.
  private static func say(
    _ message: ClientMessage, to descriptor: Int32
  ) throws(AttachingError) {
    var outbox = Outbox()
    guard let packet = try? message.packet() else { throw .damaged }
    outbox.append(packet)
    guard outbox.flush(to: descriptor), outbox.count == 0 else {
      throw .noAnswer(process: TrainerSocket.peer(of: descriptor).process)
    }
  }
}

/// What a trainer says, message by message.
private struct Conversation {
  let descriptor: Int32
  private var reader = PacketReader(longest: TrainerMessage.longest)
  /// What came together with the hello.
  private var early: [Received] = []

  /// A message and the number of bytes of its payload.
  typealias Received = (message: TrainerMessage, byteCount: Int)

  init(descriptor: Int32) { self.descriptor = descriptor }

  /// Waits for more messages; nil when there will be none that can be understood.
  mutating func next() -> [Received]? {
    if !early.isEmpty {
      defer { early = [] }
      return early
    }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(descriptor, &bytes, bytes.count, 0)
      if count > 0 { return try? messages(in: bytes[..<count]) }
      guard count < 0, errno == EINTR else { return nil }
    }
  }

  private mutating func messages(in bytes: ArraySlice<UInt8>) throws -> [Received] {
    let parser = EventLine.Parser()
    reader.append(bytes)
    var messages: [Received] = []
    while let packet = try reader.next() {
      if let message = try TrainerMessage(packet, parser) {
        messages.append((message, packet.payload.count))
      }
    }
    return messages
  }

  mutating func hello(
    within patience: Duration, of process: pid_t
  ) throws(AttachingError) -> [JournalPosition] {
    let deadline = ContinuousClock.now + patience
    while early.isEmpty {
      let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard left > 0, poll(&waiting, 1, Int32(left.rounded(.up))) != 0 else {
        throw .noAnswer(process: process)
      }
      guard let messages = next() else { throw .damaged }
      early = messages
    }
    switch early.removeFirst().message {
    case .hello(Language.version, let places): return places
    case .hello(let version, _): throw .otherVersion(theirs: version, ours: Language.version)
    case .refused(let reason): throw .refused(reason)
    case .event, .snapshots: throw .damaged
    }
  }
}
