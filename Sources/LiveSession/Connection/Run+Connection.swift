import Attaching
import Glibc
import Observing
import Runs

extension Run {
  /// The other runs through whose sockets this run's trainer can be reached, since only the first run of a
  /// trainer has a socket: those that this run was copied from, and other copies of them.
  private var possibleHosts: [Run] {
    let ancestors = ancestry.dropFirst()
    let known = Set(ancestry.map(\.name))
    let others = store.runsInTraining().filter { !known.contains($0.name) }
    let related = others.filter { $0.isRelated(to: self) }
    // An ended lane between this run and the host can have been deleted, so any run can be the host.
    return ancestors + related + others.filter { !related.contains($0) }
  }

  /// The longest time for which a trainer has its journal locked and does not serve its socket, at its
  /// start and its end.
  static let connectionLimit = Duration.seconds(3)

  /// Connects to the run's trainer; without a trainer, returns a connection on which nothing arrives.
  /// - Parameters:
  ///   - interest: The snapshots that the trainer is to send.
  ///   - limit: The longest time to wait for a trainer that does not serve its socket.
  ///   - onUpdate: Called on any thread when something arrives, and at the end of the connection.
  /// - Throws: The reason for which a running trainer cannot be reached.
  func connect(
    _ interest: Interest, within limit: Duration = connectionLimit,
    onUpdate: @escaping @Sendable () -> Void
  ) throws(AttachingError) -> any RunConnection {
    let deadline = ContinuousClock.now + limit
    var failure = AttachingError.noTrainer(run: name)
    func connection(through hosts: [Run]) throws(AttachingError) -> TrainerConnection? {
      for host in hosts {
        do throws(AttachingError) {
          let attachment = try RunAttachment(to: host, interest: interest, onUpdate: onUpdate)
          let isTrainer = attachment.initialPositions.contains { $0.run == name }
          if isTrainer || host == self { return TrainerConnection(attachment: attachment) }
          attachment.leave()
        } catch {
          switch error {
          // A trainer at its end does not answer. After SIGKILL its journal can stay locked for a moment
          // longer than its socket exists.
          case .noTrainer, .unreadableMessage, .noAnswer: failure = error
          case .socketFailed, .otherUser, .otherVersion, .refused: throw error
          }
        }
      }
      return nil
    }
    while true {
      let isTraining = isTraining
      if let found = try connection(through: [self]) { return found }
      guard isTraining else {
        // A lane that has ended is shown beside those that its trainer still trains. Other trainers that
        // cannot be reached do not matter.
        return (try? connection(through: possibleHosts)) ?? ReplayConnection()
      }
      if let found = try connection(through: possibleHosts) { return found }
      guard ContinuousClock.now < deadline else { throw failure }
      usleep(10_000)
    }
  }

  /// The process ID of the run's trainer; `nil` without one, and for one that does not answer.
  public var trainerProcess: pid_t? {
    guard isTraining else { return nil }
    let connection = try? connect(.nothing, within: .milliseconds(500)) {}
    defer { connection?.disconnect() }
    return connection?.process
  }

  /// Reads the events that the journal has and a connection does not send.
  /// - Parameter start: The offset in the journal to start from, in bytes.
  func recording(
    before connection: any RunConnection, from start: Int = 0
  ) throws(RunsError) -> Recording {
    let position = connection.positions.first { $0.run == name }
    return try recording(from: start, upTo: position?.bytes ?? .max)
  }
}
