import Glibc

/// The event loop of the host's thread: accepts clients, handles their messages and sends them events and
/// snapshots.
final class HostLoop {
  /// The largest number of clients.
  static let maximumClients = 64
  /// The shortest interval between two updates of the clients. Each update uses processor time that
  /// training needs, and a user cannot read faster.
  private static let updateInterval = Duration.milliseconds(250)
  /// The shortest interval between two updates after a message from a client, because its user waits for
  /// the result.
  private static let shortUpdateInterval = Duration.milliseconds(50)
  /// The time after a message from a client in which the short interval is used.
  private static let shortIntervalDuration = Duration.seconds(2)
  /// The time after which a client that has not sent `hello` is disconnected.
  private static let helloTimeout = Duration.seconds(5)
  /// The longest time for which closing waits until the clients have received the last events.
  private static let closingTimeout = Duration.seconds(3)

  private let session: any HostedSession
  private let listener: Int32
  private let wakeSignal: WakeSignal
  private let clock = ContinuousClock()
  private var clients: [ClientConnection] = []
  /// The earliest time of the next update of the clients.
  private var nextUpdate: ContinuousClock.Instant
  /// The time of the latest message from a client.
  private var lastMessage: ContinuousClock.Instant

  init(_ session: any HostedSession, listener: Int32, wakeSignal: WakeSignal) {
    self.session = session
    self.listener = listener
    self.wakeSignal = wakeSignal
    nextUpdate = clock.now
    lastMessage = nextUpdate
  }

  /// Waits for a new client, a message or an update from the trainer, and handles it.
  func runOnce() {
    let pollsWakeSignal = clock.now >= nextUpdate
    let canAccept = clients.count < Self.maximumClients
    var polled = [
      pollfd(fd: canAccept ? listener : -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: pollsWakeSignal ? wakeSignal.descriptor : -1, events: Int16(POLLIN), revents: 0),
    ]
    polled += clients.map {
      pollfd(fd: $0.descriptor, events: Int16($0.hasOutput ? POLLIN | POLLOUT : POLLIN), revents: 0)
    }
    guard poll(&polled, nfds_t(polled.count), timeout(pollsWakeSignal: pollsWakeSignal)) >= 0 else {
      return
    }
    for (client, result) in zip(clients, polled.dropFirst(2)) where result.revents != 0 {
      if result.revents & Int16(POLLOUT) != 0 { client.flush() }
      guard result.revents & ~Int16(POLLOUT) != 0 else { continue }
      client.receive()
      lastMessage = clock.now
      nextUpdate = min(nextUpdate, lastMessage + Self.shortUpdateInterval)
    }
    if polled[1].revents != 0 {
      wakeSignal.reset()
      let now = clock.now
      let isAwaited = now < lastMessage + Self.shortIntervalDuration
      nextUpdate = now + (isAwaited ? Self.shortUpdateInterval : Self.updateInterval)
    }
    for client in clients { client.sendUpdates() }
    removeDisconnected()
    if polled[0].revents != 0 { acceptClient() }
  }

  /// Returns the time until the next update or until a client's `hello` is overdue, in milliseconds; −1
  /// when there is neither.
  private func timeout(pollsWakeSignal: Bool) -> Int32 {
    let now = clock.now
    var ends = clients.filter { !$0.isAccepted }.map { $0.start + Self.helloTimeout }
    if !pollsWakeSignal { ends.append(nextUpdate) }
    guard let end = ends.min() else { return -1 }
    return Int32(max(0, now.duration(to: end) / .milliseconds(1)).rounded(.up))
  }

  private func removeDisconnected() {
    for client in clients
    where !client.isAccepted && clock.now >= client.start + Self.helloTimeout {
      client.disconnect(because: .missingHello)
    }
    for client in clients where client.isDisconnected { client.close() }
    clients.removeAll(where: \.isDisconnected)
  }

  private func acceptClient() {
    let descriptor = accept(listener, nil, nil)
    guard descriptor >= 0 else { return }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    guard TrainerSocket.isTrusted(TrainerSocket.peer(of: descriptor).user) else {
      Glibc.close(descriptor)
      return
    }
    let wakeSignal = wakeSignal
    clients.append(
      ClientConnection(descriptor, to: session, start: clock.now) { wakeSignal.set() })
  }

  /// Sends the last events to all clients and closes their connections.
  func close() {
    Glibc.close(listener)
    // After this, no more events arrive.
    for client in clients { client.stopWatching() }
    let deadline = clock.now + Self.closingTimeout
    while true {
      for client in clients { client.sendUpdates() }
      let slow = clients.filter { !$0.isDisconnected && $0.hasOutput }
      let left = clock.now.duration(to: deadline) / .milliseconds(1)
      guard !slow.isEmpty, left > 0 else { break }
      var polled = slow.map { pollfd(fd: $0.descriptor, events: Int16(POLLOUT), revents: 0) }
      guard poll(&polled, nfds_t(polled.count), Int32(left.rounded(.up))) > 0 else { break }
      for client in slow { client.flush() }
    }
    for client in clients { client.close() }
    clients = []
  }
}
