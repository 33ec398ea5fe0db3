import Blueprint
import Glibc
import Runs
import Training

/// One who watches from another process, as the host sees it. What it says is not believed, and what it
/// does not take is dropped: pictures at once, itself when it has fallen too far behind with events.
final class Guest {
  /// Half a minute of the fastest network there is. It can come back and read the journal.
  private static let mostBehind = 4 << 20
  /// No new picture while so much of what came before is still on its way.
  private static let mostBeforePicture = 1 << 16

  let descriptor: Int32
  let arrival: ContinuousClock.Instant
  private(set) var isGone = false
  private let session: any Hosted
  private let onNews: @Sendable () -> Void
  private var watcher: Watcher?
  private var reader = PacketReader(longest: ClientMessage.longest)
  private var outbox = Outbox()

  init(
    _ descriptor: Int32, of session: any Hosted, arrival: ContinuousClock.Instant,
    onNews: @escaping @Sendable () -> Void
  ) {
    self.descriptor = descriptor
    self.session = session
    self.arrival = arrival
    self.onNews = onNews
  }

  var hasOutput: Bool { outbox.count > 0 }
  var isWatching: Bool { watcher != nil }

  // MARK: - What it says

  /// Hears what is there now, and does it.
  func receive() {
    var bytes = [UInt8](repeating: 0, count: 1 << 14)
    let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
    guard count > 0 else {
      if count == 0 || errno != EAGAIN && errno != EINTR { isGone = true }
      return
    }
    reader.append(bytes[..<count])
    do {
      while !isGone, let packet = try reader.next() { take(try ClientMessage(packet)) }
    } catch {
      dismiss("that is no message")
    }
  }

  private func take(_ message: ClientMessage) {
    switch message {
    case .hello(let version): greet(version)
    case .leave: isGone = true
    case .interest, .command:
      guard let watcher else { return dismiss("say hello first") }
      if case .interest(let interest) = message { watcher.interest = interest }
      if case .command(let command, let run) = message { obey(command, run) }
    }
  }

  private func greet(_ version: Int) {
    guard version == Language.version else {
      // By this it sees what would be understood.
      tell(.hello(version: Language.version, places: []))
      return dismiss("this trainer speaks version \(Language.version)")
    }
    guard watcher == nil else { return dismiss("hello once is enough") }
    let watcher = Watcher(.nothing, onNews: onNews)
    self.watcher = watcher
    let places = session.join(watcher)
    tell(.hello(version: Language.version, places: places))
  }

  private func obey(_ command: TrainerCommand, _ run: String?) {
    if case .scaleRate(let factor) = command, !(factor > 0 && factor.isFinite) {
      return tell(.refused("a rate cannot be multiplied by \(factor)"))
    }
    if let reason = session.obey(command, run: run) { tell(.refused(reason)) }
  }

  // MARK: - What it is told

  /// Sends what is new, as far as it takes it.
  func tellNews() {
    guard !isGone, let watcher else { return }
    for line in watcher.events.takeAll() { tell(.event(line)) }
    if outbox.count > Self.mostBehind { isGone = true }
    if outbox.count < Self.mostBeforePicture, let glimpses = watcher.glimpses.take() {
      tell(.glimpses(glimpses))
    }
    flush()
  }

  private func tell(_ message: TrainerMessage) {
    // What cannot be written, such as a picture of a kind that the language lacks, is left out.
    if let packet = try? message.packet(), packet.payload.count <= TrainerMessage.longest {
      outbox.append(packet)
    }
  }

  func flush() {
    if !isGone, !outbox.flush(to: descriptor) { isGone = true }
  }

  /// Says why, if that can be said at once.
  func dismiss(_ reason: String) {
    tell(.refused(reason))
    flush()
    isGone = true
  }

  func stopWatching() {
    if let watcher { session.leave(watcher) }
  }

  func close() {
    stopWatching()
    Glibc.close(descriptor)
  }
}
