import Blueprint
import Glibc
import Runs
import Training

/// The host's end of the connection with one client. The messages of a client are checked. A client that
/// does not read receives no snapshots, and is disconnected when too many events wait.
final class ClientConnection {
  /// The largest number of bytes that wait to be sent; above it the client is disconnected. It is the size
  /// of the events of the fastest network in half a minute. A client that was disconnected can attach again
  /// and read the journal.
  private static let maximumWaitingBytes = 4 << 20
  /// The number of waiting bytes above which snapshots are not sent.
  private static let maximumBytesBeforeSnapshots = 1 << 16

  let descriptor: Int32
  /// The time at which the client connected.
  let start: ContinuousClock.Instant
  private(set) var isDisconnected = false
  private let session: any HostedSession
  private let onUpdate: @Sendable () -> Void
  private var watcher: Watcher?
  private var reader = PacketReader(maximumPayload: ClientMessage.maximumPayload)
  private var output = SendBuffer()

  /// Creates the connection of a client that has not sent `hello`.
  /// - Parameter onUpdate: A closure called on the trainer's thread when there are events or snapshots to
  ///   send.
  init(
    _ descriptor: Int32, to session: any HostedSession, start: ContinuousClock.Instant,
    onUpdate: @escaping @Sendable () -> Void
  ) {
    self.descriptor = descriptor
    self.session = session
    self.start = start
    self.onUpdate = onUpdate
  }

  var hasOutput: Bool { output.count > 0 }
  /// True after the client's `hello`.
  var isAccepted: Bool { watcher != nil }

  // MARK: - Receiving

  /// Reads the bytes that have arrived and handles the messages in them.
  func receive() {
    var bytes = [UInt8](repeating: 0, count: 1 << 14)
    let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
    guard count > 0 else {
      if count == 0 || errno != EAGAIN && errno != EINTR { isDisconnected = true }
      return
    }
    reader.append(bytes[..<count])
    do {
      while !isDisconnected, let packet = try reader.next() {
        handle(try ClientMessage(packet))
      }
    } catch {
      disconnect(because: .unreadableMessage)
    }
  }

  private func handle(_ message: ClientMessage) {
    switch message {
    case .hello(let version): accept(version)
    case .leave: isDisconnected = true
    case .interest(let interest):
      guard let watcher else { return disconnect(because: .missingHello) }
      watcher.interest = interest
    case .command(let command):
      guard isAccepted else { return disconnect(because: .missingHello) }
      submit(command)
    }
  }

  private func accept(_ version: Int) {
    guard version == AttachingProtocol.version else {
      // The client's error message names both versions.
      send(.hello(version: AttachingProtocol.version, positions: []))
      return disconnect(because: .otherVersion(AttachingProtocol.version))
    }
    guard watcher == nil else { return disconnect(because: .repeatedHello) }
    let watcher = Watcher(.nothing, onUpdate: onUpdate)
    self.watcher = watcher
    let positions = session.join(watcher)
    send(.hello(version: AttachingProtocol.version, positions: positions))
  }

  private func submit(_ command: AddressedCommand) {
    if let refusal = Self.refusal(of: command.command) ?? session.submit(command) {
      refuse(refusal)
    }
  }

  /// Returns the reason for which a command is refused before it reaches the trainer, or `nil`.
  private static func refusal(of command: TrainerCommand) -> HostRefusal? {
    switch command {
    case .scaleRate(let factor) where !(factor > 0 && factor.isFinite): .invalidRateFactor(factor)
    case .setRate(let rate) where !(rate > 0 && rate.isFinite): .invalidRate(rate)
    case .pause, .resume, .step, .checkpoint, .stop, .scaleRate, .setRate, .dropout, .lrn, .fork,
      .sendSnapshot, .rename:
      nil
    }
  }

  // MARK: - Sending

  /// Sends new events and snapshots. Bytes that the socket does not accept now are sent later.
  func sendUpdates() {
    guard !isDisconnected, let watcher else { return }
    for line in watcher.events.drain() { send(.event(line)) }
    if output.count > Self.maximumWaitingBytes { isDisconnected = true }
    if output.count < Self.maximumBytesBeforeSnapshots,
      let snapshots = watcher.snapshots.removeValue()
    {
      send(.snapshots(snapshots))
    }
    flush()
  }

  private func send(_ message: TrainerMessage) {
    // Snapshots that are too long are left out.
    if let packet = try? message.packet(), packet.payload.count <= TrainerMessage.maximumPayload {
      output.append(packet)
    }
  }

  private func refuse(_ refusal: HostRefusal) { send(.refused("\(refusal)")) }

  /// Sends the bytes that the socket accepts now.
  func flush() {
    if !isDisconnected, !output.flush(to: descriptor) { isDisconnected = true }
  }

  // MARK: - Ending

  /// Sends the reason, if the socket accepts it now, and disconnects the client.
  func disconnect(because refusal: HostRefusal) {
    refuse(refusal)
    flush()
    isDisconnected = true
  }

  /// Ends the stream of new events and snapshots.
  func stopWatching() {
    if let watcher { session.leave(watcher) }
  }

  func close() {
    stopWatching()
    Glibc.close(descriptor)
  }
}
