import Glibc

/// The event loop of the host's thread: accepts clients, handles their messages and sends them events and
/// snapshots.
final class HostLoop {
  /// The largest number of clients.
  static let mostClients = 64
  /// The shortest time between two searches for news. Each search takes processor time from training, and
  /// a user cannot read faster.
  private static let pause = Duration.milliseconds(250)
  /// The same after a message from a client, for the time in which a user waits for the result.
  private static let shortPause = Duration.milliseconds(50)
  /// The duration of short pauses after a message.
  private static let attention = Duration.seconds(2)
  /// The time that a client has for its `hello`.
  private static let helloTimeout = Duration.seconds(5)
  /// The longest time to send the last events at the end.
  private static let closingTimeout = Duration.seconds(3)

  private let session: any HostedSession
  private let listener: Int32
  private let wakeSignal: WakeSignal
  private let clock = ContinuousClock()
  private var clients: [ClientConnection] = []
  /// The earliest time of the next search for news.
  private var nextSearch: ContinuousClock.Instant
  /// The time of the latest message from a client.
  private var lastMessage: ContinuousClock.Instant

  init(_ session: any HostedSession, listener: Int32, wakeSignal: WakeSignal) {
    self.session = session
    self.listener = listener
    self.wakeSignal = wakeSignal
    nextSearch = clock.now
    lastMessage = nextSearch
  }

  /// Waits until a client, a message or news arrives, and handles it.
  func runOnce() {
    let acceptsNews = clock.now >= nextSearch
    let canAccept = clients.count < Self.mostClients
    var polled = [
      pollfd(fd: canAccept ? listener : -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: acceptsNews ? wakeSignal.descriptor : -1, events: Int16(POLLIN), revents: 0),
    ]
    polled += clients.map {
      pollfd(fd: $0.descriptor, events: Int16($0.hasOutput ? POLLIN | POLLOUT : POLLIN), revents: 0)
    }
    guard poll(&polled, nfds_t(polled.count), timeout(acceptsNews: acceptsNews)) >= 0 else {
      return
    }
    for (client, result) in zip(clients, polled.dropFirst(2)) where result.revents != 0 {
      if result.revents & Int16(POLLOUT) != 0 { client.flush() }
      guard result.revents & ~Int16(POLLOUT) != 0 else { continue }
      client.receive()
      lastMessage = clock.now
      nextSearch = min(nextSearch, lastMessage + Self.shortPause)
    }
    if polled[1].revents != 0 {
      wakeSignal.reset()
      let now = clock.now
      let isAwaited = now < lastMessage + Self.attention
      nextSearch = now + (isAwaited ? Self.shortPause : Self.pause)
    }
    for client in clients { client.sendUpdates() }
    removeDisconnected()
    if polled[0].revents != 0 { acceptClient() }
  }

  /// The time until the next search or the end of a client's time for `hello`, in milliseconds; −1 when
  /// there is no such time.
  private func timeout(acceptsNews: Bool) -> Int32 {
    let now = clock.now
    var ends = clients.filter { !$0.isAccepted }.map { $0.start + Self.helloTimeout }
    if !acceptsNews { ends.append(nextSearch) }
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
