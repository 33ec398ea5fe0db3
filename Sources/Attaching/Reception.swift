import Glibc

/// The host's thread: lets guests in, hears them and tells them what is new, whoever is ready first.
final class Reception {
  /// More than anybody has terminals for.
  static let room = 64
  /// The host looks for news so often at most: no eye follows steps, and whenever it looks, it and all
  /// guests take a core from what trains.
  private static let pause = Duration.milliseconds(250)
  /// The same for so long after a guest has asked for something, whose answer somebody waits for.
  private static let (shortPause, attention) = (Duration.milliseconds(50), Duration.seconds(2))
  /// Whoever does not say hello within this time is sent away.
  private static let patience = Duration.seconds(5)
  /// So long it goes on sending when all is over.
  private static let farewell = Duration.seconds(3)

  private let session: any Hosted
  private let listener: Int32
  private let bell: Bell
  private let clock = ContinuousClock()
  private var guests: [Guest] = []
  private var nextLook: ContinuousClock.Instant
  private var lastHeard: ContinuousClock.Instant

  init(_ session: any Hosted, listener: Int32, bell: Bell) {
    self.session = session
    self.listener = listener
    self.bell = bell
    nextLook = clock.now
    lastHeard = nextLook
  }

  /// Waits until there is something to do, and does it.
  func serve() {
    let listens = clock.now >= nextLook
    var waiting = [
      pollfd(fd: guests.count < Self.room ? listener : -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: listens ? bell.descriptor : -1, events: Int16(POLLIN), revents: 0),
    ]
    waiting += guests.map {
      pollfd(fd: $0.descriptor, events: Int16($0.hasOutput ? POLLIN | POLLOUT : POLLIN), revents: 0)
    }
    guard poll(&waiting, nfds_t(waiting.count), timeout(listens: listens)) >= 0 else { return }
    for (guest, found) in zip(guests, waiting.dropFirst(2)) where found.revents != 0 {
      if found.revents & Int16(POLLOUT) != 0 { guest.flush() }
      guard found.revents & ~Int16(POLLOUT) != 0 else { continue }
      guest.receive()
      lastHeard = clock.now
      nextLook = min(nextLook, lastHeard + Self.shortPause)
    }
    if waiting[1].revents != 0 {
      bell.silence()
      let now = clock.now
      let isAwaited = now < lastHeard + Self.attention
      nextLook = now + (isAwaited ? Self.shortPause : Self.pause)
    }
    for guest in guests { guest.tellNews() }
    dismiss()
    if waiting[0].revents != 0 { letIn() }
  }

  private func timeout(listens: Bool) -> Int32 {
    let now = clock.now
    var ends = guests.filter { !$0.isWatching }.map { $0.arrival + Self.patience }
    if !listens { ends.append(nextLook) }
    guard let end = ends.min() else { return -1 }
    return Int32(max(0, now.duration(to: end) / .milliseconds(1)).rounded(.up))
  }

  private func dismiss() {
    for guest in guests where !guest.isWatching && clock.now >= guest.arrival + Self.patience {
      guest.dismiss("say hello first")
    }
    for guest in guests where guest.isGone { guest.close() }
    guests.removeAll(where: \.isGone)
  }

  private func letIn() {
    let descriptor = accept(listener, nil, nil)
    guard descriptor >= 0 else { return }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    guard TrainerSocket.isTrusted(TrainerSocket.peer(of: descriptor).user) else {
      Glibc.close(descriptor)
      return
    }
    let bell = bell
    guests.append(Guest(descriptor, of: session, arrival: clock.now) { bell.ring() })
  }

  /// Tells everybody all that has happened, and ends.
  func close() {
    Glibc.close(listener)
    // Once they are gone from among the watchers, nothing more can come.
    for guest in guests { guest.stopWatching() }
    let deadline = clock.now + Self.farewell
    while true {
      for guest in guests { guest.tellNews() }
      let slow = guests.filter { !$0.isGone && $0.hasOutput }
      let left = clock.now.duration(to: deadline) / .milliseconds(1)
      guard !slow.isEmpty, left > 0 else { break }
      var waiting = slow.map { pollfd(fd: $0.descriptor, events: Int16(POLLOUT), revents: 0) }
      guard poll(&waiting, nfds_t(waiting.count), Int32(left.rounded(.up))) > 0 else { break }
      for guest in slow { guest.flush() }
    }
    for guest in guests { guest.close() }
    guests = []
  }
}
