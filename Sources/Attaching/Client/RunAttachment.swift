import Blueprint
import Channels
import Glibc
import Observing
import Runs
import Synchronization
import Training

/// A client's connection with the trainer of a run in another process, through the socket in the run's
/// folder. A thread receives events and snapshots for the watcher; commands are sent from any thread.
public final class RunAttachment: Sendable {
  /// The longest time that a trainer has to answer `hello`. The time limit for the connection itself
  /// is in `Run+Connection.swift` of the module LiveSession.
  private static let helloTimeout = Duration.seconds(5)

  /// The receiver of events and snapshots.
  public let watcher: Watcher
  /// The position in each run's journal before the first event.
  public let initialPositions: [JournalPosition]
  /// The trainer's process.
  public let process: pid_t

  private struct State {
    /// The descriptor of the connection; `nil` after its end.
    var descriptor: Int32?
    var interest: Interest
    var refusals: [String] = []
    /// The offset in each run's journal after the last event that arrived, in bytes, by the run's name.
    var journalOffsets: [String: Int]
  }
  private let state: Mutex<State>
  private let onUpdate: @Sendable () -> Void

  /// Connects to the trainer of a run.
  /// - Parameters:
  ///   - run: The run.
  ///   - interest: The content of the first snapshots.
  ///   - onUpdate: A closure called on another thread when there is something to receive, and at the end of
  ///     the connection.
  /// - Throws: The reason why the trainer cannot be reached, or does not accept the client.
  public init(
    to run: Run, interest: Interest, onUpdate: @escaping @Sendable () -> Void = {}
  ) throws(AttachingError) {
    let descriptor = try TrainerSocket.connect(to: run)
    var stream = TrainerMessageStream(descriptor: descriptor)
    process = TrainerSocket.peer(of: descriptor).process
    do throws(AttachingError) {
      try Self.send(.hello(version: AttachingProtocol.version), to: descriptor)
      try Self.send(.interest(interest), to: descriptor)
      initialPositions = try stream.hello(within: Self.helloTimeout, from: process)
    } catch {
      Glibc.close(descriptor)
      throw error
    }
    watcher = Watcher(interest, onUpdate: onUpdate)
    let offsets = Dictionary(uniqueKeysWithValues: initialPositions.map { ($0.run, $0.bytes) })
    state = Mutex(State(descriptor: descriptor, interest: interest, journalOffsets: offsets))
    self.onUpdate = onUpdate
    NamedThread.start("attachment") { [self, stream] in
      var stream = stream
      while let messages = stream.next() {
        for (message, byteCount) in messages { receive(message, byteCount: byteCount) }
      }
      end()
    }
  }

  /// True if nothing more arrives, because the trainer has ended or has closed the connection.
  public var isOver: Bool { state.withLock { $0.descriptor == nil } }

  /// The content of the snapshots. It can change at any time, on any thread.
  public var interest: Interest {
    get { state.withLock { $0.interest } }
    set {
      state.withLock { state in
        guard state.interest != newValue else { return }
        state.interest = newValue
        Self.send(.interest(newValue), with: &state)
      }
    }
  }

  /// The position in each run's journal after the last event that arrived.
  public var positions: [JournalPosition] {
    state.withLock { $0.journalOffsets }.map { JournalPosition(run: $0.key, bytes: $0.value) }
  }

  /// Sends a command to the trainer. An event or a refusal reports the result.
  /// - Parameters:
  ///   - command: The command, which the trainer applies between two steps.
  ///   - run: The name of a run. `nil` addresses all lanes for `pause`, `resume`, `step`, `checkpoint`
  ///     and `stop`, and the first lane for the commands that change one.
  public func send(_ command: TrainerCommand, run: String? = nil) {
    state.withLock { Self.send(.command(AddressedCommand(command, run: run)), with: &$0) }
  }

  /// Removes and returns the reasons of refused commands since the last call.
  public func drainRefusals() -> [String] {
    state.withLock { state in
      defer { state.refusals = [] }
      return state.refusals
    }
  }

  /// Closes the connection. The trainer continues.
  public func leave() {
    state.withLock { state in
      Self.send(.leave, with: &state)
      // The receiving thread then reads the end of the stream and closes the descriptor.
      if let descriptor = state.descriptor { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }
  }

  private func receive(_ message: TrainerMessage, byteCount: Int) {
    switch message {
    case .event(let event):
      let journalByteCount = event.journalByteCount(textByteCount: byteCount)
      state.withLock { state in
        state.journalOffsets[event.run, default: 0] += journalByteCount
        if case .renamed(_, let name) = event.event {
          state.journalOffsets[name] = state.journalOffsets.removeValue(forKey: event.run)
        }
      }
      watcher.events.post(event)
    case .snapshots(let snapshots): watcher.snapshots.set(snapshots)
    case .refused(let reason):
      state.withLock { $0.refusals.append(reason) }
      onUpdate()
    case .hello: return  // Only the first message is `hello`, and the initializer has read it.
    }
  }

  private func end() {
    state.withLock { state in
      if let descriptor = state.descriptor { Glibc.close(descriptor) }
      state.descriptor = nil
    }
    onUpdate()
  }

  private static func send(_ message: ClientMessage, with state: inout State) {
    guard let descriptor = state.descriptor else { return }
    do throws(AttachingError) {
      try send(message, to: descriptor)
    } catch {
      shutdown(descriptor, Int32(SHUT_RDWR))
    }
  }

  /// Sends a short message at once. The socket has no room for it only when the trainer has not read for a
  /// long time.
  private static func send(
    _ message: ClientMessage, to descriptor: Int32
  ) throws(AttachingError) {
    var output = SendBuffer()
    guard let packet = try? message.packet() else { throw .unreadableMessage }
    output.append(packet)
    guard output.flush(to: descriptor), output.count == 0 else {
      throw .noAnswer(process: TrainerSocket.peer(of: descriptor).process)
    }
  }
}
